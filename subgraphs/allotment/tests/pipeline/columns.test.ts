// Columns over many weeks, where sweeps and certain roundings could go astray, against plain sums.
import fc from 'fast-check';
import { propertyRuns } from '../../../../shared/config/environment.ts';
import type { EventFact } from '../../../../shared/domain/facts.ts';
import { instantOf } from '../../../../shared/domain/instants.ts';
import { formatNight, isoWeekday, nightOf } from '../../../../shared/domain/nights.ts';
import { buildFactBook, fold } from '../../domain/pipeline/fact-book.ts';
import { resolve } from '../../domain/pipeline/pipeline.ts';
import { divideHalfEven } from '../../../../shared/domain/half-even.ts';
import { ask, base, columns, contract, event, night, retract, sold, TIMEZONE } from './world.ts';
import type { AnyFact } from './world.ts';

const RUNS = propertyRuns(150);
const FROM = nightOf('2026-03-01');
const NIGHTS = 60;
const WINDOW = { from: formatNight(FROM), to: formatNight(FROM + NIGHTS) };
const WIDE = { stayFrom: '2026-01-01', stayTo: '2027-01-01' };

const anyRule = fc.record({
  start: fc.integer({ min: -20, max: NIGHTS + 5 }),
  length: fc.integer({ min: 1, max: 50 }),
  weekdays: fc.oneof(
    fc.constant(undefined),
    fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 7 }),
  ),
});
interface Rule {
  readonly start: number;
  readonly length: number;
  readonly weekdays: number[] | undefined;
}

const nightsOf = ({ start, length, weekdays }: Rule) => ({
  from: formatNight(FROM + start),
  to: formatNight(FROM + start + length),
  ...(weekdays ? { daysOfWeek: weekdays } : {}),
});
const names = ({ start, length, weekdays }: Rule, at: number): boolean =>
  at >= start && at < start + length && (weekdays?.includes(isoWeekday(FROM + at)) ?? true);

describe(`columns (seed ${RUNS.seed})`, () => {
  test('of quantities are sums night by night, over weekdays, spans and targets', () => {
    const anyTarget = fc.constantFrom<object>(
      { hotel: true },
      { contract: 'k1' },
      { roomType: 'A' },
      { line: 'k1/A' },
      { line: 'k1/B' },
    );
    const anyChange = fc.record({
      rule: anyRule,
      target: anyTarget,
      n: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(anyChange, { maxLength: 12 }), (changes) => {
        const events = changes.map(({ rule, target, n }, at): EventFact => {
          const type = at % 2 === 0 ? 'INCREASE_ALLOTMENT' : 'REDUCE_ALLOTMENT';
          return event(type, `e${at}`, { n, target: target as never, ...nightsOf(rule) });
        });
        const facts = [contract('k1', [{ roomType: 'A', quantity: 5 }], WIDE), ...events];
        const raw = columns(facts, WINDOW).lines[0]?.raw ?? [];
        const expected = Array.from({ length: NIGHTS }, (_, at) =>
          changes.reduce((sum, { rule, target, n }, index) => {
            const touches = names(rule, at) && JSON.stringify(target) !== '{"line":"k1/B"}';
            return touches ? sum + (index % 2 === 0 ? n : -n) : sum;
          }, 5),
        );
        expect([...raw]).toEqual(expected);
      }),
      RUNS,
    );
  });

  test('of rates are exact to the half, however many factors there are', () => {
    const factor = fc.oneof(
      fc.constantFrom(5_000, 10_500, 9_500, 15_000, 12_500, 0, 10_000),
      fc.integer({ min: 1, max: 40_000 }),
    );
    fc.assert(
      fc.property(
        fc.integer({ min: -1_000_000, max: 10_000_000_000 }),
        fc.array(factor, { minLength: 1, maxLength: 8 }),
        (amount, factors) => {
          const changes = factors.map((factorBp, at) =>
            event('RATE_CHANGE', `f${at}`, { factorBp, effectiveAt: '2026-01-01T00:00:00Z' }),
          );
          const exact = factors.reduce((product, next) => product * BigInt(next), BigInt(amount));
          const expected = divideHalfEven(exact, 10_000n ** BigInt(factors.length));
          expect(night([base(1, { rate: amount }), ...changes]).rate).toBe(Number(expected));
        },
      ),
      RUNS,
    );
  });

  test.each([
    [5n, 2n],
    [7n, 4n],
    [-5n, -2n],
    [-7n, -4n],
    [6n, 3n],
  ])('halve %s to %s: ties go to the even side, whatever the sign', (numerator, expected) => {
    expect(divideHalfEven(numerator, 2n)).toBe(expected);
  });

  test('of rates beyond what a double can hold in halves are still exact', () => {
    const rate = 9_007_199_254_740_991;
    const half = event('RATE_CHANGE', 'f', {
      factorBp: 5_000,
      effectiveAt: '2026-01-01T00:00:00Z',
    });
    expect(night([base(1, { rate }), half]).rate).toBe(4_503_599_627_370_496);
  });

  test('of rates have none without a base or a set, whatever is added or multiplied', () => {
    const effectiveAt = '2026-01-01T00:00:00Z';
    const changes = [
      event('RATE_CHANGE', 'a', { add: 5, effectiveAt }),
      event('RATE_CHANGE', 'f', { factorBp: 5_000, effectiveAt }),
    ];
    expect(night([base(1), ...changes]).rate).toBeNull();
    const set = event('RATE_CHANGE', 's', { set: 100, effectiveAt, target: { hotel: true } });
    const later = { ...set, id: 't', set: 96, target: { line: 'k1/A' } };
    expect(night([base(1), later, ...changes, set]).rate).toBe(50);
    expect(night([base(1), { ...set, effectiveAt: '2026-01-02T00:00:00Z' }, later]).rate).toBe(100);
    expect(night([base(1), later, { ...set, to: '2026-03-10', from: '2026-03-09' }]).rate).toBe(96);
  });

  test('of rates are those of the moment of resolving, though worked out later', () => {
    const effectiveAt = '2026-01-01T00:00:00Z';
    const first = event('RATE_CHANGE', 'b', { set: 100, effectiveAt });
    const book = buildFactBook([base(1, { rate: 50 }), first]);
    const from = nightOf('2026-03-10');
    const asOf = instantOf('2026-01-15T00:00:00Z');
    const ask = () => resolve(book, { timezone: TIMEZONE, from, to: from + 1, asOf, agency: null });
    const before = ask();
    fold(book, [event('RATE_CHANGE', 'a', { set: 70, effectiveAt }), retract(first)]);
    expect(before.lines[0]?.rates()[0]).toBe(100);
    expect(ask().lines[0]?.rates()[0]).toBe(70);
  });

  test('of closures are those of all targets together', () => {
    const line = event('STOP_SALE', 'a', { mode: 'FULL', includeCommitted: true });
    const house = event('STOP_SALE', 'b', { mode: 'ARRIVAL', target: { hotel: true } });
    expect(night([base(1), line, house]).closed).toEqual(['ARRIVAL', 'FULL']);
    const k1 = contract('k1', [{ roomType: 'A' }], { contractKind: 'COMMITTED' });
    expect(night([k1, line, house]).closed).toEqual(['FULL']);
    const type = { ...house, id: 'c', target: { roomType: 'A' }, includeCommitted: true };
    expect(night([k1, line, house, type]).closed).toEqual(['ARRIVAL', 'FULL']);
  });

  test('of a busy line are the same whether few nights are asked for or all', () => {
    const bookings = Array.from({ length: 30 }, (_, at) => ({
      ...sold(1, { date: formatNight(FROM + at) }),
      id: `g${at}`,
    }));
    const byDate = Object.fromEntries(
      bookings.map((_, at) => [formatNight(FROM + at), 2 + (at % 3)]),
    );
    const facts: AnyFact[] = [base(9, { byDate }), ...bookings];
    const all = ask(facts, { from: '2026-03-01', to: '2026-04-01' }).lines['k1/A'] ?? [];
    for (const row of all) {
      const next = formatNight(nightOf(row.date) + 1);
      expect(ask(facts, { from: row.date, to: next }).lines['k1/A']).toEqual([row]);
    }
  });
});

describe('a book', () => {
  test('weighs more with each fact, and no more for a duplicate', () => {
    const facts = [base(10, { byDate: { '2026-03-10': 3 } }), sold(3)];
    const twice = buildFactBook([...facts, ...facts]);
    expect(twice.bytes).toBe(buildFactBook(facts).bytes);
    expect(twice.bytes).toBeGreaterThan(buildFactBook(facts.slice(0, 1)).bytes);
  });
});
