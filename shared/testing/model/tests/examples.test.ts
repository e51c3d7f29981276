// Examples worked out with pencil and paper, where the vectors of domain.md do not reach.
import type { RateChangeEvent } from '../../../domain/facts.ts';
import { roundHalfEven } from '../rate.ts';
import { canonicalJson, compareByCodePoint } from '../winner.ts';
import {
  amendment,
  available,
  block,
  booking,
  bookingOf,
  contract,
  event,
  increase,
  LINE,
  night,
  NIGHT,
  pool,
  release,
  resolve,
  subAllotment,
} from './by-hand.ts';

describe('pools', () => {
  // Suites weigh 3, doubles 1. 20 + 2 overbook − (3·2 + 1·4) used = 12 units left.
  const suites = contract({ roomType: 'S', quantity: 9 }, { id: 's' });
  const doubles = contract({ roomType: 'D', quantity: 30 }, { id: 'd' });
  const sold = [bookingOf('g1', 's/S', 2), bookingOf('g2', 'd/D', 4)];
  const weighed = pool('p', 20, { 's/S': 3, 'd/D': 1 }, { overbook: 2 });

  test('a line gets the whole rooms that the units left can pay', () => {
    const facts = [suites, doubles, weighed, ...sold];
    expect(night(facts, {}, 's/S')).toMatchObject({ pools: { p: 4 }, available: 4 });
    expect(night(facts, {}, 'd/D')).toMatchObject({ pools: { p: 12 }, available: 12 });
    // One more double leaves 11 units: 3 suites, and 2 units over.
    const more = [...facts, bookingOf('g3', 'd/D', 1)];
    expect(night(more, {}, 's/S')).toMatchObject({ pools: { p: 3 }, available: 3 });
  });

  test('what is left of an overspent pool is rounded towards minus infinity', () => {
    // 20 − 6 − 4 − 17 = −7 units of a negative overbook: floor(−7/3) = −3.
    const overspent = pool('p', 20, { 's/S': 3, 'd/D': 1 }, { overbook: -17 });
    const row = night([suites, doubles, overspent, ...sold], {}, 's/S');
    expect(row).toMatchObject({ pools: { p: -3 }, available: 0 });
  });

  test('what is consumed on a line that no contract covers still counts', () => {
    const facts = [doubles, weighed, ...sold, block('b', 1, cell('s/S'))];
    // 22 − 3·(2 + 1) − 4 = 9.
    expect(night(facts, {}, 'd/D').pools).toEqual({ p: 9 });
  });

  test('protection shrinks with what is sold and with the release, and weighs', () => {
    const kept = { roomType: 'S', quantity: 9, protect: 4 };
    const facts = [contract(kept, { id: 's' }), doubles, weighed, ...sold];
    // 12 − 3·(4 − 2) = 6.
    expect(night(facts, {}, 'd/D').pools).toEqual({ p: 6 });
    const stages = { release: [{ daysBefore: 60, keep: 1 }] };
    const released = [contract({ ...kept, ...stages }, { id: 's' }), doubles, weighed, ...sold];
    // The stage passed on 9 January at 17:00Z, the 2 suites were sold on the 10th: cap = max(0, 1 − 2).
    expect(night(released, {}, 'd/D').pools).toEqual({ p: 12 });
  });

  test('a nested pool and the one around it both bind', () => {
    const facts = [
      suites,
      doubles,
      weighed,
      pool('q', 1, { 's/S': 1 }, { byDate: { [NIGHT]: 3 } }),
    ];
    expect(night(facts, {}, 's/S')).toMatchObject({ pools: { p: 7, q: 3 }, available: 3 });
    expect(night(facts, {}, 'd/D').pools).toEqual({ p: 22 });
  });

  test('a free sale line is unlimited outside pools only', () => {
    const free = contract({}, { contractKind: 'FREE_SALE' });
    expect(night([free])).toMatchObject({ available: null, unlimited: true, own: null, cap: null });
    expect(resolve([free]).roomTypes['A']?.[0]).toMatchObject({ available: null, unlimited: true });
    const bound = night([free, pool('p', 4, { [LINE]: 1 })]);
    expect(bound).toMatchObject({ available: 4, unlimited: false, own: null });
    const stop = event('e', { type: 'STOP_SALE', mode: 'FULL' });
    expect(night([free, stop])).toMatchObject({ available: 0, unlimited: false, closed: ['FULL'] });
  });
});

describe('sub-allotments', () => {
  test('the larger of protection and what others hold is kept on a sibling', () => {
    const sibling = contract({ protect: 2 }, { id: 's' });
    const facts = [
      contract(),
      sibling,
      pool('p', 9, { [LINE]: 1, 's/A': 1 }),
      subAllotment('AG1', 3, { line: 's/A' }),
    ];
    expect(available(facts, { agency: 'AG1' })).toBe(7);
    expect(available(facts, { agency: 'AG2' })).toBe(6);
    expect(available(facts)).toBe(7);
  });

  test('an exclusive owner gets its own rooms alone, until they are released', () => {
    const facts = [
      contract(),
      subAllotment('AG1', 4, { exclusive: true, releaseDaysBefore: 7 }),
      booking('g1', 1, { agency: 'AG1' }),
    ];
    expect(available(facts, { agency: 'AG1' })).toBe(3);
    expect(available(facts, { agency: 'AG2' })).toBe(6);
    const released = { asOf: '2026-03-02T17:00:00Z' };
    expect(available(facts, { ...released, agency: 'AG1' })).toBe(9);
    expect(available(facts, { ...released, agency: 'AG2' })).toBe(9);
  });

  test('what others hold is kept out of the cap too', () => {
    const stages = { release: [{ daysBefore: 60, keep: 5 }] };
    const facts = [contract(stages), subAllotment('AG1', 4, { byDate: { [NIGHT]: 2 } })];
    expect(night(facts, { agency: 'AG2' })).toMatchObject({ own: 10, cap: 5, available: 3 });
  });
});

describe('blocks', () => {
  test('rooms given back are sold again, never more than the block has', () => {
    const facts = [contract(), block('b', 4), release('r1', 'b', 3)];
    expect(available(facts)).toBe(9);
    expect(available([...facts, release('r2', 'b', 3)])).toBe(10);
  });

  test('an amendment names a cell of its own, a release does not', () => {
    const elsewhere = { line: 'x/A', date: NIGHT };
    const b = block('b', 4);
    const named = { ...amendment('a', 'b', 2), cells: [{ ...elsewhere, delta: 2 }] };
    const given = { ...release('r', 'b', 1), cells: [{ ...elsewhere, rooms: 1 }] };
    expect(resolve([contract(), b, given]).blocks['b']).toHaveLength(1);
    expect(resolve([contract(), b, given, named]).blocks['b']?.[1]).toEqual({
      line: 'x/A',
      date: NIGHT,
      cur: 2,
      released: 1,
      picked: 0,
      carve: 1,
      open: 1,
      overpick: 0,
    });
  });

  test('a pick counts whatever the block says, and as direct where the block is absent', () => {
    const facts = [
      contract(),
      block('b', 4, { status: 'CANCELLED' }),
      bookingOf('g', LINE, 3, 'b'),
    ];
    expect(night(facts)).toMatchObject({ cons: 3, available: 7 });
    expect(night([contract(), bookingOf('g', LINE, 3, 'b')])).toMatchObject({ cons: 3 });
    expect(resolve([block('b', 4, cell('k/A', '2026-03-11'))]).blocks).toEqual({ b: [] });
  });

  test("a cell's own cut-off stands in place of the block's", () => {
    const cells = [{ line: LINE, date: NIGHT, rooms: 4, cutoff: { daysBefore: 1, time: '12:00' } }];
    const facts = [contract(), block('b', 4, { cutoff: { daysBefore: 90 }, cells })];
    expect(available(facts, { asOf: '2026-03-09T04:59:59Z' })).toBe(6);
    expect(available(facts, { asOf: '2026-03-09T05:00:00Z' })).toBe(10);
  });
});

describe('rates', () => {
  const change = (id: string, effectiveAt: string, effect: Partial<RateChangeEvent>) =>
    event(id, { type: 'RATE_CHANGE', effectiveAt, ...effect });
  const [t1, t2] = ['2026-06-01T00:00:00Z', '2026-06-02T00:00:00Z'];
  const rateOf = (rate: object, ...changes: ReturnType<typeof change>[]) =>
    night([contract(rate), ...changes]).rate;

  test('the latest set, then what is added, then the factors, rounded once', () => {
    // (200 + 1) × 1.5 × 1.5 = 452.25 → 452; rounded on the way, 301.5 → 302 → 453.
    const changes = [
      change('f1', t1, { factorBp: 15_000 }),
      change('f2', t1, { factorBp: 15_000 }),
      change('a1', t2, { add: 1 }),
      change('s1', t2, { set: 200 }),
      change('s9', t1, { set: 999 }),
    ];
    expect(rateOf({ rate: 100 }, ...changes)).toBe(452);
    expect(rateOf({ rate: 100 }, ...changes.reverse())).toBe(452);
  });

  test('of two sets at one instant, however spelt, the greater id wins', () => {
    const sameTime = '2026-06-01T00:00:00.000Z';
    const [s1, s2] = [change('s1', sameTime, { set: 1 }), change('s2', t1, { set: 2 })];
    expect(rateOf({}, s1, s2)).toBe(2);
    expect(rateOf({}, s2, s1)).toBe(2);
  });

  test('halves go to the even neighbour on both sides of nought', () => {
    const half = change('f', t1, { factorBp: 5_000 });
    expect(rateOf({ rate: 5 }, half)).toBe(2);
    expect(rateOf({ rate: 7 }, half)).toBe(4);
    expect(rateOf({ rate: 0 }, half, change('a', t1, { add: -5 }))).toBe(-2);
    expect(rateOf({ rate: 0 }, half, change('a', t1, { add: -7 }))).toBe(-4);
    expect(roundHalfEven(-5_001n, 2_000n)).toBe(-3n);
  });

  test('there is no rate without a base or a set', () => {
    expect(rateOf({}, change('a', t1, { add: 5 }))).toBeNull();
    expect(rateOf({ rate: 0 })).toBe(0);
  });
});

describe('which facts count', () => {
  test('a tie of revision and instant goes to the greater canonical JSON', () => {
    const [nine, ten] = [
      increase('e', 9),
      { ...increase('e', 10), recordedAt: '2026-01-01T00:00:00.000Z' },
    ];
    // `"n":9` > `"n":10`: text, not number; the keys before are alike.
    expect(available([contract(), nine, ten])).toBe(19);
    expect(available([contract(), ten, nine])).toBe(19);
  });

  test('canonical JSON sorts keys at every depth and compares by code point', () => {
    expect(canonicalJson({ b: [{ d: 1, c: null }], a: 'é' })).toBe(
      '{"a":"é","b":[{"c":null,"d":1}]}',
    );
    expect(compareByCodePoint('\u{1F600}', '\uFFFD')).toBeGreaterThan(0);
    expect(compareByCodePoint('a', 'ab')).toBeLessThan(0);
  });

  test('an event of another type under the same id takes the place of a block', () => {
    const replaced = { ...increase('b', 1), rev: 2 };
    const facts = [contract(), block('b', 4), replaced, bookingOf('g', LINE, 3, 'b')];
    expect(resolve(facts).blocks).toEqual({});
    expect(night(facts)).toMatchObject({ raw: 11, cons: 3, available: 8 });
  });

  test('an agency sees a line that both lists name', () => {
    const audience = {
      kind: 'AUDIENCE',
      id: 'k',
      rev: 1,
      recordedAt: '2026-01-01T00:00:00Z',
    } as const;
    const facts = [
      contract({}, { agencies: ['AG1', 'AG2'] }),
      { ...audience, contract: 'k', agencies: ['AG2', 'AG3'] },
    ];
    const seenBy = (agency: string) => Object.keys(resolve(facts, { agency }).roomTypes);
    expect([seenBy('AG1'), seenBy('AG2'), seenBy('AG3')]).toEqual([[], ['A'], []]);
    expect(Object.keys(resolve(facts).lines)).toEqual([LINE]);
  });
});

function cell(line: string, date = NIGHT) {
  return { cells: [{ line, date, rooms: 1 }] };
}
