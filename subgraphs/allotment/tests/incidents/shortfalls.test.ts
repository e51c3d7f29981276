// Where more is sold than there is, and what a change made of it: examples by hand.
import type { Fact } from '../../../../shared/domain/facts.ts';
import { instantOf } from '../../../../shared/domain/instants.ts';
import { nightOf } from '../../../../shared/domain/nights.ts';
import { shortfallsOf, worsened } from '../../domain/incidents/shortfalls.ts';
import { buildFactBook } from '../../domain/pipeline/fact-book.ts';

const recordedAt = '2026-01-01T00:00:00Z';
const looking = {
  timezone: 'Asia/Bangkok',
  asOf: instantOf('2026-03-01T00:00:00Z'),
  nights: { from: nightOf('2026-03-01'), to: nightOf('2026-04-01') },
};

function contract(quantity: number | null, more: object = {}): Fact {
  return {
    kind: 'CONTRACT',
    id: 'K',
    rev: 1,
    recordedAt,
    stayFrom: '2026-03-01',
    stayTo: '2026-04-01',
    contractKind: 'ALLOTMENT',
    lines: [{ roomType: 'A', quantity }],
    ...more,
  };
}

function booking(rooms: number, date: string, more: object = {}): Fact {
  return {
    kind: 'BOOKING',
    id: `b-${date}`,
    rev: 1,
    recordedAt,
    agency: 'SIAM',
    status: 'CONFIRMED',
    heldAt: recordedAt,
    allocations: [{ line: 'K/A', date, rooms }],
    ...more,
  };
}

const found = (...facts: Fact[]) => shortfallsOf(buildFactBook(facts), looking);
const sold = booking(6, '2026-03-10');
const ended = { stayTo: '2026-03-10' };
const expired = { status: 'HELD', expiresAt: '2026-02-01T00:00:00Z' };

test.each([
  ['enough', [contract(6), sold], []],
  ['one room too few', [contract(5), sold], [[6, 5]]],
  ['no number', [contract(null), sold], [[6, 0]]],
  ['no contract on the night any more', [contract(9, ended), sold], [[6, 0]]],
  ['no contract at all any more', [sold], [[6, 0]]],
  ['a hold that ran out', [contract(5), booking(6, '2026-03-10', expired)], []],
  ['a night that nobody asks about', [contract(5), booking(6, '2026-02-10')], []],
  ['free sale', [contract(null, { contractKind: 'FREE_SALE' }), sold], []],
])('%s', (_name, facts, numbers) => {
  expect(found(...facts).map(({ needed, have }) => [needed, have])).toEqual(numbers);
});

function pool(budget: number, more: object = {}): Fact {
  const members = [{ line: 'K/A', weight: 2 }];
  return { kind: 'POOL', id: 'p', rev: 1, recordedAt, members, budget, ...more };
}

const block: Fact = {
  kind: 'EVENT',
  type: 'BLOCK_CONTRACT',
  id: 'b',
  rev: 1,
  recordedAt,
  status: 'DEFINITE',
  agency: 'SIAM',
  cells: [{ line: 'K/A', date: '2026-03-10', rooms: 1 }],
};

test.each([
  ['enough', [pool(12), contract(9), sold], []],
  ['one too few', [pool(11), contract(9), sold], [[12, 11]]],
  ['enough with what may be overbooked', [pool(11, { overbook: 1 }), contract(9), sold], []],
  [
    'too few on that night alone',
    [pool(12, { byDate: { '2026-03-10': 3 } }), contract(9), sold],
    [[12, 3]],
  ],
  ['a night that no contract covers any more', [pool(11), contract(9, ended), sold], [[12, 11]]],
  ['a hold that ran out', [pool(11), contract(9), booking(6, '2026-03-10', expired)], []],
  ['a block beside it', [pool(12), contract(9), sold, block], [[14, 12]]],
  ['what is protected and not sold', [pool(0), contract(9, protectedLine())], []],
])('of a pool, %s', (_name, facts, numbers) => {
  const short = found(...facts).filter((each) => each.pool === 'p' && each.line === null);
  expect(short.map(({ needed, have }) => [needed, have])).toEqual(numbers);
});

function protectedLine(): object {
  return { lines: [{ roomType: 'A', quantity: 9, protect: 5 }] };
}

test('only what misses more rooms than before has become worse', () => {
  const many = [booking(6, '2026-03-10'), booking(6, '2026-03-11'), booking(6, '2026-03-12')];
  const byDate = (a: number, b: number, c: number): Fact =>
    contract(null, {
      lines: [
        {
          roomType: 'A',
          quantity: null,
          byDate: { '2026-03-10': a, '2026-03-11': b, '2026-03-12': c },
        },
      ],
    });
  const before = found(byDate(6, 4, 4), ...many);
  const after = found(byDate(5, 3, 4), ...many);
  expect(worsened(before, after)).toEqual([
    { line: 'K/A', pool: null, night: '2026-03-10', needed: 6, have: 5 },
    { line: 'K/A', pool: null, night: '2026-03-11', needed: 6, have: 3 },
  ]);
  expect(worsened(after, before)).toEqual([]);
});
