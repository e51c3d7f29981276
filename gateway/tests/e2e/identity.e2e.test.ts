// Who gets in: the gateway believes valid ID tokens alone, the subgraphs believe the gateway alone.
import { importJWK, SignJWT } from 'jose';
import { createIdentitySigner } from '../../../shared/auth/identity-signer.ts';
import { identityHeader } from '../../../shared/auth/identity.ts';
import type { IdentityClaims } from '../../../shared/auth/identity.ts';
import { generateIdentityKeys } from '../../../shared/auth/keys.ts';
import { SUBGRAPH_NAMES } from '../../../shared/config/environment.ts';
import type { SubgraphName } from '../../../shared/config/environment.ts';
import { startTestSystem } from '../../../shared/testing/services/test-system.ts';
import type { TestSystem } from '../../../shared/testing/services/test-system.ts';

const ADMIN: IdentityClaims = { subject: 'uid-admin', role: 'ADMIN' };
const WHO = '{ me { subject role agency { id } } }';
const PAST_MS = 3_600_000;
let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem({ only: ['gateway', ...SUBGRAPH_NAMES] });
});
afterAll(() => system.stop());

async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  query = WHO,
): Promise<{ status: number; text: string }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, text: await response.text() };
}

describe('the gateway', () => {
  test('answers 401 without a token', async () => {
    const { status, text } = await post(system.gatewayUrl, {});
    expect(status).toBe(401);
    expect(JSON.parse(text)).toEqual({
      errors: [
        {
          message: 'A valid ID token is needed.',
          extensions: { code: 'UNAUTHENTICATED', retryable: false },
        },
      ],
    });
  });

  test('answers 401 to a token of which one claim was changed', async () => {
    const token = await system.token({ role: 'PARTNER', agencyId: 'SIAM' });
    const [header = '', payload = '', signature = ''] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const forged = Buffer.from(JSON.stringify({ ...claims, role: 'ADMIN' })).toString('base64url');
    const tokenForged = `${header}.${forged}.${signature}`;
    const genuine = await post(system.gatewayUrl, { authorization: `Bearer ${token}` });
    expect(genuine.status).toBe(200);
    const { status } = await post(system.gatewayUrl, { authorization: `Bearer ${tokenForged}` });
    expect(status).toBe(401);
  });

  test('answers 401 to a token of another system', async () => {
    const other = await startTestSystem({ only: [] });
    const token = await other.token({ role: 'ADMIN' });
    await other.stop();
    const { status } = await post(system.gatewayUrl, { authorization: `Bearer ${token}` });
    expect(status).toBe(401);
  });

  test('believes no identity that a client sends, be it ever so genuine', async () => {
    const identity = await signedBy('gateway', ADMIN, 'agency');
    expect((await post(system.gatewayUrl, { [identityHeader]: identity })).status).toBe(401);
    const token = await system.token({ role: 'PARTNER', agencyId: 'SIAM' });
    const { status, text } = await post(system.gatewayUrl, {
      authorization: `Bearer ${token}`,
      [identityHeader]: identity,
    });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({
      data: { me: { subject: 'local-partner-SIAM', role: 'PARTNER', agency: null } },
    });
  });
});

type Signer = 'gateway' | SubgraphName;

/** An identity under a key of the running system. */
function signedBy(
  issuer: Signer,
  claims: IdentityClaims,
  audience: string,
  now = Date.now,
): Promise<string> {
  const privateJwk = system.settings.identityKeys.private[issuer];
  return createIdentitySigner({ privateJwk, issuer, now }).sign(claims, audience);
}

/** A genuine identity with something about its claims changed, signed by nobody who knows of it. */
async function changed(subgraph: SubgraphName, changes: object): Promise<string> {
  const genuine = await signedBy('gateway', { ...ADMIN, role: 'AGENT' }, subgraph);
  const [header = '', payload = '', signature = ''] = genuine.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  const text = JSON.stringify({ ...claims, ...changes });
  return [header, Buffer.from(text).toString('base64url'), signature].join('.');
}

const unsigned = (subgraph: SubgraphName): string => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const iat = Math.floor(Date.now() / 1_000);
  const claims = { iss: 'gateway', aud: subgraph, sub: 'x', role: 'ADMIN', iat, exp: iat + 60 };
  return `${part({ alg: 'none', kid: 'gateway' })}.${part(claims)}.`;
};

describe.each(SUBGRAPH_NAMES)('the port of %s', (subgraph) => {
  const url = (): string => `${system.urls[subgraph]}/graphql`;
  const neighbour = SUBGRAPH_NAMES.find((name) => name !== subgraph) as SubgraphName;

  test('serves the gateway and fellow services', async () => {
    for (const identity of [
      await signedBy('gateway', ADMIN, subgraph),
      await signedBy(neighbour, { subject: neighbour, role: 'SYSTEM' }, subgraph),
    ]) {
      const { status, text } = await post(url(), { [identityHeader]: identity }, '{ __typename }');
      expect(status).toBe(200);
      expect(JSON.parse(text)).toEqual({ data: { __typename: 'Query' } });
    }
  });

  test.each<[string, () => Promise<string> | string | null]>([
    ['no identity', () => null],
    ['an empty identity', () => ''],
    ['no JWT', () => 'ADMIN'],
    ['an identity without signature', () => unsigned(subgraph)],
    ['a changed role', () => changed(subgraph, { role: 'ADMIN' })],
    ['a key that bears the gateway’s name', () => signedByStranger(subgraph)],
    ['an identity meant for another subgraph', () => signedBy('gateway', ADMIN, neighbour)],
    [
      'an identity that ran out',
      () => signedBy('gateway', ADMIN, subgraph, () => Date.now() - PAST_MS),
    ],
    [
      'an identity from the future',
      () => signedBy('gateway', ADMIN, subgraph, () => Date.now() + PAST_MS),
    ],
    ['a service that speaks for a user', () => serviceAsAdmin(neighbour, subgraph)],
    ['a client’s own ID token', () => system.token({ role: 'ADMIN' })],
  ])('answers 401 and not a byte more to %s', async (_what, makeIdentity) => {
    const identity = await makeIdentity();
    const headers: Record<string, string> = identity === null ? {} : { [identityHeader]: identity };
    expect(await post(url(), headers)).toEqual({ status: 401, text: '' });
    expect(await post(url(), headers, '{ __typename }')).toEqual({ status: 401, text: '' });
  });
});

async function signedByStranger(audience: string): Promise<string> {
  const strangers = await generateIdentityKeys(['gateway']);
  return createIdentitySigner({
    privateJwk: strangers.private.gateway,
    issuer: 'gateway',
  }).sign(ADMIN, audience);
}

/** What no signer of ours would make: a service's own key, asserting a user's role. */
async function serviceAsAdmin(service: SubgraphName, audience: string): Promise<string> {
  const key = await importJWK(system.settings.identityKeys.private[service], 'EdDSA');
  return new SignJWT({ role: 'ADMIN' })
    .setProtectedHeader({ alg: 'EdDSA', kid: service })
    .setIssuer(service)
    .setAudience(audience)
    .setSubject('uid-admin')
    .setIssuedAt()
    .setExpirationTime('60s')
    .sign(key);
}
