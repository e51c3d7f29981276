// Fills a new system, so that the first query has something to answer: the supplier's hotels, and an
// agency to sell them to. Called by main.ts once everything serves; through the gateway, as an operator
// would. Does nothing when there are hotels already.
import { setTimeout as delay } from 'node:timers/promises';
import { mintRoleToken } from '../../auth/local-issuer/role-token.ts';
import { createGatewayClient } from '../gateway-client.ts';
import type { GatewayClient } from '../gateway-client.ts';
import type { Progress } from './launch.ts';
import { LaunchError, reasonOf } from './launch-error.ts';
import type { SystemState } from './state.ts';
import { waits } from './waits.ts';

export const FIRST_AGENCY = 'SIAM';

const TOKEN_SECONDS = 600;

const HAS_HOTELS = 'query { hotels(first: 1) { edges { node { id } } } }';
const OPEN_AGENCY = `mutation ($code: String!) {
  createAgency(input: { code: $code, name: "Siam Travel", country: "TH", currency: "THB" }) { __typename }
}`;
const TRIGGER = 'mutation { triggerSync { __typename ... on SyncRun { id } } }';
const FOLLOW = `query ($id: ID!) { syncRun(id: $id) { status hotels factsAppended problems } }`;

interface SyncRun {
  readonly status: string;
  readonly hotels: number;
  readonly factsAppended: number;
  readonly problems: readonly string[];
}

/** A sync that fails is told, not thrown: the system serves, and an operator can trigger another. */
export async function firstSync(state: SystemState, progress: Progress): Promise<void> {
  const client = createGatewayClient({
    url: state.gatewayUrl,
    token: () => operatorToken(state),
  });
  try {
    if (await hasHotels(client)) return;
    await client.query(OPEN_AGENCY, { code: FIRST_AGENCY });
    const run = await syncOnce(client);
    progress.step(`first sync: ${run.hotels} hotels, ${run.factsAppended} facts`);
  } catch (error) {
    progress.error(
      'first sync',
      `${reasonOf(error)} (see ${state.processes['worker']?.log ?? ''})`,
    );
  } finally {
    await client.close();
  }
}

async function operatorToken(state: SystemState): Promise<string> {
  const { dir } = state.localIssuer;
  const issuer = { dir, projectId: state.projectId, ttlSeconds: TOKEN_SECONDS };
  const token = await mintRoleToken({ role: 'OPERATOR' }, issuer);
  if (!token.ok) throw new LaunchError(token.error);
  return token.value;
}

async function hasHotels(client: GatewayClient): Promise<boolean> {
  const { hotels } = await client.query<{ hotels: { edges: unknown[] } }>(HAS_HOTELS);
  return hotels.edges.length > 0;
}

async function syncOnce(client: GatewayClient): Promise<SyncRun> {
  const { triggerSync } = await client.query<{ triggerSync: { __typename: string; id?: string } }>(
    TRIGGER,
  );
  const { id } = triggerSync;
  if (id === undefined) throw new LaunchError(`triggerSync answered ${triggerSync.__typename}`);
  const giveUpAt = performance.now() + waits.firstSyncMs;
  while (performance.now() < giveUpAt) {
    const { syncRun } = await client.query<{ syncRun: SyncRun | null }>(FOLLOW, { id });
    if (syncRun?.status === 'FAILED') throw new LaunchError(syncRun.problems.join('; '));
    if (syncRun?.status === 'DONE') return syncRun;
    await delay(waits.firstSyncPollMs);
  }
  throw new LaunchError(`sync run ${id} was not done after ${waits.firstSyncMs / 1_000} s`);
}
