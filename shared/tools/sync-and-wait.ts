// Asks for a sync of the supplier's hotels and waits for its end. Called by the first start and by
// the replay, both as operators.
import { setTimeout as delay } from 'node:timers/promises';
import { limits } from '../config/limits.ts';
import type { GatewayClient } from './gateway-client.ts';
import { LaunchError } from './up/launch-error.ts';

export interface FinishedSync {
  readonly id: string;
  readonly status: string;
  readonly complete: boolean | null;
  readonly hotels: number;
  readonly factsAppended: number;
  readonly quarantined: number;
  readonly needsApproval: readonly string[];
  readonly problems: readonly string[];
}

type Triggered =
  | { readonly __typename: 'SyncRun'; readonly id: string }
  | { readonly __typename: string; readonly message: string };

const TRIGGER = `mutation Sync($hotelIds: [ID!]) {
  triggerSync(hotelIds: $hotelIds) { __typename ... on SyncRun { id } ... on Refusal { message } }
}`;
const FOLLOW = `query Sync($id: ID!) {
  syncRun(id: $id) {
    id status complete hotels factsAppended quarantined needsApproval problems
  }
}`;
const POLL_MS = 100;
const POLL_MS_MAX = 1_000;
/** A run may take this long, and may have to wait for another one that takes as long. */
const PATIENCE_MS = 2 * limits.mhg.runMs;

/**
 * The run once it is done; `hotelIds` null means all hotels. Throws a LaunchError when the run is
 * refused, fails, or does not end.
 */
export async function syncAndWait(
  client: GatewayClient,
  hotelIds: readonly string[] | null,
  patienceMs: number = PATIENCE_MS,
): Promise<FinishedSync> {
  const { triggerSync } = await client.query<{ triggerSync: Triggered }>(TRIGGER, { hotelIds });
  if (!('id' in triggerSync)) {
    throw new LaunchError(`The sync was refused: ${triggerSync.message}`);
  }
  const giveUpAt = performance.now() + patienceMs;
  let waitMs = POLL_MS;
  while (performance.now() < giveUpAt) {
    const run = await look(client, triggerSync.id);
    if (run.status === 'DONE') return run;
    if (run.status === 'FAILED') {
      throw new LaunchError(
        `The sync failed: ${run.problems.join('; ') || 'see the worker’s log'}`,
      );
    }
    await delay(waitMs);
    waitMs = Math.min(2 * waitMs, POLL_MS_MAX);
  }
  throw new LaunchError(
    `The sync ${triggerSync.id} has not ended after ${patienceMs / 1_000} s; does the worker run?`,
  );
}

async function look(client: GatewayClient, id: string): Promise<FinishedSync> {
  const { syncRun } = await client.query<{ syncRun: FinishedSync | null }>(FOLLOW, { id });
  if (syncRun === null) throw new LaunchError(`The sync ${id} is nowhere to be found.`);
  return syncRun;
}
