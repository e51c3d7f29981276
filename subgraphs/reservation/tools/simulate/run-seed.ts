// One seed from beginning to end: a world is drawn, a storm passes over it, calm returns, and what is
// left is checked once more.
import { BrokenGuarantee } from './audit/broken.ts';
import { calmDown } from './calm.ts';
import type { History } from './history.ts';
import type { House } from './house.ts';
import type { Mutant } from './mutant.ts';
import { closeSimulation, openSimulation } from './open-simulation.ts';
import { createPartners } from './partners.ts';
import { stormStep } from './storm.ts';
import { verify } from './verify.ts';

export interface SeedResult {
  readonly seed: number;
  readonly steps: number;
  readonly operations: number;
  readonly groups: number;
  readonly facts: number;
  /** What came to pass, and how often. */
  readonly seen: ReadonlyMap<string, number>;
  readonly history: History;
  /** Null when every guarantee held. */
  readonly broken: { readonly step: number; readonly error: Error } | null;
}

export async function runSeed(
  house: House,
  options: {
    readonly seed: number;
    /** Of the storm; those in which everything ends come on top. */
    readonly steps: number;
    /** Whether the checker of the ledger looks at the end as well. */
    readonly verify?: boolean;
    readonly mutant?: Mutant;
  },
): Promise<SeedResult> {
  const { seed, steps, mutant } = options;
  const sim = await openSimulation(house, seed, mutant);
  const { memory, history } = sim;
  let broken: SeedResult['broken'] = null;
  try {
    const partners = createPartners();
    while (memory.step < steps) await stormStep(sim, partners);
    await calmDown(sim);
    if (options.verify) await verify(house);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    broken = { step: memory.step, error };
    const what = error instanceof BrokenGuarantee ? error.what : String(error.stack);
    history.add({ step: memory.step, broken: error.message, what });
  } finally {
    await closeSimulation(sim);
    await mutant?.undo?.(house);
  }
  const facts = [...memory.hotels.values()].reduce((sum, hotel) => sum + hotel.facts.length, 0);
  const { operations } = sim;
  const { step, groups, seen } = memory;
  return { seed, steps: step, operations, groups: groups.size, facts, seen, history, broken };
}
