// Selling from lines that share budgets, one after the other: each take lowers what the next may
// have. Room types are counted with it, and holds are decided with it.
import type { PoolShare, ResolvedLine } from './pool-budget.ts';

/** What one line can still sell; its columns change as rooms are taken. */
export interface Till {
  readonly reach: Float64Array;
  /** Rooms the line's own protection still keeps in its pools. */
  readonly protected: Float64Array;
  readonly others: Float64Array;
  readonly shares: readonly { readonly free: Float64Array; readonly weight: number }[];
}

export interface SaleCounter {
  /** The till of a line, the same one each time. */
  till(line: ResolvedLine): Till;
}

/** A counter on copies: the resolved lines themselves stay as they are. */
export function openCounter(): SaleCounter {
  const tills = new Map<ResolvedLine, Till>();
  const frees = new Map<Float64Array, Float64Array>();
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
      shares: line.pools.map(({ free, weight }) => ({ free: copyFree(free), weight })),
    };
  }

  function copyFree(free: Float64Array): Float64Array {
    let copy = frees.get(free);
    if (!copy) frees.set(free, (copy = free.slice()));
    return copy;
  }
}

/** A till to look at, on the line's own columns; nothing may be taken from it. */
export function readTill(line: ResolvedLine): Till {
  return {
    reach: line.reach,
    protected: line.protected,
    others: line.slices.others,
    shares: line.pools,
  };
}

/** Rooms the line can sell on the night at `at`, pools considered: ≥ 0, ∞ without limit. */
export function sellable(till: Till, at: number): number {
  let rooms = till.reach[at] as number;
  for (const share of till.shares) rooms = Math.min(rooms, leftIn(share, till, at));
  return Math.max(0, rooms);
}

/**
 * `left(ℓ,p)`, possibly negative. `free` counts this line's protection and what it keeps for others
 * as gone, whichever is more; to the line itself its own protection is open, others' slices are not.
 */
export function leftIn(
  { free, weight }: Pick<PoolShare, 'free' | 'weight'>,
  till: Pick<Till, 'protected' | 'others'>,
  at: number,
): number {
  const ownKept = Math.max(0, (till.protected[at] as number) - (till.others[at] as number));
  return Math.floor((free[at] as number) / weight) + ownKept;
}

/**
 * Takes rooms as direct consumption of this instant, no more than are sellable: consumption and the
 * pools' use rise, the line's protection falls with them.
 */
export function take(till: Till, at: number, rooms: number): void {
  const others = till.others[at] as number;
  const keptBefore = till.protected[at] as number;
  const keptAfter = Math.max(0, keptBefore - rooms);
  const freed = Math.max(keptBefore, others) - Math.max(keptAfter, others);
  till.reach[at] = (till.reach[at] as number) - rooms;
  till.protected[at] = keptAfter;
  for (const { free, weight } of till.shares) {
    free[at] = (free[at] as number) - weight * (rooms - freed);
  }
}
