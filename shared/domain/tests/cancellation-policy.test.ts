// From when on a cancellation costs what: examples by hand, then laws over random policies, stays and
// zones whose clocks change. A failure prints its seed; STAYSYNC_PROPERTY_SEED replays it.
import fc from 'fast-check';
import { propertyRuns } from '../../config/environment.ts';
import { limits } from '../../config/limits.ts';
import {
  lastFreeInstant,
  parseCancellationPolicy,
  penaltyAmount,
  penaltyAt,
  penaltySteps,
} from '../cancellation-policy.ts';
import type { CancellationPolicy, Penalty, PolicyStay } from '../cancellation-policy.ts';
import { formatInstant, instantOf, localNight } from '../instants.ts';
import { formatNight, nightOf } from '../nights.ts';

const bounds = limits.cancellation;
const night = (nights: number): Penalty => ({ kind: 'NIGHTS', nights });
const percent = (bp: number): Penalty => ({ kind: 'PERCENT', bp });

function policyOf(given: unknown): CancellationPolicy {
  const parsed = parseCancellationPolicy(given, bounds);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

const policy = policyOf({
  tiers: [
    { daysBefore: 1, penalty: percent(10_000) },
    { daysBefore: 7, time: '18:00', penalty: night(1) },
  ],
  noShow: percent(10_000),
});
const stay: PolicyStay = {
  checkIn: '2026-03-10',
  timezone: 'Asia/Bangkok',
  nightPrices: [245_050, 200_000, 100_001],
};

test('tiers count from their wall time in the hotel’s zone on, the latest that has passed alone', () => {
  const steps = penaltySteps(policy, stay).map(({ from, amount }) => [formatInstant(from), amount]);
  expect(steps).toEqual([
    ['2026-03-03T11:00:00Z', 245_050],
    ['2026-03-08T17:00:00Z', 545_051],
  ]);
});

test.each([
  ['2026-03-03T10:59:59.999999Z', null],
  ['2026-03-03T11:00:00Z', 245_050],
  ['2026-03-08T16:59:59.999999Z', 245_050],
  ['2026-03-08T17:00:00Z', 545_051],
  ['2027-01-01T00:00:00Z', 545_051],
])('at %s a cancellation costs %j', (instant, amount) => {
  expect(penaltyAt(policy, stay, instantOf(instant))?.amount ?? null).toBe(amount);
});

test('the last free instant is the one before the first step that costs anything', () => {
  const last = lastFreeInstant(policy, stay);
  expect(last === null ? null : formatInstant(last)).toBe('2026-03-03T10:59:59.999999Z');
  const late = policyOf({
    tiers: [
      { daysBefore: 30, penalty: percent(0) },
      { daysBefore: 2, penalty: percent(5_000) },
    ],
    noShow: percent(10_000),
  });
  expect(formatInstant(lastFreeInstant(late, stay) ?? 0)).toBe('2026-03-07T16:59:59.999999Z');
});

test('without a tier that costs, there is no last free instant and every cancellation is free', () => {
  for (const tiers of [[], [{ daysBefore: 3, penalty: night(0) }]]) {
    const free = policyOf({ tiers, noShow: night(1) });
    expect(lastFreeInstant(free, stay)).toBeNull();
    expect(penaltyAt(free, stay, instantOf('2026-03-09T00:00:00Z'))?.amount ?? 0).toBe(0);
  }
});

test.each<[Penalty, (number | null)[], number | null]>([
  // Half-even, once, over the whole booking.
  [percent(5_000), [1, 2], 2],
  [percent(5_000), [2, 3], 2],
  [percent(12_500), [1_000], 1_250],
  // More nights than the stay has are all of its nights.
  [night(3), [100, 200], 300],
  // A price that is not needed may be missing.
  [night(1), [100, null], 100],
  [night(2), [100, null], null],
  [percent(1), [100, null], null],
  [percent(0), [null], 0],
  [night(0), [null], 0],
  // Nobody is paid for cancelling.
  [percent(10_000), [-500], 0],
  [night(1), [-500], 0],
])('%j of nights at %j is %j', (penalty, prices, amount) => {
  expect(penaltyAmount(penalty, prices)).toBe(amount);
});

test.each([
  // New York: 02:30 is skipped on 8 March, 01:30 comes twice on 1 November.
  ['2026-03-09', '02:30', '2026-03-08T07:00:00Z'],
  ['2026-11-02', '01:30', '2026-11-01T05:30:00Z'],
])('one day before %s at %s in New York is %s', (checkIn, time, from) => {
  const late = policyOf({ tiers: [{ daysBefore: 1, time, penalty: night(1) }], noShow: night(1) });
  const steps = penaltySteps(late, { checkIn, timezone: 'America/New_York', nightPrices: [1] });
  expect(steps.map((step) => formatInstant(step.from))).toEqual([from]);
});

test('two tiers that a clock change brings to one instant are one step, the later tier’s', () => {
  const two = policyOf({
    tiers: [
      { daysBefore: 1, time: '02:10', penalty: night(1) },
      { daysBefore: 1, time: '02:50', penalty: night(2) },
    ],
    noShow: night(2),
  });
  const newYork = { checkIn: '2026-03-09', timezone: 'America/New_York', nightPrices: [1, 10] };
  expect(penaltySteps(two, newYork).map(({ amount }) => amount)).toEqual([11]);
});

const tier = { daysBefore: 1, penalty: night(1) };
test.each<[string, unknown, string[]]>([
  ['nothing', null, ['']],
  ['a list', [], ['']],
  ['an empty object', {}, ['/tiers', '/noShow']],
  ['an unknown field', { tiers: [], noShow: night(1), grace: 2 }, ['/grace']],
  ['a tier too many', { tiers: Array(21).fill(tier), noShow: night(1) }, ['/tiers']],
  [
    'a tier after check-in',
    { tiers: [{ ...tier, daysBefore: -1 }], noShow: night(1) },
    ['/tiers/0/daysBefore'],
  ],
  [
    'half a day',
    { tiers: [{ ...tier, daysBefore: 0.5 }], noShow: night(1) },
    ['/tiers/0/daysBefore'],
  ],
  [
    'a time that is none',
    { tiers: [{ ...tier, time: '24:00' }], noShow: night(1) },
    ['/tiers/0/time'],
  ],
  [
    'a kind that is none',
    { tiers: [{ ...tier, penalty: { kind: 'ROOMS' } }], noShow: night(1) },
    ['/tiers/0/penalty/kind'],
  ],
  [
    'a penalty of both kinds',
    { tiers: [], noShow: { kind: 'NIGHTS', nights: 1, bp: 1 } },
    ['/noShow/bp'],
  ],
  ['less than nothing', { tiers: [], noShow: percent(-1) }, ['/noShow/bp']],
  ['a slipped digit', { tiers: [], noShow: percent(1_000_000) }, ['/noShow/bp']],
  ['one time twice', { tiers: [tier, { ...tier, time: '00:00' }], noShow: night(1) }, ['/tiers/1']],
  [
    'a later tier that costs less',
    {
      tiers: [
        { daysBefore: 1, penalty: percent(10) },
        { daysBefore: 9, penalty: percent(20) },
      ],
      noShow: night(1),
    },
    ['/tiers/0/penalty'],
  ],
])('%s is no policy, and its place is named', (_name, given, paths) => {
  const parsed = parseCancellationPolicy(given, bounds);
  expect(parsed.ok ? [] : parsed.error.map((error) => error.path)).toEqual(paths);
});

const ZONES = [
  'America/New_York',
  'Asia/Bangkok',
  'Australia/Lord_Howe',
  'Europe/Lisbon',
  'Pacific/Apia',
  'UTC',
];
const zone = fc.constantFrom(...ZONES);
const checkInDay = fc.integer({ min: nightOf('2011-06-01'), max: nightOf('2027-12-31') });
const prices = fc.array(fc.integer({ min: 0, max: 50_000_000 }), { minLength: 1, maxLength: 14 });
const anyStay = fc
  .record({ day: checkInDay, timezone: zone, nightPrices: prices })
  .map(({ day, ...rest }): PolicyStay => ({ checkIn: formatNight(day), ...rest }));
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30', '59'))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);
const sizes = (max: number) => fc.array(fc.integer({ min: 0, max }), { maxLength: 6 });
const times = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 30 }), time), {
  minLength: 6,
  maxLength: 6,
  selector: (item) => item.join(' '),
});

/** Policies of one kind, dearer the later, as the parser takes them; in any order. */
const anyPolicy = fc
  .record({
    times,
    kind: fc.constantFrom('NIGHTS', 'PERCENT'),
    shares: sizes(10_000),
    counts: sizes(20),
  })
  .map(({ times: at, kind, shares, counts }) => {
    const dearer = (kind === 'NIGHTS' ? counts : shares).toSorted((a, b) => a - b);
    const when = at.toSorted(([dayA, a], [dayB, b]) => dayB - dayA || (a < b ? -1 : 1));
    const tiers = dearer.map((size, index) => {
      const [daysBefore, clock] = when[index] as [number, string];
      return { daysBefore, time: clock, penalty: kind === 'NIGHTS' ? night(size) : percent(size) };
    });
    return policyOf({ tiers: tiers.toReversed(), noShow: percent(10_000) });
  });

const instantNear = (checkIn: string, hours: number): number =>
  instantOf(`${checkIn}T00:00:00Z`) + hours * 3_600_000_000;

function law<T>(arbitrary: fc.Arbitrary<T>, check: (value: T) => void): void {
  fc.assert(fc.property(arbitrary, check), propertyRuns(300));
}

test('waiting longer never makes a cancellation cheaper, and never dearer than the whole stay', () => {
  const hours = fc.integer({ min: -40 * 24, max: 48 });
  law(fc.tuple(anyPolicy, anyStay, hours, hours), ([given, booked, first, second]) => {
    const [early, late] = [Math.min(first, second), Math.max(first, second)];
    const costs = [early, late].map(
      (hour) => penaltyAt(given, booked, instantNear(booked.checkIn, hour))?.amount ?? 0,
    );
    expect(costs[0]).toBeLessThanOrEqual(costs[1] as number);
    expect(costs[1]).toBeLessThanOrEqual(
      booked.nightPrices.reduce<number>((sum, p) => sum + (p ?? 0), 0),
    );
  });
});

test('steps come in order of time, each on or after its wall date, and hold exactly from there on', () => {
  law(fc.tuple(anyPolicy, anyStay), ([given, booked]) => {
    const steps = penaltySteps(given, booked);
    steps.forEach((step, at) => {
      expect(step.from).toBeLessThan(steps[at + 1]?.from ?? Infinity);
      expect(penaltyAt(given, booked, step.from)).toEqual(step);
      expect(penaltyAt(given, booked, step.from - 1)).toEqual(steps[at - 1] ?? null);
    });
    const earliest = given.tiers[0];
    if (earliest && steps[0]) {
      const wall = nightOf(booked.checkIn) - earliest.daysBefore;
      expect(localNight(steps[0].from, booked.timezone)).toBeGreaterThanOrEqual(wall);
    }
  });
});

test('everything up to the last free instant is free, and what follows it is not', () => {
  law(fc.tuple(anyPolicy, anyStay), ([given, booked]) => {
    const last = lastFreeInstant(given, booked);
    if (last === null) return;
    expect(penaltyAt(given, booked, last)?.amount ?? 0).toBe(0);
    const costs = penaltyAt(given, booked, last + 1)?.penalty;
    expect(costs).not.toEqual(night(0));
    expect(costs).toBeDefined();
  });
});

test('parsing what was parsed changes nothing', () => {
  law(anyPolicy, (given) => {
    expect(policyOf(structuredClone(given))).toEqual(given);
  });
});
