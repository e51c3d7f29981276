// Pools are nested or disjoint (domain.md §3.5): two that overlap without one containing the other
// cannot be counted line by line. Asked by whoever writes pools and by the `resolve` command.
import { compareCodePoints } from '../../../../shared/domain/code-points.ts';
import type { FactBook } from './fact-book.ts';
import type { PoolState } from './book-state.ts';

/** Two pools that cross, by id, or null; pools with equal members count as nested. */
export function crossingPools({ index }: FactBook): readonly [string, string] | null {
  const pools = [...index.pools.values()]
    .map((pool) => ({ pool, lines: new Set(pool.members.map(({ line }) => line)) }))
    .sort((left, right) => compareCodePoints(left.pool.id, right.pool.id));
  for (const [at, left] of pools.entries()) {
    for (const right of pools.slice(at + 1)) {
      if (cross(left.lines, right.lines)) return [left.pool.id, right.pool.id];
    }
  }
  return null;
}

type Lines = ReadonlySet<PoolState['members'][number]['line']>;

function cross(left: Lines, right: Lines): boolean {
  return !left.isDisjointFrom(right) && !left.isSubsetOf(right) && !left.isSupersetOf(right);
}
