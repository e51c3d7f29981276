// The last lines of a start: where everything is, a token per role, a query to paste. Called by main.ts.
import { mintRoleToken } from '../../auth/local-issuer/role-token.ts';
import type { LocalUser } from '../../auth/local-issuer/role-token.ts';
import { createGatewayClient } from '../gateway-client.ts';
import { FIRST_AGENCY } from './first-sync.ts';
import { LaunchError } from './launch-error.ts';
import { findSampleQuery } from './sample-query.ts';
import type { SystemState } from './state.ts';

const TOKEN_SECONDS = 12 * 60 * 60;
const PARTNER: LocalUser = { role: 'PARTNER', agencyId: FIRST_AGENCY };

/** Text for the console. */
export async function welcome(state: SystemState): Promise<string> {
  const partner = await tokenOf(PARTNER, state);
  const sample = await sampleFor(state, partner);
  const users: LocalUser[] = [
    { role: 'ADMIN' },
    { role: 'OPERATOR' },
    { role: 'AGENT', agencyIds: [FIRST_AGENCY] },
    PARTNER,
    ...(sample === undefined ? [] : [{ role: 'SUPPLIER' as const, hotelIds: [sample.hotelId] }]),
  ];
  const tokens = await Promise.all(users.map((user) => tokenLines(user, state)));
  return [
    '',
    'A token per role, valid for 12 hours; `npm run token -- --help` makes others.',
    '',
    ...tokens,
    ...(sample === undefined ? [] : querySection(state, partner, sample.query)),
    `  Explorer            ${state.gatewayUrl}`,
    `  Supplier simulator  ${state.simulatorUrl}`,
    '',
    'StaySync serves. Ctrl-C stops it, `npm run reset` forgets everything.',
  ].join('\n');
}

/** Two lines and a blank one: who it is for, and the token alone, so that a click takes all of it. */
async function tokenLines(user: LocalUser, state: SystemState): Promise<string> {
  const { role, agencyId, agencyIds, hotelIds } = user;
  const whose = agencyId ?? agencyIds?.join(', ') ?? hotelIds?.join(', ');
  const title = whose === undefined ? role : `${role} ${role === 'AGENT' ? 'for' : 'of'} ${whose}`;
  return `${title}\n${await tokenOf(user, state)}\n`;
}

function querySection(state: SystemState, token: string, query: string): string[] {
  const body = JSON.stringify({ query: query.replace(/\s+/g, ' ') });
  return [
    'Paste this into a shell: what a partner may sell in the hotel above.',
    '',
    `curl -s ${state.gatewayUrl} -H 'content-type: application/json' -H 'authorization: Bearer ${token}' -d '${body}'`,
    '',
    `The same for the explorer, ${state.gatewayUrl} in a browser, with the token of ${FIRST_AGENCY}:`,
    '',
    query,
    '',
  ];
}

async function tokenOf(user: LocalUser, state: SystemState): Promise<string> {
  const { dir } = state.localIssuer;
  const issuer = { dir, projectId: state.projectId, ttlSeconds: TOKEN_SECONDS };
  const token = await mintRoleToken(user, issuer);
  if (!token.ok) throw new LaunchError(token.error);
  return token.value;
}

/** Undefined when nothing was synced yet: the first sync has said already what is wrong. */
async function sampleFor(
  state: SystemState,
  token: string,
): Promise<{ readonly hotelId: string; readonly query: string } | undefined> {
  const client = createGatewayClient({
    url: state.gatewayUrl,
    token: () => Promise.resolve(token),
  });
  try {
    return await findSampleQuery(client, Date.now());
  } catch {
    return undefined;
  } finally {
    await client.close();
  }
}
