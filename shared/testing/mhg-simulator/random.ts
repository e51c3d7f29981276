// Chance without state: every number is a function of the seed and of what it is for, so that one
// more hotel or another order of calls changes no other number. Used by the seed.

/** A number in [0, 1) that belongs to `seed` and `key` alone (FNV-1a, then a finishing mix). */
export function chance(seed: number, ...key: (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed}|${key.join('|')}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000;
}

/** An integer from `min` to `max`, both included. */
export function between(
  min: number,
  max: number,
  seed: number,
  ...key: (string | number)[]
): number {
  return min + Math.floor(chance(seed, ...key) * (max - min + 1));
}
