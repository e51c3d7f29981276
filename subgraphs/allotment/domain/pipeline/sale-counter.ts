// Selling from lines that share budgets, one after the other: each take lowers what the next may
// have. The arithmetic of one take is here once: the pool budget and room types run it over whole
// columns, and holds are decided with it night by night.
import type { PoolShare, ResolvedLine } from './resolved.ts';

/**
 * `left(ℓ,p)`, possibly negative. `free` counts what the line protects or keeps for others, whichever
 * is more, as gone; to the line itself its own protection is open, others' slices are not.
 */
export function leftIn(free: number, weight: number, kept: number, others: number): number {
  const left = Math.floor(free / weight);
  return kept > others ? left + kept - others : left;
}

/** How much less the line keeps in its pools once `rooms` of it are taken. */
export function freedBy(kept: number, others: number, rooms: number): number {
  return Math.max(kept, others) - Math.max(kept - rooms, others, 0);
}

/** The columns of a line that a sale looks at. */
export type Saleable = Pick<ResolvedLine, 'reach' | 'protected' | 'slices' | 'first' | 'end'>;

type Share = Pick<PoolShare, 'free' | 'weight'>;

/** Rooms that a line can sell per night, pools considered: ≥ 0, ∞ without limit. */
export function sellableColumn(line: Saleable, shares: readonly Share[]): Float64Array {
  if (shares.length === 0) return line.reach;
  const { first, end, slices } = line;
  const rooms = line.reach.slice();
  for (const { free, weight } of shares) {
    for (let at = first; at < end; at += 1) {
      const kept = line.protected[at] as number;
      const left = leftIn(free[at] as number, weight, kept, slices.others[at] as number);
      if (left < (rooms[at] as number)) rooms[at] = left > 0 ? left : 0;
    }
  }
  return rooms;
}

/** Takes a column of rooms, none more than sellable, out of the budgets (in place). */
export function takeColumn(line: Saleable, shares: readonly Share[], rooms: Float64Array): void {
  const { first, end, slices } = line;
  for (const { free, weight } of shares) {
    for (let at = first; at < end; at += 1) {
      const taken = rooms[at] as number;
      if (taken === 0) continue;
      const freed = freedBy(line.protected[at] as number, slices.others[at] as number, taken);
      free[at] = (free[at] as number) - weight * (taken - freed);
    }
  }
}

/** What one line can still sell, night by night; its columns change as rooms are taken. */
export interface Till {
  readonly reach: Float64Array;
  readonly protected: Float64Array;
  readonly others: Float64Array;
  readonly shares: readonly PoolShare[];
}

export interface SaleCounter {
  /** The till of a line, the same one each time. */
  till(line: ResolvedLine): Till;
}

/** A counter on copies: the resolved lines themselves stay as they are. */
export function openCounter(): SaleCounter {
  const tills = new Map<ResolvedLine, Till>();
  const copies = new Map<Float64Array, Float64Array>();
  return {
    till(line) {
      let till = tills.get(line);
      if (!till) tills.set(line, (till = copyTill(line)));
      return till;
    },
  };

  function copyTill(line: ResolvedLine): Till {
    return {
      reach: line.reach.slice(),
      protected: line.protected.slice(),
      others: line.slices.others,
      shares: line.pools.map((share) => ({
        ...share,
        free: copyOf(copies, share.free),
        kept: copyOf(copies, share.kept),
      })),
    };
  }
}

/** The same copy for the same column, since lines of one pool share theirs. */
export function copyOf(
  copies: Map<Float64Array, Float64Array>,
  column: Float64Array,
): Float64Array {
  let copy = copies.get(column);
  if (!copy) copies.set(column, (copy = column.slice()));
  return copy;
}

/** Rooms that the till can sell on the night at `at`: ≥ 0, ∞ without limit. */
export function sellable({ reach, protected: kept, others, shares }: Till, at: number): number {
  const keptRooms = kept[at] as number;
  const othersRooms = others[at] as number;
  const lefts = shares.map((share) =>
    leftIn(share.free[at] as number, share.weight, keptRooms, othersRooms),
  );
  return Math.max(0, Math.min(reach[at] as number, ...lefts));
}

/** Takes rooms, no more than sellable, as direct consumption of this instant. */
export function take(till: Till, at: number, rooms: number): void {
  const protectedRooms = till.protected[at] as number;
  const freed = freedBy(protectedRooms, till.others[at] as number, rooms);
  for (const { free, kept, weight } of till.shares) {
    free[at] = (free[at] as number) - weight * (rooms - freed);
    kept[at] = (kept[at] as number) - weight * freed;
  }
  till.reach[at] = (till.reach[at] as number) - rooms;
  till.protected[at] = Math.max(0, protectedRooms - rooms);
}
