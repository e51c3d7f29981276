// Who the gateway believes, and what subgraphs are told about it.
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importPKCS8, SignJWT } from 'jose';
import { ensureLocalIssuer } from '../../shared/auth/local-issuer/credentials.ts';
import { mintToken } from '../../shared/auth/local-issuer/mint-token.ts';
import { openAccounts } from '../../shared/auth/accounts.ts';
import { openIdentityProvider } from '../../shared/auth/identity-provider.ts';
import { createStandings } from '../auth/standings.ts';
import { createTokenVerifier } from '../auth/token-verifier.ts';
import { projectId, startWorld, type World } from './world/world.ts';

const WHO = '{ me { subject role agencyId hotelIds } }';
let world: World;
let strangersDir: string;

beforeAll(async () => {
  world = await startWorld();
  strangersDir = await mkdtemp(join(tmpdir(), 'staysync-stranger-'));
});
afterAll(async () => {
  await world.stop();
  await rm(strangersDir, { recursive: true });
});

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token as the local issuer makes it, with anything about it changed. */
async function forge(changes: { header?: object; claims?: object; key?: string }): Promise<string> {
  const { kid, signingKey } = await ensureLocalIssuer(world.issuerDir);
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({
    role: 'ADMIN',
    iss: `https://securetoken.google.com/${projectId}`,
    aud: projectId,
    sub: 'uid-1',
    iat: now,
    auth_time: now,
    exp: now + 600,
    ...changes.claims,
  })
    .setProtectedHeader({ alg: 'RS256', kid, ...changes.header })
    .sign(await importPKCS8(changes.key ?? signingKey, 'RS256'));
}

test('subgraphs learn who asks from the token', async () => {
  const token = await world.token({ role: 'PARTNER', agencyId: 'SIAM' });
  const { data } = await world.ask(WHO, { token });
  expect(data).toEqual({
    me: { subject: 'uid-1', role: 'PARTNER', agencyId: 'SIAM', hotelIds: null },
  });
  const supplier = await world.token({ role: 'SUPPLIER', hotelIds: ['BKK1', 'BKK2'] });
  expect((await world.ask(WHO, { token: supplier })).data).toMatchObject({
    me: { role: 'SUPPLIER', hotelIds: ['BKK1', 'BKK2'] },
  });
});

test('nothing a client sends in a header reaches a subgraph', async () => {
  const headers = {
    'x-staysync-identity': 'forged',
    'x-request-id': 'chosen-by-client',
    'x-forwarded-for': '10.0.0.1',
    cookie: 'a=b',
  };
  const { data, headers: answered } = await world.ask(WHO, { headers });
  expect(data).toMatchObject({ me: { role: 'OPERATOR' } });
  const received = world.hotels.received.at(-1);
  expect(Object.keys(received?.headers ?? {}).sort()).toEqual([
    'accept',
    'connection',
    'content-length',
    'content-type',
    'host',
    'x-request-id',
    'x-staysync-identity',
  ]);
  expect(received?.headers['x-staysync-identity']).not.toBe('forged');
  expect(received?.identity.requestId).toBe(answered.get('x-request-id'));
  expect(received?.identity.requestId).not.toBe('chosen-by-client');
});

test('the forged token used below is accepted when nothing about it is changed', async () => {
  expect((await world.ask(WHO, { token: await forge({}) })).status).toBe(200);
});

const now = Math.floor(Date.now() / 1_000);
const strangersKey = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

/** As a subgraph received it a moment ago, and would believe it. */
async function internalToken(): Promise<string> {
  await world.ask(WHO, { token: await forge({}) });
  const token = world.hotels.received.at(-1)?.headers['x-staysync-identity'];
  expect(token).toMatch(/^eyJ[^.]+\.[^.]+\.[^.]+$/);
  return String(token);
}

test.each<[string, () => Promise<string | null> | string | null]>([
  ['no token', () => null],
  ['an empty token', () => ''],
  ['no JWT', () => 'hello'],
  ['three parts of nothing', () => 'a.b.c'],
  ['a payload that is null', () => `${part({ alg: 'RS256', kid: 'x' })}.${part(null)}.c2ln`],
  ['an endless token', () => 'a'.repeat(9_000)],
  ['another key', () => forge({ key: strangersKey })],
  [
    "another issuer's key and kid",
    () =>
      mintToken({
        dir: strangersDir,
        projectId,
        uid: 'x',
        claims: { role: 'ADMIN' },
        ttlSeconds: 60,
      }),
  ],
  ['an unknown kid', () => forge({ header: { kid: 'unknown' } })],
  ['a kid of JavaScript', () => forge({ header: { kid: '__proto__' } })],
  ['no kid', () => forge({ header: { kid: undefined } })],
  ['another audience', () => forge({ claims: { aud: 'other-project' } })],
  ['another issuer', () => forge({ claims: { iss: 'https://securetoken.google.com/other' } })],
  ['an expired token', () => forge({ claims: { iat: now - 7_200, exp: now - 3_600 } })],
  ['a token from the future', () => forge({ claims: { nbf: now + 3_600 } })],
  ['a token made in the future', () => forge({ claims: { iat: now + 3_600, exp: now + 7_200 } })],
  ['no time of sign-in', () => forge({ claims: { auth_time: undefined } })],
  ['a user who does not exist', () => forge({ claims: { sub: 'nobody' } })],
  ['what the gateway itself signs for subgraphs', internalToken],
  [
    'the signature of another token',
    async () => {
      const [mine, other] = [await forge({}), await forge({ claims: { sub: 'uid-2' } })];
      return [...mine.split('.').slice(0, 2), other.split('.')[2]].join('.');
    },
  ],
  ['no subject', () => forge({ claims: { sub: '' } })],
  ['alg none', () => `${part({ alg: 'none', kid: 'x' })}.${part({ role: 'ADMIN' })}.`],
  [
    'HS256 with the certificate as secret',
    async () => {
      const { kid, signingCertificate } = await ensureLocalIssuer(world.issuerDir);
      const [, payload = ''] = (await forge({})).split('.');
      const signed = `${part({ alg: 'HS256', kid })}.${payload}`;
      const mac = createHmac('sha256', signingCertificate).update(signed).digest('base64url');
      return `${signed}.${mac}`;
    },
  ],
  [
    'a changed claim',
    async () => {
      const [header = '', payload = '', signature = ''] = (await world.token()).split('.');
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
      return `${header}.${part({ ...claims, role: 'ADMIN' })}.${signature}`;
    },
  ],
])('%s answers 401 and reaches no subgraph', async (_what, makeToken) => {
  const token = await makeToken();
  const before = world.hotels.received.length;
  const { status, errors, headers } = await world.ask(WHO, { token });
  expect(status).toBe(401);
  expect(errors).toEqual([
    {
      message: 'A valid ID token is needed.',
      extensions: { code: 'UNAUTHENTICATED', retryable: false },
    },
  ]);
  expect(headers.get('www-authenticate')).toBe('Bearer');
  expect(world.hotels.received.length).toBe(before);
});

test.each([
  ['no role', {}],
  ['an unknown role', { role: 'ROOT' }],
  ['the role of services', { role: 'SYSTEM' }],
  ['a partner without agency', { role: 'PARTNER' }],
  ['an agency that is no id', { role: 'PARTNER', agencyId: 'a b' }],
])('%s answers 403', async (_what, claims) => {
  const { status, codes } = await world.ask(WHO, { token: await world.token(claims) });
  expect([status, codes[0]]).toEqual([403, 'FORBIDDEN']);
});

test('a token that was accepted is refused once it has expired', async () => {
  const token = await world.token({ role: 'AGENT' }, 600);
  const clock = { ms: Date.now() };
  const provider = await openIdentityProvider({
    nodeEnv: 'test',
    firebaseProjectId: projectId,
    localIssuer: { dir: world.issuerDir, url: world.issuer.url },
  });
  const standings = createStandings(openAccounts(provider));
  const verifier = createTokenVerifier({ provider, standings, now: () => clock.ms });
  expect(await verifier.verify(token)).toMatchObject({ ok: true });
  clock.ms += 590_000;
  expect(await verifier.verify(token)).toMatchObject({ ok: true });
  clock.ms += 10_000;
  expect(await verifier.verify(token)).toEqual({ ok: false, error: 'bad token' });
  await provider.close();
});

test('without the supplier of keys a good token answers 503, not 401', async () => {
  const keyless = await startWorld({ issuerUrl: 'https://127.0.0.1:1' });
  const { status, errors } = await keyless.ask(WHO);
  expect(status).toBe(503);
  expect(errors[0]?.extensions).toEqual({ code: 'IDENTITY_UNAVAILABLE', retryable: true });
  const ready = await keyless.send('/api/v1/health/ready', {});
  expect(ready.status).toBe(503);
  expect(ready.body).toEqual({ status: 'not ready', notReady: ['token keys'] });
  await keyless.stop();
});

test('keys once learnt are used while their supplier is away', async () => {
  const own = await startWorld();
  expect((await own.ask(WHO)).status).toBe(200);
  await own.issuer.stop();
  const token = await own.token({ role: 'AGENT' });
  expect((await own.ask(WHO, { token })).status).toBe(200);
  await own.stop();
});

test('the local issuer is refused in production, the emulator everywhere', async () => {
  const localIssuer = { dir: strangersDir, url: 'https://127.0.0.1:1' };
  const settings = { firebaseProjectId: projectId };
  await expect(
    openIdentityProvider({ ...settings, nodeEnv: 'production', localIssuer }),
  ).rejects.toThrow('refused in production');
  for (const nodeEnv of ['production', 'development'] as const) {
    await expect(
      openIdentityProvider({ ...settings, nodeEnv, firebaseAuthEmulatorHost: '127.0.0.1:9099' }),
    ).rejects.toThrow('FIREBASE_AUTH_EMULATOR_HOST');
  }
  const real = await openIdentityProvider({ ...settings, nodeEnv: 'production' });
  expect(real.agent).toBeUndefined();
  await real.close();
});

test('no token is ever logged', () => {
  expect(world.log()).not.toMatch(/eyJ/);
});
