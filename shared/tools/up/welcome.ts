// The last lines of a start: where everything is, a token per role, a query to paste. Called by main.ts.
import { mintRoleToken } from '../../auth/local-issuer/role-token.ts';
import type { LocalUser } from '../../auth/local-issuer/role-token.ts';
import { createGatewayClient } from '../gateway-client.ts';
import { FIRST_AGENCY } from './first-sync.ts';
import { LaunchError } from './launch-error.ts';
import type { SystemState } from './state.ts';

const TOKEN_SECONDS = 12 * 60 * 60;
const DAY_MS = 86_400_000;
const SAMPLE_DAYS = 7;

/** Text for the console. */
export async function welcome(state: SystemState): Promise<string> {
  const operator = await tokenOf({ role: 'OPERATOR' }, state);
  const hotel = await firstHotel(state, operator);
  const users: LocalUser[] = [
    { role: 'ADMIN' },
    { role: 'OPERATOR' },
    { role: 'AGENT' },
    { role: 'PARTNER', agencyId: FIRST_AGENCY },
    ...(hotel === undefined ? [] : [{ role: 'SUPPLIER' as const, hotelIds: [hotel] }]),
  ];
  const tokens = await Promise.all(
    users.map(async (user) => `  ${user.role.padEnd(9)} ${await tokenOf(user, state)}`),
  );
  return [
    '',
    `Explorer            ${state.gatewayUrl}`,
    `Supplier simulator  ${state.simulatorUrl}`,
    '',
    'Tokens, valid for 12 hours (`npm run token -- --help` makes others):',
    ...tokens,
    ...(hotel === undefined ? [] : ['', 'A query to paste:', '', sampleQuery(hotel)]),
    '',
    'StaySync serves. Ctrl-C stops it, `npm run reset` forgets everything.',
  ].join('\n');
}

async function tokenOf(user: LocalUser, state: SystemState): Promise<string> {
  const { dir } = state.localIssuer;
  const issuer = { dir, projectId: state.projectId, ttlSeconds: TOKEN_SECONDS };
  const token = await mintRoleToken(user, issuer);
  if (!token.ok) throw new LaunchError(token.error);
  return token.value;
}

/** Undefined when nothing was synced yet. */
async function firstHotel(state: SystemState, token: string): Promise<string | undefined> {
  const client = createGatewayClient({
    url: state.gatewayUrl,
    token: () => Promise.resolve(token),
  });
  try {
    const { hotels } = await client.query<{ hotels: { edges: { node: { id: string } }[] } }>(
      'query { hotels(first: 1) { edges { node { id } } } }',
    );
    return hotels.edges[0]?.node.id;
  } catch {
    // The first sync has said already what is wrong.
    return undefined;
  } finally {
    await client.close();
  }
}

function sampleQuery(hotelId: string): string {
  const from = new Date().toISOString().slice(0, 10);
  const to = new Date(Date.now() + SAMPLE_DAYS * DAY_MS).toISOString().slice(0, 10);
  return [
    'query {',
    `  calendar(input: { hotelIds: ["${hotelId}"], from: "${from}", to: "${to}" }) {`,
    '    ... on Calendar {',
    '      hotels { hotel { name } roomTypes { code days { date available closed } } }',
    '    }',
    '  }',
    '}',
  ].join('\n');
}
