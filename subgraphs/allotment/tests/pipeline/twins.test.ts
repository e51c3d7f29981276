// Of two facts of one sort in one place the right one goes: what is retracted is found by what it is,
// not by where it stands.
import type { Fact } from '../../../../shared/domain/facts.ts';
import {
  amend,
  ask,
  available,
  base,
  block,
  contract,
  event,
  night,
  pool,
  retract,
  share,
  sold,
} from './world.ts';

const named = <F extends Fact>(fact: F, id: string): F => ({ ...fact, id });
const stop = (id: string, mode: 'FULL' | 'ARRIVAL'): Fact => event('STOP_SALE', id, { mode });
const rate = (id: string, add: number): Fact =>
  event('RATE_CHANGE', id, { add, effectiveAt: '2026-01-01T00:00:00Z' });
const held = (rooms: number, expiresAt: string): Fact =>
  sold(rooms, {}, { status: 'HELD', expiresAt });
const cells = (date: string, rooms: number) => ({ cells: [{ line: 'k1/A', date, rooms }] });

const TWINS: Record<string, readonly [Fact, Fact]> = {
  increases: [
    event('INCREASE_ALLOTMENT', 'a', { n: 1 }),
    event('INCREASE_ALLOTMENT', 'b', { n: 2 }),
  ],
  stops: [stop('a', 'FULL'), stop('b', 'ARRIVAL')],
  rates: [rate('a', 1), rate('b', 2)],
  pools: [named(pool(4, ['k1/A']), 'a'), named(pool(6, ['k1/A']), 'b')],
  'sub-allotments': [share('AG1', 3), share('AG2', 5)],
  bookings: [named(sold(1), 'a'), named(sold(2, {}, { agency: 'AG2' }), 'b')],
  'bookings of as many rooms': [named(sold(2), 'a'), named(sold(2, {}, { agency: 'AG2' }), 'b')],
  holds: [named(held(1, '2026-01-20T00:00:00Z'), 'a'), named(held(1, '2026-01-10T00:00:00Z'), 'b')],
  blocks: [block('a', 3), block('b', 4, { status: 'TENTATIVE' })],
  'cells of blocks': [block('a', 3, cells('2026-03-10', 1)), block('b', 4, cells('2026-03-10', 2))],
  amendments: [amend('a', 1), amend('b', 2)],
};

describe('of two', () => {
  test.each(Object.entries(TWINS))('%s, the one that is retracted goes', (_, [first, second]) => {
    const others = [base(10, { rate: 100 }), block('b1', 1)];
    const asked = { agency: 'AG1' };
    for (const [gone, stays] of [
      [first, second],
      [second, first],
    ] as const) {
      const left = ask([...others, first, second, retract(gone)], asked);
      const blocks = gone.kind === 'EVENT' ? { ...left.blocks, [gone.id]: undefined } : left.blocks;
      expect({ ...left, blocks }).toEqual(ask([...others, stays], asked));
    }
  });
});

describe('a booking', () => {
  test('takes and gives back each of its rooms, though two are of one line and night', () => {
    const night10 = { line: 'k1/A', date: '2026-03-10' };
    const allocations = [
      { ...night10, rooms: 1 },
      { ...night10, rooms: 2 },
    ];
    const booking = sold(3, {}, { allocations });
    expect(available([base(10), booking])).toBe(7);
    expect(available([base(10), booking, retract(booking)])).toBe(10);
  });

  test('on hold that names no expiry is held for good', () => {
    const hold = sold(1, {}, { status: 'HELD' });
    expect(available([base(1), hold], { asOf: '2030-01-01T00:00:00Z' })).toBe(0);
  });

  test.each(['EXPIRED', 'CANCELLED', 'REJECTED', 'ON_REQUEST'] as const)(
    'that is %s takes nothing, and nothing is given back when it goes',
    (status) => {
      const facts = [base(5), sold(1)];
      const booking = named(sold(2, {}, { status }), 'other');
      expect(available([...facts, booking])).toBe(4);
      expect(available([...facts, booking, retract(booking)])).toBe(4);
    },
  );

  test.each(['CONFIRMING', 'UNKNOWN_DOWNSTREAM', 'CONFIRMED', 'COMPLETED', 'NO_SHOW'] as const)(
    'that is %s takes its rooms, whatever its expiry',
    (status) => {
      const booking = sold(2, {}, { status, expiresAt: '2020-01-01T00:00:00Z' });
      expect(available([base(5), booking])).toBe(3);
    },
  );
});

describe('a line without a contract', () => {
  test('has consumed from its pool, protects nothing and sells nothing', () => {
    const k1 = contract('k1', [{ roomType: 'A', quantity: 10 }]);
    const gone = contract('k2', [{ roomType: 'A', quantity: 9, protect: 4 }]);
    const facts = [k1, gone, pool(8, ['k1/A', 'k2/A']), sold(3, { line: 'k2/A' }), retract(gone)];
    const slice = { ...share('AG2', 2), line: 'k2/A' };
    expect(available([...facts, slice], { agency: 'AG1' })).toBe(5);
    expect(Object.keys(ask(facts).lines)).toEqual(['k1/A']);
    expect(night(facts).pools).toEqual({ 'p-k1/A-k2/A': 5 });
  });
});

describe('a block', () => {
  test('gives back the sum of its releases, and takes it again when one is retracted', () => {
    const release = (id: string, rooms: number) =>
      event('BLOCK_RELEASE', id, { block: 'b1', ...cells('2026-03-10', rooms) });
    const facts = [base(10), block('b1', 6), release('x', 3), release('y', 2)];
    expect(available(facts)).toBe(9);
    expect(ask(facts).blocks['b1']).toMatchObject([{ cur: 6, released: 5, open: 1 }]);
    expect(available([...facts, retract(release('x', 3))])).toBe(6);
  });
});
