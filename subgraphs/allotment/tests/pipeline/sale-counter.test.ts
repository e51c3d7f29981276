// Selling one line after the other (domain.md §3.5): each take narrows what the next may have, and
// nothing that was resolved moves with it.
import type { Fact } from '../../../../shared/domain/facts.ts';
import type { Resolution } from '../../domain/pipeline/pipeline.ts';
import { openCounter, sellable, take } from '../../domain/pipeline/sale-counter.ts';
import type { Till } from '../../domain/pipeline/sale-counter.ts';
import { base, columns, contract, pool, share } from './world.ts';
import type { Question } from './world.ts';

const TWO_NIGHTS: Question = { to: '2026-03-12' };

function tillsOf(resolution: Resolution): Record<string, Till> {
  const counter = openCounter();
  return Object.fromEntries(resolution.lines.map((line) => [line.line.id, counter.till(line)]));
}

function counterOver(facts: readonly Fact[], question: Question = TWO_NIGHTS) {
  const tills = tillsOf(columns(facts, question));
  const till = (line: string): Till => {
    const known = tills[line];
    if (!known) throw new Error(`no till of ${line}`);
    return known;
  };
  return {
    sellable: (line: string, at = 0) => sellable(till(line), at),
    take: (line: string, rooms: number, at = 0) => {
      take(till(line), at, rooms);
    },
  };
}

const twoLines = contract('k1', [
  { roomType: 'A', quantity: 5 },
  { roomType: 'B', quantity: 8 },
]);

describe('a counter', () => {
  test('sells a line down to nothing, that night alone', () => {
    const counter = counterOver([base(5)]);
    counter.take('k1/A', 3);
    expect(counter.sellable('k1/A')).toBe(2);
    counter.take('k1/A', 2);
    expect([counter.sellable('k1/A'), counter.sellable('k1/A', 1)]).toEqual([0, 5]);
  });

  test('takes a sale out of the pool for all its lines, by weight', () => {
    const members = [
      { line: 'k1/A', weight: 1 },
      { line: 'k1/B', weight: 2 },
    ];
    const counter = counterOver([twoLines, pool(10, ['k1/A', 'k1/B'], { members })]);
    expect([counter.sellable('k1/A'), counter.sellable('k1/B')]).toEqual([5, 5]);
    counter.take('k1/B', 3);
    expect([counter.sellable('k1/A'), counter.sellable('k1/B')]).toEqual([4, 2]);
    counter.take('k1/A', 1);
    expect([counter.sellable('k1/A'), counter.sellable('k1/B')]).toEqual([3, 1]);
    expect(counter.sellable('k1/B', 1)).toBe(5);
  });

  test('lets a line live off its own protection first, which costs the others nothing more', () => {
    const lines = contract('k1', [
      { roomType: 'A', quantity: 5, protect: 3 },
      { roomType: 'B', quantity: 8 },
    ]);
    const counter = counterOver([lines, pool(8, ['k1/A', 'k1/B'])]);
    expect([counter.sellable('k1/A'), counter.sellable('k1/B')]).toEqual([5, 5]);
    counter.take('k1/A', 2);
    expect([counter.sellable('k1/A'), counter.sellable('k1/B')]).toEqual([3, 5]);
    counter.take('k1/A', 2);
    expect([counter.sellable('k1/A'), counter.sellable('k1/B')]).toEqual([1, 4]);
    counter.take('k1/B', 4);
    expect([counter.sellable('k1/A'), counter.sellable('k1/B')]).toEqual([0, 0]);
  });

  test('keeps what others have of a line out of reach, and counts it in the pool only once', () => {
    const lines = contract('k1', [
      { roomType: 'A', quantity: 9, protect: 4 },
      { roomType: 'B', quantity: 9 },
    ]);
    const facts = [lines, pool(9, ['k1/A', 'k1/B']), share('AG1', 2)];
    const counter = counterOver(facts, { ...TWO_NIGHTS, agency: 'AG2' });
    expect([counter.sellable('k1/A'), counter.sellable('k1/B')]).toEqual([7, 5]);
    counter.take('k1/A', 3);
    // Of 4 protected rooms 1 is left, 2 are kept for AG1: the pool keeps the 2.
    expect([counter.sellable('k1/A'), counter.sellable('k1/B')]).toEqual([4, 4]);
  });

  test('sells nothing, and not less, from a pool that is overdrawn', () => {
    const counter = counterOver([base(5), pool(1, ['k1/A'], { overbook: -4 })]);
    expect(counter.sellable('k1/A')).toBe(0);
  });

  test('has one till per line, and leaves the resolution as it was', () => {
    const resolution = columns([twoLines, pool(6, ['k1/A', 'k1/B'])], TWO_NIGHTS);
    const [line] = resolution.lines;
    if (!line) throw new Error('no line');
    const before = structuredClone([line.reach, line.protected, line.pools[0]?.free]);
    const counter = openCounter();
    take(counter.till(line), 0, 4);
    expect(sellable(counter.till(line), 0)).toBe(1);
    expect([line.reach, line.protected, line.pools[0]?.free]).toEqual(before);
    expect(sellable(openCounter().till(line), 0)).toBe(5);
  });

  test('lowers what the pool keeps by what the line sells of its own protection, by weight', () => {
    const members = [{ line: 'k1/A', weight: 2 }];
    const line = contract('k1', [{ roomType: 'A', protect: 5 }]);
    const { lines } = columns([line, pool(30, [], { members })], TWO_NIGHTS);
    const [resolved] = lines;
    if (!resolved) throw new Error('no line');
    const till = openCounter().till(resolved);
    take(till, 0, 3);
    expect([...(till.shares[0]?.kept ?? [])]).toEqual([4, 10]);
    expect([...(resolved.pools[0]?.kept ?? [])]).toEqual([10, 10]);
    expect([...till.protected]).toEqual([2, 5]);
    expect([...resolved.protected]).toEqual([5, 5]);
  });
});
