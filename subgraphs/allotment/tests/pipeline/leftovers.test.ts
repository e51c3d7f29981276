// A book after all its facts have gone, and what a book knows of facts that say little: whoever holds
// a hotel in memory for weeks relies on both.
import type { Fact } from '../../../../shared/domain/facts.ts';
import { instantOf } from '../../../../shared/domain/instants.ts';
import { nightOf } from '../../../../shared/domain/nights.ts';
import { buildFactBook, fold } from '../../domain/pipeline/fact-book.ts';
import type { FactBook } from '../../domain/pipeline/fact-book.ts';
import { EVERY_DAY } from '../../domain/pipeline/span.ts';
import {
  amend,
  base,
  block,
  contract,
  event,
  increase,
  NIGHT,
  pool,
  RECORDED,
  reduce,
  retract,
  share,
  sold,
} from './world.ts';

const release = event('BLOCK_RELEASE', 'w', {
  block: 'b1',
  cells: [{ line: 'k1/A', date: NIGHT, rooms: 1 }],
});
const audience: Fact = {
  kind: 'AUDIENCE',
  id: 'k1',
  rev: 1,
  recordedAt: RECORDED,
  contract: 'k1',
  agencies: ['AG1'],
};
const effectiveAt = RECORDED;

/** One fact of every sort, on one night of one line. */
const EVERYTHING: readonly Fact[] = [
  base(10),
  audience,
  increase(1),
  { ...reduce(2), target: { hotel: true } } as Fact,
  { ...increase(3), target: { contract: 'k1' } } as Fact,
  event('STOP_SALE', 'x', { mode: 'FULL', target: { roomType: 'A' } }),
  event('RATE_CHANGE', 'y', { set: 5, effectiveAt }),
  block('b1', 4),
  amend('a', 1),
  release,
  pool(9, ['k1/A', 'k2/A']),
  share('AG1', 2),
  { ...sold(1), id: 'direct' },
  { ...sold(1, {}, { status: 'HELD', expiresAt: '2026-04-01T00:00:00Z' }), id: 'held' },
  { ...sold(1, { block: 'b1' }), id: 'picked' },
];

/** What of the hotel is still in the index. */
function remains({ index, holders }: FactBook) {
  const { events } = index;
  const scopes = [events.hotel, ...events.contracts.values(), ...events.roomTypes.values()];
  scopes.push(...events.lines.values());
  const lines = [...index.lines.values()];
  return {
    contracts: index.contracts.size + index.audiences.size + index.pools.size,
    events: scopes.flatMap(({ quantities, stops, rates }) => [...quantities, ...stops, ...rates]),
    terms: [...lines, ...index.blocks.values()].flatMap(
      ({ terms, term }: Terms) => terms ?? term ?? [],
    ),
    nights: lines.flatMap(({ nights }) => [...nights.keys()]),
    shares: lines.flatMap(({ pools, subAllotments }) => [...pools, ...subAllotments]),
    cells: [...index.blocks.values()].flatMap(({ cells }) => [...cells]),
    holders: holders.size,
  };
}
interface Terms {
  readonly term?: object | null;
  readonly terms?: object | null;
}

const NOTHING = {
  contracts: 0,
  events: [],
  terms: [],
  nights: [],
  shares: [],
  cells: [],
  holders: 0,
};

describe('a book', () => {
  test('keeps nothing of facts that are retracted, whichever goes first', () => {
    for (const order of [EVERYTHING, [...EVERYTHING].reverse()]) {
      const book = buildFactBook(EVERYTHING);
      expect(remains(book)).toMatchObject({ contracts: 3, holders: 3 });
      expect(remains(book).events).toHaveLength(5);
      fold(book, order.map(retract));
      expect(remains(book)).toEqual(NOTHING);
      expect(book.bytes).toBe(buildFactBook(EVERYTHING.map(retract)).bytes);
    }
  });

  test('keeps a night as long as anything stands on it', () => {
    const uses = [
      { ...sold(1), id: 'direct' },
      EVERYTHING.at(-2),
      EVERYTHING.at(-1),
      block('b2', 1),
    ];
    for (const kept of uses) {
      if (!kept) throw new Error('a use is missing');
      const others = uses.filter((use) => use !== kept);
      const book = buildFactBook(EVERYTHING.filter(({ kind }) => kind === 'CONTRACT'));
      fold(book, [kept, ...others.filter((use) => use !== undefined)]);
      fold(book, others.filter((use) => use !== undefined).map(retract));
      expect(remains(book).nights).toEqual([nightOf(NIGHT)]);
    }
  });

  test('has heard of no block through bookings that name none', () => {
    const book = buildFactBook([sold(1), retract(sold(1))]);
    expect([...book.index.blocks]).toEqual([]);
  });

  test('of a contract that limits nothing limits nothing', () => {
    const { index } = buildFactBook([contract('k1', [{ roomType: 'A' }])]);
    expect(index.contracts.get('k1')).toEqual({
      id: 'k1',
      from: nightOf('2026-03-01'),
      to: nightOf('2026-04-01'),
      weekdays: EVERY_DAY,
      kind: 'ALLOTMENT',
      agencies: null,
      currency: null,
      minStay: 0,
      maxStay: Infinity,
      minLeadDays: 0,
      maxLeadDays: Infinity,
      allowSplit: true,
    });
    expect(index.lines.get('k1/A')?.term).toMatchObject({
      rate: null,
      poolFunded: false,
      protect: 0,
      stages: [],
      releaseMinute: 0,
    });
  });

  test('has every limit that a contract names', () => {
    const limits = { minStay: 2, maxStay: 9, minLeadDays: 1, maxLeadDays: 90, allowSplit: false };
    const more = { ...limits, currency: 'THB', agencies: ['AG1'], daysOfWeek: [1, 7] };
    const { index } = buildFactBook([contract('k1', [{ roomType: 'A' }], more)]);
    expect(index.contracts.get('k1')).toMatchObject({
      ...limits,
      currency: 'THB',
      agencies: new Set(['AG1']),
      weekdays: 0b1000001,
    });
  });

  test('has the terms of a block, with no option and no cut-off unless they are named', () => {
    const optionAt = '2026-02-01T00:00:00Z';
    const cutoff = { daysBefore: 3, time: '18:30' };
    const { index } = buildFactBook([
      block('b1', 1),
      block('b2', 1, { status: 'TENTATIVE', agency: 'AG2', optionAt, cutoff }),
      block('b3', 1, { cutoff: { daysBefore: 3 } }),
      block('b4', 1, { cutoff: { at: optionAt } }),
    ]);
    const terms = [...index.blocks.values()].map((state) => state.terms);
    const plain = { status: 'DEFINITE', agency: 'AG1', optionAt: Infinity };
    expect(terms).toEqual([
      { ...plain, cutoff: null },
      {
        status: 'TENTATIVE',
        agency: 'AG2',
        optionAt: instantOf(optionAt),
        cutoff: { daysBefore: 3, minute: 1110 },
      },
      { ...plain, cutoff: { daysBefore: 3, minute: 0 } },
      { ...plain, cutoff: { at: instantOf(optionAt) } },
    ]);
  });

  test('forgets the cut-off of a cell with the block that named it, though amendments keep the cell', () => {
    const cells = [{ line: 'k1/A', date: NIGHT, rooms: 4, cutoff: { daysBefore: 7 } }];
    const named = block('b1', 4, { cells });
    const book = buildFactBook([named, amend('a', 2)]);
    fold(book, [{ ...block('b1', 4), rev: 2 }]);
    expect([...(book.index.blocks.get('b1')?.cells ?? [])]).toMatchObject([
      { rooms: 4, delta: 2, released: 0, cutoff: null, namings: 2, sources: 2 },
    ]);
    fold(book, [
      { ...named, rev: 3 },
      { ...retract(named), rev: 4 },
    ]);
    expect([...(book.index.blocks.get('b1')?.cells ?? [])]).toMatchObject([
      { rooms: 0, delta: 2, cutoff: null, namings: 1, sources: 1 },
    ]);
  });
});

describe('the weight of a fact', () => {
  const weight = (fact: Fact): number => buildFactBook([fact]).bytes;
  const cell = { line: 'k1/A', date: NIGHT };
  const dated = { '2026-03-10': 1, '2026-03-11': 2 };

  test.each<[string, Fact, Fact]>([
    ['lines', contract('k1', []), base(1)],
    ['more lines', base(1), contract('k1', [{ roomType: 'A' }, { roomType: 'B' }])],
    ['dated numbers of a line', base(1), base(1, { byDate: dated })],
    ['cells', block('b1', 1, { cells: [] }), block('b1', 1)],
    ['nights of a booking', sold(1, {}, { allocations: [] }), sold(1)],
    ['members of a pool', pool(1, ['k1/A']), pool(1, ['k1/A', 'k1/B'])],
    ['dated budgets', pool(1, ['k1/A']), pool(1, ['k1/A'], { byDate: dated })],
    ['dated shares', share('AG1', 1), share('AG1', 1, { byDate: dated })],
  ])('grows with %s', (_, light, heavy) => {
    expect(weight(heavy)).toBeGreaterThan(weight(light));
  });

  test('is in proportion to what the fact holds, and never below its head', () => {
    const cells = Array.from({ length: 10 }, () => ({ ...cell, rooms: 1 }));
    const empty = weight(block('b1', 1, { cells: [] }));
    const one = weight(block('b1', 1)) - empty;
    expect(empty).toBeGreaterThan(0);
    expect(weight(block('b1', 1, { cells }))).toBe(empty + 10 * one);
    const night = weight(base(1, { byDate: { '2026-03-10': 1 } })) - weight(base(1));
    expect(weight(base(1, { byDate: dated }))).toBe(weight(base(1)) + 2 * night);
    expect(weight(base(1))).toBeLessThan(weight(base(1, { byDate: dated })) + 1);
    expect(night).toBeLessThan(weight(base(1)));
  });
});
