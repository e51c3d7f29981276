// Runs seeds with a defect put in on purpose until one of them notices.
import type { House } from './house.ts';
import type { Mutant } from './mutant.ts';
import { runSeed } from './run-seed.ts';
import type { SeedResult } from './run-seed.ts';

/** A defect that so many seeds do not notice is one that the simulation is blind for. */
export const CAUGHT_WITHIN_SEEDS = 40;

/** The seed that noticed; null when none did. `seed` is the first of them. */
export async function catchMutant(
  house: House,
  mutant: Mutant,
  { seed: from, steps }: { readonly seed: number; readonly steps: number },
): Promise<SeedResult | null> {
  for (let seed = from; seed < from + CAUGHT_WITHIN_SEEDS; seed += 1) {
    const result = await runSeed(house, { seed, steps, mutant });
    if (result.broken) return result;
  }
  return null;
}
