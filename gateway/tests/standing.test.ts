// Users who lost their standing after their token was made: refused within the bound, and never let in
// on an old answer when the accounts are out of reach.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAccounts } from '../../shared/auth/accounts.ts';
import type { Accounts } from '../../shared/auth/accounts.ts';
import { openIdentityProvider } from '../../shared/auth/identity-provider.ts';
import type { IdentityProvider } from '../../shared/auth/identity-provider.ts';
import { mintToken } from '../../shared/auth/local-issuer/mint-token.ts';
import { startLocalIssuer } from '../../shared/auth/local-issuer/server.ts';
import type { LocalIssuer } from '../../shared/auth/local-issuer/server.ts';
import { createStandings } from '../auth/standings.ts';
import { createTokenVerifier } from '../auth/token-verifier.ts';
import type { TokenVerifier } from '../auth/token-verifier.ts';
import { gatewayLimits } from '../limits.ts';
import { projectId, startWorld } from './world/world.ts';

const BOUND_MS = gatewayLimits.standingMsMax;
const clock = { ms: 0 };
let dir: string;
let issuer: LocalIssuer;
let provider: IdentityProvider;
let accounts: Accounts;
let verifier: TokenVerifier;
let asked: number;
let lastAsked: Promise<unknown>;
let users = 0;
let uid: string;

beforeEach(async () => {
  users += 1;
  uid = `user-${users}`;
  asked = 0;
  dir = await mkdtemp(join(tmpdir(), 'staysync-standing-'));
  issuer = await startLocalIssuer({ dir, port: 0 });
  provider = await openIdentityProvider({
    nodeEnv: 'test',
    firebaseProjectId: projectId,
    localIssuer: { dir, url: issuer.url },
  });
  accounts = openAccounts(provider);
  const counted = {
    find: (id: string) => {
      asked += 1;
      const answer = accounts.find(id);
      lastAsked = answer;
      return answer;
    },
  };
  verifier = createTokenVerifier({
    provider,
    standings: createStandings(counted, () => clock.ms),
  });
});
afterEach(async () => {
  await provider.close();
  await issuer.stop();
  await rm(dir, { recursive: true });
});

const mint = (signedInSecondsAgo = 60): Promise<string> =>
  mintToken({
    dir,
    projectId,
    uid,
    claims: { role: 'AGENT' },
    ttlSeconds: 600,
    signedInSecondsAgo,
  });

async function outcome(token: string): Promise<string> {
  const verified = await verifier.verify(token);
  return verified.ok ? 'let in' : verified.error;
}

test('an account is looked up once, however often its user asks within the bound', async () => {
  const token = await mint();
  await Promise.all(Array.from({ length: 20 }, () => outcome(token)));
  expect(await outcome(token)).toBe('let in');
  expect(asked).toBe(1);
});

test.each<[string, (accounts: Accounts) => Promise<unknown>]>([
  ['disabled', () => accounts.setDisabled(uid, true)],
  ['signed out everywhere', () => accounts.revokeTokens(uid)],
])(
  'a user who was %s is refused once the bound has passed, with the same token',
  async (_what, end) => {
    const token = await mint();
    expect(await outcome(token)).toBe('let in');
    expect(await end(accounts)).toMatchObject({ ok: true });
    clock.ms += BOUND_MS;
    expect(await outcome(token)).toBe('bad token');
  },
);

test('an answer that grows old is renewed while it serves, so that nobody waits for it', async () => {
  const token = await mint();
  expect(await outcome(token)).toBe('let in');
  await accounts.setDisabled(uid, true);
  clock.ms += gatewayLimits.standingRefreshMs;
  expect(await outcome(token)).toBe('let in');
  expect(asked).toBe(2);
  await lastAsked;
  clock.ms += BOUND_MS - gatewayLimits.standingRefreshMs;
  expect(await outcome(token)).toBe('bad token');
});

test('who signs in again after being signed out is let in, who is enabled again too', async () => {
  await mint();
  await accounts.revokeTokens(uid);
  await accounts.setDisabled(uid, true);
  expect(await outcome(await mint(0))).toBe('bad token');
  await accounts.setDisabled(uid, false);
  clock.ms += BOUND_MS;
  expect(await outcome(await mint(-1))).toBe('let in');
});

test('while the accounts are out of reach the last answer serves to its bound, then 503, never 401', async () => {
  const token = await mint();
  expect(await outcome(token)).toBe('let in');
  await issuer.stop();
  clock.ms += BOUND_MS - 1;
  expect(await outcome(token)).toBe('let in');
  clock.ms += 1;
  expect(await outcome(token)).toBe('accounts unavailable');
});

test('over HTTP a disabled user answers 401, and accounts out of reach 503', async () => {
  const world = await startWorld();
  const operator = await world.token();
  const away = await mintToken({
    dir: world.issuerDir,
    projectId,
    uid: 'away',
    claims: { role: 'ADMIN' },
    ttlSeconds: 600,
  });
  const own = await openIdentityProvider({
    nodeEnv: 'test',
    firebaseProjectId: projectId,
    localIssuer: { dir: world.issuerDir, url: world.issuer.url },
  });
  await openAccounts(own).setDisabled('away', true);
  await own.close();
  const answer = await world.ask('{ me { subject } }', { token: away });
  expect([answer.status, answer.codes]).toEqual([401, ['UNAUTHENTICATED']]);
  expect((await world.ask('{ me { subject } }', { token: operator })).status).toBe(200);
  const late = await mintToken({
    dir: world.issuerDir,
    projectId,
    uid: 'late',
    claims: { role: 'ADMIN' },
    ttlSeconds: 600,
  });
  await world.issuer.stop();
  const unknown = await world.ask('{ me { subject } }', { token: late });
  expect([unknown.status, unknown.codes]).toEqual([503, ['IDENTITY_UNAVAILABLE']]);
  await world.stop();
});
