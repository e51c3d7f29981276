// The last lines of a start: where everything is, a token per role, a query to paste.
import { mintRoleToken } from '../../auth/local-issuer/role-token.ts';
import type { LocalUser } from '../../auth/local-issuer/role-token.ts';
import type { SystemState } from './state.ts';

const TOKEN_SECONDS = 12 * 60 * 60;

/** Text for the console. */
export async function welcome(state: SystemState): Promise<string> {
  const tokens = await Promise.all(USERS.map((user) => tokenLine(user, state)));
  return [
    '',
    `GraphQL and explorer  ${state.gatewayUrl}`,
    `Supplier simulator    ${state.simulatorUrl}`,
    '',
    'Tokens, valid for 12 hours (`npm run token -- --help` makes others):',
    ...tokens,
    '',
  ].join('\n');
}

const USERS: readonly LocalUser[] = [
  { role: 'ADMIN' },
  { role: 'OPERATOR' },
  { role: 'AGENT' },
  { role: 'PARTNER', agencyId: 'SIAM' },
  { role: 'SUPPLIER', hotelIds: ['BKK-1'] },
];

async function tokenLine(user: LocalUser, state: SystemState): Promise<string> {
  const token = await mintRoleToken(user, {
    dir: state.localIssuer.dir,
    projectId: state.projectId,
    ttlSeconds: TOKEN_SECONDS,
  });
  return `  ${user.role.padEnd(9)} ${token.ok ? token.value : token.error}`;
}
