// All chance of one seed: one stream of numbers, drawn in the order of the steps. Nothing else in a
// simulation is random, so the same seed is the same run.

export interface Chance {
  /** An integer from `min` to `max`, both included. */
  int(min: number, max: number): number;
  /** True in `share` of all cases, 0 … 1. */
  happens(share: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** One of the entries, each as likely as its weight; entries of weight 0 never. */
  weighted<Item>(entries: readonly (readonly [number, Item])[]): Item;
}

/** Mulberry32 over the seed: small, and good enough to choose what happens next. */
export function createChance(seed: number): Chance {
  let state = Math.imul(seed ^ 0x9e37_79b9, 0x85eb_ca6b) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    int,
    happens: (share) => next() < share,
    pick<Item>(items: readonly Item[]): Item {
      const item = items[int(0, items.length - 1)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
    weighted<Item>(entries: readonly (readonly [number, Item])[]): Item {
      const total = entries.reduce((sum, [weight]) => sum + weight, 0);
      let left = next() * total;
      for (const [weight, item] of entries) {
        left -= weight;
        if (left < 0) return item;
      }
      throw new Error('nothing to pick from');
    },
  };
}
