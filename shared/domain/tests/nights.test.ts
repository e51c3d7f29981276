import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { formatNight, isoWeekday, nightAt, nightOf, parseNight } from '../nights.ts';

const EPOCH = Temporal.PlainDate.from('1970-01-01');

describe('nights', () => {
  it('agree with Temporal on every civil date and weekday', () => {
    fc.assert(
      fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (day) => {
        const date = EPOCH.add({ days: day });
        const text = date.toString();
        expect(formatNight(day)).toBe(text);
        expect(parseNight(text)).toBe(day);
        expect(nightOf(text)).toBe(day);
        expect(isoWeekday(day)).toBe(date.dayOfWeek);
      }),
    );
  });

  it.each([
    '2026-02-29',
    '2026-13-01',
    '2026-3-1',
    '2026-03-10T00:00',
    '',
    '0000-00-00',
    '0000-06-01',
  ])('refuse %j, which is no civil date', (text) => {
    expect(parseNight(text)).toBeNull();
  });

  it('are read off the wall of the hotel, not off UTC', () => {
    const lateEvening = Date.parse('2026-03-02T17:00:00Z');
    expect(formatNight(nightAt(lateEvening, 'Asia/Bangkok'))).toBe('2026-03-03');
    expect(formatNight(nightAt(lateEvening - 1, 'Asia/Bangkok'))).toBe('2026-03-02');
  });
});
