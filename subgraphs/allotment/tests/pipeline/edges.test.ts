// The nights just outside a line's stay, and columns that several lines share: what is true of one
// must not spill over to its neighbour.
import { covers } from '../../domain/pipeline/contract-resolver.ts';
import {
  ask,
  available,
  base,
  block,
  columns,
  contract,
  event,
  night,
  pool,
  share,
  sold,
} from './world.ts';
import type { AnyFact } from './world.ts';

const TWO_NIGHTS = { from: '2026-03-10', to: '2026-03-12' };
const EVERY_DAY_BUT_MONDAY = [2, 3, 4, 5, 6, 7];

/** Rooms of type A on both nights, by the command. */
const roomType = (facts: readonly AnyFact[], agency?: string): unknown[] =>
  (ask(facts, { ...TWO_NIGHTS, ...(agency ? { agency } : {}) }).roomTypes['A'] ?? []).map((row) => [
    row.date.slice(-2),
    row.available,
  ]);

describe('the night after a line’s last', () => {
  test.each([
    ['every day', undefined],
    ['on some weekdays', EVERY_DAY_BUT_MONDAY],
  ])('is no night of its room type, sold %s', (_, daysOfWeek) => {
    const ending = { stayTo: '2026-03-11', ...(daysOfWeek ? { daysOfWeek } : {}) };
    const k1 = contract('k1', [{ roomType: 'A', quantity: 3 }], ending);
    expect(roomType([k1])).toEqual([['10', 3]]);
    const k2 = contract('k2', [{ roomType: 'A', quantity: 4 }]);
    expect(roomType([k1, k2])).toEqual([
      ['10', 7],
      ['11', 4],
    ]);
  });

  test('has no row, and a line with no night left has no key', () => {
    const rowsOf = (daysOfWeek: number[]): unknown => {
      const k1 = contract('k1', [{ roomType: 'A' }], { stayTo: '2026-03-11', daysOfWeek });
      return Object.entries(ask([k1], TWO_NIGHTS).lines).map(([line, rows]) => [line, rows.length]);
    };
    expect(rowsOf([2, 3])).toEqual([['k1/A', 1]]);
    expect(rowsOf([3])).toEqual([]);
  });

  test.each([
    ['every day', undefined, [false, true, true, false]],
    ['on Wednesdays', [3], [false, false, true, false]],
  ])('is not covered, nor the one before its first, sold %s', (_, daysOfWeek, expected) => {
    const stay = {
      stayFrom: '2026-03-10',
      stayTo: '2026-03-12',
      ...(daysOfWeek && { daysOfWeek }),
    };
    const facts = [contract('k1', [{ roomType: 'A' }], stay)];
    const { lines, span } = columns(facts, { from: '2026-03-09', to: '2026-03-13' });
    const covered = [0, 1, 2, 3].map((at) => lines[0] && covers(lines[0], span, at));
    expect(covered).toEqual(expected);
  });

  test('is not protected, nor kept for an agency, in the pool it would have been part of', () => {
    const k1 = contract('k1', [{ roomType: 'B', quantity: 9, protect: 5 }], {
      stayTo: '2026-03-11',
    });
    const k2 = contract('k2', [{ roomType: 'A', quantity: 9 }]);
    const shared = pool(8, ['k1/B', 'k2/A']);
    expect(roomType([k1, k2, shared])).toEqual([
      ['10', 3],
      ['11', 8],
    ]);
    const slice = { ...share('AG1', 7), line: 'k1/B' };
    expect(roomType([k1, k2, shared, slice], 'AG2')).toEqual([
      ['10', 1],
      ['11', 8],
    ]);
  });

  test('is neither released nor counted against the nights that are', () => {
    const release = [{ daysBefore: 7, keep: 2 }];
    const k1 = contract('k1', [{ roomType: 'A', quantity: 9, release }]);
    const question = { ...TWO_NIGHTS, asOf: '2026-03-02T17:00:00Z' };
    const rows = ask([k1], question).lines['k1/A'] ?? [];
    expect(rows.map(({ cap, available }) => [cap, available])).toEqual([
      [2, 2],
      [null, 9],
    ]);
  });

  test('takes no part in a sale on the nights before', () => {
    const k1 = contract('k1', [{ roomType: 'A', quantity: 9 }]);
    const after = sold(4, { date: '2026-03-11' });
    expect(roomType([k1, after])).toEqual([
      ['10', 9],
      ['11', 5],
    ]);
    expect(available([k1, after])).toBe(9);
  });
});

describe('two lines below one house', () => {
  const lines = [{ roomType: 'A' }, { roomType: 'B' }, { roomType: 'C' }];
  const k1 = contract('k1', lines);
  const k2 = contract('k2', [{ roomType: 'A' }]);
  const stop = (id: string, target: object, mode: 'ARRIVAL' | 'DEPARTURE' | 'FULL' = 'FULL') =>
    event('STOP_SALE', id, { mode, target: target as never });
  const closures = (...stops: readonly AnyFact[]): unknown[] =>
    Object.entries(ask([k1, k2, ...stops]).lines).map(([id, [row]]) => [
      id,
      ...(row?.closed ?? []),
    ]);

  test('do not close with each other, though the house is stopped for both', () => {
    const house = stop('h', { hotel: true }, 'ARRIVAL');
    expect(closures(house, stop('s', { line: 'k1/A' }))).toEqual([
      ['k1/A', 'ARRIVAL', 'FULL'],
      ['k1/B', 'ARRIVAL'],
      ['k1/C', 'ARRIVAL'],
      ['k2/A', 'ARRIVAL'],
    ]);
    expect(closures(house, stop('s', { roomType: 'A' }))).toEqual([
      ['k1/A', 'ARRIVAL', 'FULL'],
      ['k1/B', 'ARRIVAL'],
      ['k1/C', 'ARRIVAL'],
      ['k2/A', 'ARRIVAL', 'FULL'],
    ]);
    expect(
      closures(stop('c', { contract: 'k1' }, 'DEPARTURE'), stop('s', { line: 'k1/A' })),
    ).toEqual([
      ['k1/A', 'DEPARTURE', 'FULL'],
      ['k1/B', 'DEPARTURE'],
      ['k1/C', 'DEPARTURE'],
      ['k2/A'],
    ]);
  });

  test('have the closures of the house as one column, as long as they have none of their own', () => {
    const { lines: resolved } = columns([k1, stop('h', { hotel: true })]);
    expect(resolved[0]?.closed).toBe(resolved[1]?.closed);
  });

  test('are committed ones untouched, at no cost, by stops that leave them out', () => {
    const committed = contract('k1', lines, { contractKind: 'COMMITTED' });
    const { lines: resolved } = columns([committed, stop('s', { line: 'k1/A' })]);
    expect(resolved[0]?.closed).toBe(resolved[1]?.closed);
  });

  test('gain and lose rooms by themselves, though the house gains for both', () => {
    const more = event('INCREASE_ALLOTMENT', 'm', { n: 1, target: { hotel: true } });
    const own = event('INCREASE_ALLOTMENT', 'o', { n: 5, target: { line: 'k1/B' } });
    const typed = event('REDUCE_ALLOTMENT', 't', { n: 3, target: { roomType: 'A' } });
    const rows = Object.entries(ask([k1, k2, more, own, typed]).lines);
    expect(rows.map(([id, [row]]) => [id, row?.raw])).toEqual([
      ['k1/A', 8],
      ['k1/B', 16],
      ['k1/C', 11],
      ['k2/A', 8],
    ]);
  });
});

describe('a pool', () => {
  test('tells how much of it is protected or kept, by weight', () => {
    const lines = [
      { roomType: 'A', protect: 3 },
      { roomType: 'B', protect: 2 },
    ];
    const members = [
      { line: 'k1/A', weight: 2 },
      { line: 'k1/B', weight: 3 },
    ];
    const facts = [contract('k1', lines), pool(40, [], { id: 'p', members }), sold(1)];
    const [line] = columns(facts).lines;
    // 2 · (3 − 1 sold) + 3 · 2 protected; 40 − 2 · 1 used − those 10.
    expect([line?.pools[0]?.kept[0], line?.pools[0]?.free[0]]).toEqual([10, 28]);
  });
});

describe('a debt', () => {
  test('is neither sold nor given back by what is consumed', () => {
    const facts = [base(2), event('REDUCE_ALLOTMENT', 'r', { n: 5 }), block('b1', 1)];
    expect(night(facts)).toMatchObject({ raw: -3, gross: 0, own: -1, oversold: 1, available: 0 });
  });
});

describe('rooms kept for an agency', () => {
  const held = sold(2, {}, { status: 'HELD', expiresAt: '2026-04-01T00:00:00Z' });

  test('are kept from nobody when no agency asks', () => {
    expect(available([base(10), share('AG1', 4)])).toBe(10);
  });

  test('are fewer by what it holds, as by what it has bought', () => {
    const facts = [base(10), share('AG1', 5), held, { ...sold(1), id: 'bought' }];
    expect(available(facts, { agency: 'AG2' })).toBe(5);
    expect(available(facts, { agency: 'AG1' })).toBe(7);
  });

  test('may be another number on another night', () => {
    const facts = [base(10), share('AG1', 4, { byDate: { '2026-03-11': 6 } })];
    const rows = ask(facts, { ...TWO_NIGHTS, agency: 'AG2' }).lines['k1/A'] ?? [];
    expect(rows.map((row) => row.available)).toEqual([6, 4]);
  });

  test('exclusively limit it on their own line alone', () => {
    const lines = contract('k1', [{ roomType: 'A' }, { roomType: 'B' }]);
    const facts = [lines, share('AG1', 4, { exclusive: true })];
    expect(available(facts, { agency: 'AG1' })).toBe(4);
    expect(night(facts, { agency: 'AG1' }, 'k1/B')).toMatchObject({ available: 10, cap: null });
  });
});

describe('a released night', () => {
  const release = [{ daysBefore: 7, keep: 5 }];
  const RELEASED_AT = '2026-03-03T17:00:00Z';
  const asked = { ...TWO_NIGHTS, asOf: '2026-03-05T00:00:00Z' };
  const caps = (heldAt: string): unknown[] => {
    const sale = sold(2, { date: '2026-03-11' }, { heldAt });
    return (ask([base(10, { release }), sale], asked).lines['k1/A'] ?? []).map((row) => row.cap);
  };

  test('counts what is sold at its own release or after it, not a moment before', () => {
    expect(caps(RELEASED_AT)).toEqual([5, 3]);
    expect(caps('2026-03-03T16:59:59.999999Z')).toEqual([5, 5]);
  });

  test('costs nothing until its first release', () => {
    const lines = contract('k1', [{ roomType: 'A', release }, { roomType: 'B' }]);
    for (const asOf of ['2026-02-01T00:00:00Z', '2026-03-01T17:00:00Z', '2026-03-02T16:59:59Z']) {
      const { lines: resolved } = columns([lines], { asOf });
      expect(resolved[0]?.cap).toBe(resolved[1]?.cap);
    }
  });
});
