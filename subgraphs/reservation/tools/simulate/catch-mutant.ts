// Runs seeds with a defect put in on purpose until the guarantee that it breaks notices.
import { BrokenGuarantee } from './audit/broken.ts';
import type { House } from './house.ts';
import type { Mutant } from './mutant.ts';
import { runSeed } from './run-seed.ts';
import type { SeedResult } from './run-seed.ts';

/** As many as `npm test` runs: a defect that these do not notice is one that nobody would have seen. */
export const CAUGHT_WITHIN_SEEDS = 20;

export interface Hunt {
  /** The seed in which the mutant's own guarantee broke; null when none did. */
  readonly caught: SeedResult | null;
  /** Seeds in which something else broke before. */
  readonly beside: readonly SeedResult[];
}

/** Looks from `seed` on, so many seeds. */
export async function catchMutant(
  house: House,
  mutant: Mutant,
  { seed: from, steps }: { readonly seed: number; readonly steps: number },
): Promise<Hunt> {
  const beside: SeedResult[] = [];
  for (let seed = from; seed < from + CAUGHT_WITHIN_SEEDS; seed += 1) {
    const result = await runSeed(house, { seed, steps, mutant });
    if (isCaught(result, mutant)) return { caught: result, beside };
    if (result.broken) beside.push(result);
  }
  return { caught: null, beside };
}

function isCaught({ broken }: SeedResult, { breaks }: Mutant): boolean {
  return broken?.error instanceof BrokenGuarantee && breaks.includes(broken.error.guarantee);
}
