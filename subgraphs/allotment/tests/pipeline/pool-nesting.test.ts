// Which pools may stand beside each other (domain.md §3.5): nested or disjoint ones.
import { buildFactBook } from '../../domain/pipeline/fact-book.ts';
import { crossingPools } from '../../domain/pipeline/pool-nesting.ts';
import { pool } from './world.ts';

/** Pools by id, each with the lines named by one letter each. */
function crossing(pools: Readonly<Record<string, string>>): readonly [string, string] | null {
  const facts = Object.entries(pools).map(([id, members]) => {
    const lines = [...members].map((letter) => `k1/${letter}`);
    return { ...pool(5, lines), id };
  });
  return crossingPools(buildFactBook(facts));
}

describe('pools', () => {
  test.each<[string, Record<string, string>]>([
    ['no pool at all', {}],
    ['one alone', { p: 'AB' }],
    ['disjoint', { p: 'AB', q: 'CD', r: 'E' }],
    ['nested, the greater first', { p: 'ABC', q: 'AB', r: 'A' }],
    ['nested, the lesser first', { p: 'A', q: 'AB', r: 'ABC' }],
    ['of equal members', { p: 'AB', q: 'AB' }],
  ])('are well: %s', (_, pools) => {
    expect(crossing(pools)).toBeNull();
  });

  test('that share a line and each have one more cross, and are named in the order of their ids', () => {
    expect(crossing({ p: 'AB', q: 'BC' })).toEqual(['p', 'q']);
    expect(crossing({ q: 'AB', p: 'BC' })).toEqual(['p', 'q']);
  });

  test('that cross are found behind others that do not', () => {
    expect(crossing({ p: 'A', q: 'CD', r: 'X', s: 'DE' })).toEqual(['q', 's']);
    expect(crossing({ z: 'ABC', y: 'CD', x: 'DX' })).toEqual(['x', 'y']);
  });
});
