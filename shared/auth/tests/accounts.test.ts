// Managing users through firebase-admin, met by the local issuer where it would meet Google.
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAccounts } from '../accounts.ts';
import type { Accounts } from '../accounts.ts';
import { openIdentityProvider } from '../identity-provider.ts';
import type { IdentityProvider } from '../identity-provider.ts';
import { createLocalIssuerAgent } from '../local-issuer/agent.ts';
import { startLocalIssuer } from '../local-issuer/server.ts';
import type { LocalIssuer } from '../local-issuer/server.ts';

let dir: string;
let issuer: LocalIssuer;
let provider: IdentityProvider;
let accounts: Accounts;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'staysync-accounts-'));
  issuer = await startLocalIssuer({ dir, port: 0 });
  provider = await openIdentityProvider(settings());
  accounts = openAccounts(provider);
});
afterAll(async () => {
  await provider.close();
  await issuer.stop();
  await rm(dir, { recursive: true });
});

const settings = (url = issuer.url) => ({
  nodeEnv: 'test' as const,
  firebaseProjectId: 'staysync-test',
  localIssuer: { dir, url },
});

async function made(email: string): Promise<string> {
  const account = await accounts.create({ email, displayName: 'Somchai' });
  if (!account.ok) throw new Error(account.error);
  return account.value.uid;
}

test('a user is made, found by id and by address, and again after the issuer was restarted', async () => {
  const uid = await made('Somchai@Example.com');
  const expected = {
    uid,
    email: 'somchai@example.com',
    displayName: 'Somchai',
    disabled: false,
    claims: {},
    tokensValidFromMs: 0,
  };
  expect(await accounts.find(uid)).toEqual({ ok: true, value: expected });
  expect(await accounts.findByEmail('somchai@example.com')).toEqual({ ok: true, value: expected });
  const again = await startLocalIssuer({ dir, port: 0 });
  const other = await openIdentityProvider(settings(again.url));
  expect(await openAccounts(other).find(uid)).toEqual({ ok: true, value: expected });
  await other.close();
  await again.stop();
});

test('claims are role and for whom it is alone, and replace what was there', async () => {
  const uid = await made('claims@example.com');
  expect(await accounts.setClaims(uid, { role: 'PARTNER', agencyId: 'SIAM' })).toEqual({
    ok: true,
    value: null,
  });
  const more = { role: 'SUPPLIER', hotelIds: ['BKK01'], scopes: ['all'] } as const;
  await accounts.setClaims(uid, more);
  const found = await accounts.find(uid);
  expect(found.ok && found.value.claims).toEqual({ role: 'SUPPLIER', hotelIds: ['BKK01'] });
});

test('claims beyond what Firebase takes are refused before they are sent, and nothing changes', async () => {
  const uid = await made('long@example.com');
  await accounts.setClaims(uid, { role: 'AGENT' });
  const long = { role: 'PARTNER', agencyId: 'ก'.repeat(330) } as const;
  expect(await accounts.setClaims(uid, long)).toEqual({ ok: false, error: 'CLAIMS_TOO_LONG' });
  const found = await accounts.find(uid);
  expect(found.ok && found.value.claims).toEqual({ role: 'AGENT' });
});

test('disabling and signing out are told by the account', async () => {
  const uid = await made('away@example.com');
  await accounts.setDisabled(uid, true);
  await accounts.revokeTokens(uid);
  const found = await accounts.find(uid);
  expect(found.ok && found.value.disabled).toBe(true);
  expect(found.ok && found.value.tokensValidFromMs).toBeGreaterThan(0);
});

test.each<[string, () => Promise<unknown>, string]>([
  [
    'an address that is taken',
    () => accounts.create({ email: 'TAKEN@example.com' }),
    'EMAIL_TAKEN',
  ],
  [
    'an id that is taken',
    () => accounts.create({ uid: 'one', email: 'x@example.com' }),
    'UID_TAKEN',
  ],
  ['an address that is none', () => accounts.create({ email: 'somchai' }), 'BAD_EMAIL'],
  ['a user who does not exist', () => accounts.find('nobody'), 'NOT_FOUND'],
  ['an address of nobody', () => accounts.findByEmail('nobody@example.com'), 'NOT_FOUND'],
  ['claims of nobody', () => accounts.setClaims('nobody', { role: 'AGENT' }), 'NOT_FOUND'],
  ['disabling nobody', () => accounts.setDisabled('nobody', true), 'NOT_FOUND'],
])('%s is a refusal of its own', async (_what, act, error) => {
  await accounts.create({ email: 'taken@example.com' });
  await accounts.create({ uid: 'one', email: 'one@example.com' });
  expect(await act()).toEqual({ ok: false, error });
});

test('a provider out of reach is told apart from every refusal', async () => {
  const away = await openIdentityProvider(settings('https://127.0.0.1:1'));
  expect(await openAccounts(away).find('one')).toEqual({ ok: false, error: 'UNAVAILABLE' });
  await away.close();
});

test('nobody manages accounts without the key of the issuer’s folder', async () => {
  const agent = await createLocalIssuerAgent({ dir, url: issuer.url });
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const path = '/v1/projects/staysync-test/accounts:lookup';
    const headers = { authorization: 'Bearer guessed' };
    request({ agent, host: 'localhost', path, method: 'POST', headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end('{}');
  });
  expect(status).toBe(401);
});
