// The small world in which random queries play: a zone and a week around one of its clock changes, few
// lines, few agencies, few instants, so that facts collide. Used by all arbitraries.
import fc from 'fast-check';
import type { Cutoff } from '../../domain/facts.ts';
import { instantText, plusDays, wallInstant } from './time.ts';

/** A zone, and the first night of a week in which its clocks change (Bangkok's never do). */
export interface Setting {
  readonly timezone: string;
  readonly day0: string;
  readonly jumpTimes: readonly [string, string];
  /** Nested or disjoint sets of lines: whichever pools draw from it, no two of them cross. */
  readonly family: readonly (readonly string[])[];
}

export const ROOM_TYPES = ['A', 'B'];
export const CONTRACTS = ['k1', 'k2', 'LOCAL-k3'];
export const AGENCIES = ['AG1', 'AG2', 'AG3'];
/** Lines that contracts may offer, then lines that none does. */
export const LINES = ['k1/A', 'k1/B', 'k2/A', 'k2/B', 'LOCAL-k3/A', 'LOCAL-k3/B', 'gone/A', 'k1/Z'];
export const BLOCKS = ['b1', 'b2', 'b3'];
export const EVENTS = ['e1', 'e2', 'e3', 'e4', 'e5', 'e6', 'e7', 'e8'];

/** The clocks jump about `day0 + 2`: over the two wall times given, or back to them. */
const WEEKS: readonly Omit<Setting, 'family'>[] = [
  { timezone: 'Asia/Bangkok', day0: '2026-03-08', jumpTimes: ['12:00', '23:59'] },
  { timezone: 'America/New_York', day0: '2026-03-06', jumpTimes: ['02:00', '02:30'] },
  { timezone: 'America/New_York', day0: '2026-10-30', jumpTimes: ['01:00', '01:30'] },
  { timezone: 'Europe/London', day0: '2026-03-27', jumpTimes: ['01:00', '01:30'] },
  { timezone: 'Europe/London', day0: '2026-10-23', jumpTimes: ['01:00', '01:30'] },
  { timezone: 'Australia/Lord_Howe', day0: '2026-10-02', jumpTimes: ['02:00', '02:15'] },
  { timezone: 'Australia/Lord_Howe', day0: '2026-04-03', jumpTimes: ['01:30', '01:45'] },
  { timezone: 'America/Santiago', day0: '2026-09-04', jumpTimes: ['00:00', '00:30'] },
  { timezone: 'America/Santiago', day0: '2026-04-02', jumpTimes: ['23:00', '23:30'] },
  { timezone: 'Africa/Cairo', day0: '2026-04-22', jumpTimes: ['00:00', '00:30'] },
  { timezone: 'Africa/Cairo', day0: '2026-10-27', jumpTimes: ['23:00', '23:30'] },
];

/** Few moments of writing, one of them spelt in two ways: an equal instant is a tie. */
export const RECORDED_AT = [
  '2026-01-05T09:00:00Z',
  '2026-01-05T09:00:00.000Z',
  '2026-01-05T09:00:00.000001Z',
  '2026-01-06T09:00:00Z',
];

export function anySetting(): fc.Arbitrary<Setting> {
  return fc
    .record({
      week: fc.constantFrom(...WEEKS),
      order: fc.shuffledSubarray(LINES, { minLength: LINES.length }),
      cut: fc.integer({ min: 1, max: LINES.length - 1 }),
    })
    .map(({ week, order, cut }) => ({
      ...week,
      family: [...halves(order, cut)].filter((set) => set.length > 0),
    }));
}

/** All lines, the two sides of the cut, the two halves of each side: a laminar family. */
function halves(order: readonly string[], cut: number): string[][] {
  const left = order.slice(0, cut);
  const right = order.slice(cut);
  const split = (set: readonly string[]): string[][] => [
    set.slice(0, Math.floor(set.length / 2)),
    set.slice(Math.floor(set.length / 2)),
  ];
  return [order.slice(), left, right, ...split(left), ...split(right)];
}

/** A night from `day0 + min` to `day0 + max`. */
export function anyNight(setting: Setting, min = 0, max = 4): fc.Arbitrary<string> {
  return fc.integer({ min, max }).map((offset) => plusDays(setting.day0, offset));
}

/** Instants on or a microsecond beside the wall times at which releases and cut-offs fall. */
export function anyMoment(setting: Setting): fc.Arbitrary<string> {
  return fc
    .record({ night: anyNight(setting, -2, 3), time: anyWallTime(setting), nudge: anyNudge() })
    .map(({ night, time, nudge }) =>
      instantText(wallInstant(night, time, setting.timezone) + nudge),
    );
}

export function anyWallTime(setting: Setting): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constant('00:00'),
    fc.constantFrom(...setting.jumpTimes),
    fc.constantFrom('00:30', '02:00', '23:30'),
  );
}

/** Nanoseconds: mostly none, else a microsecond before or after. */
export function anyNudge(): fc.Arbitrary<bigint> {
  return fc.constantFrom(0n, 0n, 0n, -1_000n, 1_000n);
}

export function anyWeekdays(): fc.Arbitrary<number[]> {
  return fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 4 });
}

export function anyByDate<T>(
  setting: Setting,
  value: fc.Arbitrary<T>,
): fc.Arbitrary<Record<string, T>> {
  return fc.dictionary(anyNight(setting), value, { maxKeys: 3, noNullPrototype: true });
}

export function anyCutoff(setting: Setting): fc.Arbitrary<Cutoff> {
  return fc.oneof(
    fc.record(
      { daysBefore: fc.integer({ min: 0, max: 3 }), time: anyWallTime(setting) },
      { requiredKeys: ['daysBefore'] },
    ),
    fc.record({ at: anyMoment(setting) }),
  );
}
