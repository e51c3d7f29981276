import { Temporal } from 'temporal-polyfill';
import fc from 'fast-check';
import {
  formatInstant,
  instantOf,
  isZone,
  lastStruckDay,
  localNight,
  parseInstant,
  parseWallTime,
  wallInstant,
} from '../instants.ts';
import { formatNight, nightOf } from '../nights.ts';

const at = (date: string, time: string, zone: string): string =>
  formatInstant(wallInstant(nightOf(date), parseWallTime(time) ?? -1, zone));

describe('a wall time becomes an instant', () => {
  test.each([
    ['Asia/Bangkok', '2026-03-03', '00:00', '2026-03-02T17:00:00Z'],
    ['UTC', '2026-03-03', '23:59', '2026-03-03T23:59:00Z'],
    ['Asia/Kathmandu', '2026-03-03', '00:00', '2026-03-02T18:15:00Z'],
  ])('in %s at %s %s: %s', (zone, date, time, expected) => {
    expect(at(date, time, zone)).toBe(expected);
  });

  test.each([
    ['America/New_York', '2026-03-08', '02:00', '2026-03-08T07:00:00Z'],
    ['America/New_York', '2026-03-08', '02:30', '2026-03-08T07:00:00Z'],
    ['America/New_York', '2026-03-08', '02:59', '2026-03-08T07:00:00Z'],
    ['Europe/London', '2026-03-29', '01:30', '2026-03-29T01:00:00Z'],
    ['Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-03T15:30:00Z'],
    ['America/Sao_Paulo', '2018-11-04', '00:00', '2018-11-04T03:00:00Z'],
    ['America/Sao_Paulo', '2018-11-04', '00:59', '2018-11-04T03:00:00Z'],
    ['Africa/Cairo', '2026-04-24', '00:00', '2026-04-23T22:00:00Z'],
    ['America/St_Johns', '1988-04-03', '00:30', '1988-04-03T03:31:00Z'],
    ['Pacific/Apia', '2011-12-30', '12:00', '2011-12-30T10:00:00Z'],
  ])('in a gap of %s (%s %s) at the first instant after it: %s', (zone, date, time, expected) => {
    expect(at(date, time, zone)).toBe(expected);
  });

  test.each([
    ['America/New_York', '2026-11-01', '01:30', '2026-11-01T05:30:00Z'],
    ['Europe/London', '2026-10-25', '01:00', '2026-10-25T00:00:00Z'],
    ['Australia/Lord_Howe', '2026-04-05', '01:45', '2026-04-04T14:45:00Z'],
    ['America/Sao_Paulo', '2018-02-17', '23:30', '2018-02-18T01:30:00Z'],
    ['Africa/Cairo', '2026-10-29', '23:30', '2026-10-29T20:30:00Z'],
    ['America/St_Johns', '2000-10-29', '00:00', '2000-10-29T02:30:00Z'],
  ])('in an overlap of %s (%s %s) at the earlier one: %s', (zone, date, time, expected) => {
    expect(at(date, time, zone)).toBe(expected);
  });

  test('as Temporal has it, wherever the wall shows it just once', () => {
    const zones = ['Asia/Bangkok', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo'];
    const day = fc.integer({ min: nightOf('2015-01-01'), max: nightOf('2030-01-01') });
    fc.assert(
      fc.property(fc.constantFrom(...zones), day, fc.nat(1439), (zone, date, minute) => {
        const instant = wallInstant(date, minute, zone);
        const shown = Temporal.Instant.fromEpochMilliseconds(instant / 1000)
          .toZonedDateTimeISO(zone)
          .toPlainDateTime();
        const asked = Temporal.PlainDate.from(formatNight(date)).toPlainDateTime({
          hour: Math.floor(minute / 60),
          minute: minute % 60,
        });
        // Later only in a gap, by no more than an hour.
        const skipped = asked.until(shown).total('minutes');
        expect(skipped).toBeGreaterThanOrEqual(0);
        expect(skipped).toBeLessThanOrEqual(60);
      }),
    );
  });

  test('again and again past the bound of what is remembered', () => {
    const first = wallInstant(0, 0, 'UTC');
    for (let day = 1; day <= 100_001; day += 1) wallInstant(day % 70, day, 'UTC');
    expect(wallInstant(0, 0, 'UTC')).toBe(first);
  }, 30_000);
});

describe('the last day whose time has struck', () => {
  test.each([
    ['Asia/Bangkok', '2026-03-02T16:59:59.999999Z', '00:00', '2026-03-02'],
    ['Asia/Bangkok', '2026-03-02T17:00:00Z', '00:00', '2026-03-03'],
    ['Asia/Bangkok', '2026-03-03T10:59:59Z', '18:00', '2026-03-02'],
    ['Asia/Bangkok', '2026-03-03T11:00:00Z', '18:00', '2026-03-03'],
    // Midnight struck before the clock went back to 23:01 of the day before.
    ['America/St_Johns', '2000-10-29T03:00:00Z', '00:00', '2000-10-29'],
    ['Pacific/Apia', '2011-12-30T10:00:00Z', '12:00', '2011-12-30'],
  ])('in %s at %s, %s struck on %s', (zone, instant, time, expected) => {
    const minute = parseWallTime(time) ?? -1;
    expect(formatNight(lastStruckDay(instantOf(instant), minute, zone))).toBe(expected);
  });

  test('is never later than a date whose instant is still to come', () => {
    const zones = ['America/Sao_Paulo', 'America/St_Johns', 'Africa/Cairo', 'Europe/London'];
    const micros = fc.integer({ min: 4e14, max: 1.9e15 });
    fc.assert(
      fc.property(fc.constantFrom(...zones), micros, fc.nat(1439), (zone, instant, minute) => {
        const day = lastStruckDay(instant, minute, zone);
        expect(wallInstant(day, minute, zone)).toBeLessThanOrEqual(instant);
        expect(wallInstant(day + 1, minute, zone)).toBeGreaterThan(instant);
      }),
    );
  });
});

describe('instants as text', () => {
  test('keep their microseconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: -9e15, max: 9e15 }), (instant) => {
        const text = formatInstant(instant);
        expect(parseInstant(text)).toBe(instant);
        expect(instantOf(text)).toBe(instant);
      }),
    );
    expect(formatInstant(1)).toBe('1970-01-01T00:00:00.000001Z');
    expect(instantOf('1970-01-01T00:00:00.5Z')).toBe(500_000);
    expect(parseInstant('1970-01-01T00:00:00.000001000Z')).toBe(1);
  });

  test.each([
    '2026-03-02',
    '2026-03-02T17:00:00',
    '2026-03-02T17:00:00+00:00',
    '2026-03-02 17:00:00Z',
    '2026-03-02t17:00:00z',
    '2026-02-30T17:00:00Z',
    '2026-03-02T24:00:00Z',
    '2026-03-02T17:60:00Z',
    '2026-03-02T17:00:60Z',
    '2026-03-02T17:00:00.Z',
    '2026-03-02T17:00:00.0000001Z',
    ' 2026-03-02T17:00:00Z',
    '',
  ])('refuse %j', (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  test('tell a time of day from other text', () => {
    expect(parseWallTime('23:59')).toBe(1439);
    for (const text of ['24:00', '7:00', '07:60', '07:00:00', '']) {
      expect(parseWallTime(text)).toBeNull();
    }
  });

  test('fall on the date of the hotel, not of UTC', () => {
    const late = instantOf('2026-03-02T17:00:00Z');
    expect(formatNight(localNight(late, 'Asia/Bangkok'))).toBe('2026-03-03');
    expect(formatNight(localNight(late - 1, 'Asia/Bangkok'))).toBe('2026-03-02');
  });
});

test('a zone is named by IANA, not by an offset', () => {
  for (const zone of ['Asia/Bangkok', 'Asia/Bangkok', 'UTC', 'America/Argentina/Buenos_Aires']) {
    expect(isZone(zone)).toBe(true);
  }
  for (const zone of ['+07:00', 'Mars/Olympus', '', 'Asia/Bangkok ']) {
    expect(isZone(zone)).toBe(false);
  }
});
