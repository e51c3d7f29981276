// Wall times of the model against instants looked up by hand, on both sides of each kind of jump.
import { instantText, plusDays, wallInstant, weekday } from '../time.ts';

const at = (date: string, time: string, zone: string) => instantText(wallInstant(date, time, zone));

describe('a wall time becomes an instant', () => {
  test.each([
    ['just before', '2026-03-08', '01:59', 'America/New_York', '2026-03-08T06:59:00Z'],
    [
      'at the first skipped minute',
      '2026-03-08',
      '02:00',
      'America/New_York',
      '2026-03-08T07:00:00Z',
    ],
    ['in the middle', '2026-03-08', '02:30', 'America/New_York', '2026-03-08T07:00:00Z'],
    ['just after', '2026-03-08', '03:01', 'America/New_York', '2026-03-08T07:01:00Z'],
    ['of half an hour', '2026-10-04', '02:15', 'Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
    ['at midnight', '2026-04-24', '00:00', 'Africa/Cairo', '2026-04-23T22:00:00Z'],
    ['at midnight', '2026-09-06', '00:30', 'America/Santiago', '2026-09-06T04:00:00Z'],
    ['of a whole day', '2011-12-30', '12:00', 'Pacific/Apia', '2011-12-30T10:00:00Z'],
  ])('gap, %s: %s %s in %s', (_, date, time, zone, instant) => {
    expect(at(date, time, zone)).toBe(instant);
  });

  test.each([
    ['2026-11-01', '01:30', 'America/New_York', '2026-11-01T05:30:00Z'],
    ['2026-10-25', '01:00', 'Europe/London', '2026-10-25T00:00:00Z'],
    ['2026-04-05', '01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00Z'],
    ['2026-04-04', '23:30', 'America/Santiago', '2026-04-05T02:30:00Z'],
    ['2026-10-29', '23:30', 'Africa/Cairo', '2026-10-29T20:30:00Z'],
  ])('overlap, the earlier: %s %s in %s', (date, time, zone, instant) => {
    expect(at(date, time, zone)).toBe(instant);
  });

  test('nights are date arithmetic', () => {
    expect(plusDays('2028-03-01', -1)).toBe('2028-02-29');
    expect(weekday('2026-03-10')).toBe(2);
  });
});
