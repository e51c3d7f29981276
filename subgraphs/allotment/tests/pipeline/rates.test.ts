// Rates over many nights, where neighbours share their work, against exact sums night by night.
import fc from 'fast-check';
import { propertyRuns } from '../../../../shared/config/environment.ts';
import type { EventFact } from '../../../../shared/domain/facts.ts';
import { formatNight, isoWeekday, nightOf } from '../../../../shared/domain/nights.ts';
import { divideHalfEven } from '../../../../shared/domain/half-even.ts';
import { base, columns, contract, event, NIGHT } from './world.ts';

const RUNS = propertyRuns(150);
const FROM = nightOf('2026-03-01');
const NIGHTS = 21;
const WINDOW = { from: formatNight(FROM), to: formatNight(FROM + NIGHTS) };
const EFFECTIVE = '2026-01-01T00:00:00Z';

const anyChange = fc.record({
  start: fc.integer({ min: -5, max: NIGHTS + 2 }),
  length: fc.integer({ min: 1, max: 20 }),
  weekdays: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), {
    nil: undefined,
  }),
  target: fc.constantFrom<object>(
    { hotel: true },
    { contract: 'k1' },
    { roomType: 'A' },
    { line: 'k1/A' },
  ),
  effect: fc.oneof(
    fc.record({ set: fc.integer({ min: 0, max: 30 }), month: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ add: fc.integer({ min: -20, max: 20 }) }),
    fc.record({ factorBp: fc.constantFrom(0, 5_000, 7_500, 9_500, 10_000, 12_500, 15_000) }),
  ),
});
type Change = typeof anyChange extends fc.Arbitrary<infer T> ? T : never;

function factOf({ start, length, weekdays, target, effect }: Change, at: number): EventFact {
  const month = 'month' in effect ? effect.month : 1;
  return event('RATE_CHANGE', `e${at}`, {
    target: target as never,
    from: formatNight(FROM + start),
    to: formatNight(FROM + start + length),
    ...(weekdays ? { daysOfWeek: weekdays } : {}),
    ...('set' in effect ? { set: effect.set } : effect),
    effectiveAt: `2026-0${month}-01T00:00:00Z`,
  });
}

/** The law, read aloud: the latest set, then the sum of adds, then the product, one rounding. */
function rateOf(rate: number | null, changes: readonly Change[], at: number): number | null {
  const effects = changes
    .filter(
      ({ start, length, weekdays }) =>
        at >= start && at < start + length && (weekdays?.includes(isoWeekday(FROM + at)) ?? true),
    )
    .map(({ effect }) => effect);
  // Ids grow with the place in the list, up to nine of them.
  const [latest] = effects
    .filter((effect) => 'set' in effect)
    .reverse()
    .sort((left, right) => right.month - left.month);
  const start = latest?.set ?? rate;
  if (start === null) return null;
  const sum = effects.reduce((total, effect) => total + ('add' in effect ? effect.add : 0), start);
  const factors = effects.flatMap((effect) => ('factorBp' in effect ? [effect.factorBp] : []));
  const product = factors.reduce((total, factor) => total * BigInt(factor), BigInt(sum));
  return Number(divideHalfEven(product, 10_000n ** BigInt(factors.length)));
}

function ratesOf(rate: number | null, facts: readonly EventFact[]): (number | null)[] {
  const terms = { roomType: 'A', ...(rate === null ? {} : { rate }) };
  const year = { stayFrom: '2026-01-01', stayTo: '2027-01-01' };
  const [line] = columns([contract('k1', [terms], year), ...facts], WINDOW).lines;
  return [...(line?.rates() ?? [])].map((amount) => (Number.isNaN(amount) ? null : amount));
}

describe(`rates (seed ${RUNS.seed})`, () => {
  test('are the exact sum of all changes, night by night', () => {
    fc.assert(
      fc.property(
        fc.option(fc.integer({ min: 0, max: 40 })),
        fc.array(anyChange, { maxLength: 9 }),
        (rate, changes) => {
          const expected = Array.from({ length: NIGHTS }, (_, at) => rateOf(rate, changes, at));
          expect(ratesOf(rate, changes.map(factOf))).toEqual(expected);
        },
      ),
      RUNS,
    );
  });

  test.each<[string, object]>([
    ['another weekday', { from: '2026-03-01', to: '2026-04-01', daysOfWeek: [1, 3, 4, 5, 6, 7] }],
    ['nights before', { from: '2026-03-01', to: NIGHT }],
    ['nights after', { from: '2026-03-11', to: '2026-04-01' }],
  ])('that tie are not moved by a factor of %s', (_, nights) => {
    const half = { factorBp: 5_000, effectiveAt: EFFECTIVE };
    const facts = [
      event('RATE_CHANGE', 'a', half),
      event('RATE_CHANGE', 'b', { ...half, ...nights }),
    ];
    expect(ratesOf(15, facts)[nightOf(NIGHT) - FROM]).toBe(8);
  });

  test('of neighbours that cost the same are each their own once a tie stands between them', () => {
    const week = { from: '2026-03-01', to: '2026-03-08', effectiveAt: EFFECTIVE };
    const facts = [
      event('RATE_CHANGE', 'f', { factorBp: 12_500, ...week }),
      event('RATE_CHANGE', 's', { set: 2, ...week, from: '2026-03-03', to: '2026-03-04' }),
      event('RATE_CHANGE', 't', { set: 7, ...week, from: '2026-03-05', to: '2026-03-06' }),
    ];
    expect(ratesOf(3, facts).slice(0, 8)).toEqual([4, 4, 2, 4, 9, 4, 4, 3]);
  });

  test('that round to nothing are 0, never −0', () => {
    const facts = [event('RATE_CHANGE', 'f', { factorBp: 1, effectiveAt: EFFECTIVE })];
    const [line] = columns([base(1, { rate: -5 }), ...facts]).lines;
    expect(line?.rates()[0]).toBe(0);
  });

  test('are worked out once, however often they are asked for', () => {
    const facts = [event('RATE_CHANGE', 'f', { add: 1, effectiveAt: EFFECTIVE })];
    const [line] = columns([base(1, { rate: 5 }), ...facts]).lines;
    expect(line?.rates()).toBe(line?.rates());
  });
});
