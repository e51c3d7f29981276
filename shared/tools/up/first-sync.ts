// Fills a new system, so that the first query has something to answer: the supplier's hotels, and a
// few agencies to sell them to. Called by main.ts once everything serves; through the gateway, as an
// operator would. Does nothing when there are hotels already.
import { mintRoleToken } from '../../auth/local-issuer/role-token.ts';
import { createGatewayClient } from '../gateway-client.ts';
import type { GatewayClient } from '../gateway-client.ts';
import { syncAndWait } from '../sync-and-wait.ts';
import type { Progress } from './launch.ts';
import { LaunchError, reasonOf } from './launch-error.ts';
import type { SystemState } from './state.ts';
import { waits } from './waits.ts';

/** The agency whose token and query the welcome shows. */
export const FIRST_AGENCY = 'SIAM';

const AGENCIES = [
  { code: FIRST_AGENCY, name: 'Siam Travel', country: 'TH', currency: 'THB' },
  { code: 'LANNA', name: 'Lanna Journeys', country: 'TH', currency: 'THB' },
  { code: 'ANDAMAN', name: 'Andaman Holidays', country: 'TH', currency: 'THB' },
  { code: 'NORDLICHT', name: 'Nordlicht Reisen', country: 'DE', currency: 'EUR' },
];

const TOKEN_SECONDS = 600;

const HAS_HOTELS = 'query { hotels(first: 1) { edges { node { id } } } }';
const OPEN_AGENCY = `mutation Open($input: CreateAgencyInput!) {
  createAgency(input: $input) { __typename ... on Refusal { message } }
}`;

/** A sync that fails is told, not thrown: the system serves, and an operator can trigger another. */
export async function firstSync(state: SystemState, progress: Progress): Promise<void> {
  const client = createGatewayClient({
    url: state.gatewayUrl,
    token: () => operatorToken(state),
  });
  try {
    if (await hasHotels(client)) return;
    // First of all: a start that breaks off in between has no hotels yet, and the next one goes on.
    for (const agency of AGENCIES) await openAgency(client, agency);
    progress.step(`agencies ${AGENCIES.map(({ code }) => code).join(', ')} are open`);
    const since = performance.now();
    const run = await syncAndWait(client, null, waits.firstSyncMs);
    const seconds = ((performance.now() - since) / 1_000).toFixed(1);
    progress.step(
      `first sync: ${run.hotels} hotels, ${run.factsAppended} contracts (${seconds} s)`,
    );
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

/** The same again is answered with the agency that is there; one that was changed since stays. */
async function openAgency(client: GatewayClient, input: (typeof AGENCIES)[number]): Promise<void> {
  const { createAgency } = await client.query<{
    createAgency: { __typename: string; message?: string };
  }>(OPEN_AGENCY, { input });
  const { __typename, message } = createAgency;
  if (__typename === 'Agency' || __typename === 'DuplicateReference') return;
  throw new LaunchError(`agency ${input.code}: ${message ?? __typename}`);
}
