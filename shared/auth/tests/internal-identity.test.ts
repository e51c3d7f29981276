// What a subgraph believes about its caller, and everything it must refuse.
import { generateKeyPairSync } from 'node:crypto';
import { importJWK, SignJWT, UnsecuredJWT } from 'jose';
import { identityHeader, requestIdHeader, type IdentityClaims } from '../identity.ts';
import { createIdentitySigner } from '../identity-signer.ts';
import { createIdentityVerifier } from '../identity-verifier.ts';
import { generateIdentityKeys, type PrivateIdentityKey } from '../keys.ts';

const START_MS = Date.UTC(2026, 2, 10, 9, 0, 0);
const partner: IdentityClaims = { subject: 'uid-1', role: 'PARTNER', agencyId: 'SIAM' };

async function makeWorld() {
  const keys = await generateIdentityKeys(['gateway', 'reservation']);
  const clock = { ms: START_MS };
  const now = () => clock.ms;
  return {
    keys,
    clock,
    gateway: createIdentitySigner({ privateJwk: keys.private.gateway, issuer: 'gateway', now }),
    reservation: createIdentitySigner({
      privateJwk: JSON.stringify(keys.private.reservation),
      issuer: 'reservation',
      now,
    }),
    verifier: createIdentityVerifier({
      jwks: JSON.stringify(keys.jwks),
      audience: 'allotment',
      now,
    }),
  };
}

/** A token as the gateway would sign it, with anything about it changed. */
async function forge(
  key: PrivateIdentityKey,
  changes: { header?: object; claims?: object } = {},
): Promise<string> {
  const issuedAt = START_MS / 1_000;
  const claims = {
    iss: 'gateway',
    aud: 'allotment',
    sub: 'uid-1',
    role: 'PARTNER',
    agencyId: 'SIAM',
    iat: issuedAt,
    exp: issuedAt + 60,
    ...changes.claims,
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', kid: 'gateway', ...changes.header })
    .sign(await importJWK(key, 'EdDSA'));
}

test("a user's identity arrives as the gateway signed it", async () => {
  const { gateway, verifier } = await makeWorld();
  const claims: IdentityClaims = { ...partner, hotelIds: ['BKK1', 'BKK2'] };
  expect(await verifier.verify(await gateway.sign(claims, 'allotment'), 'req-1')).toEqual({
    ...claims,
    issuer: 'gateway',
    requestId: 'req-1',
  });
});

test('a service speaks for itself as SYSTEM', async () => {
  const { reservation, verifier } = await makeWorld();
  const headers = await reservation.headersFor(
    { subject: 'reservation', role: 'SYSTEM', requestId: 'req-2' },
    'allotment',
  );
  expect(await verifier.verify(headers[identityHeader], headers[requestIdHeader])).toEqual({
    subject: 'reservation',
    role: 'SYSTEM',
    issuer: 'reservation',
    requestId: 'req-2',
  });
});

test('the webhook route speaks to reservation alone, in a role of its own, and never as a service', async () => {
  const keys = await generateIdentityKeys(['webhooks']);
  const now = (): number => START_MS;
  const { webhooks: privateJwk } = keys.private;
  const signer = createIdentitySigner({ privateJwk, issuer: 'webhooks', now });
  const heardBy = (audience: string) => createIdentityVerifier({ jwks: keys.jwks, audience, now });
  const post: IdentityClaims = { subject: 'webhooks', role: 'WEBHOOK' };

  const token = await signer.sign(post, 'reservation');
  expect(await heardBy('reservation').verify(token)).toMatchObject({ role: 'WEBHOOK' });
  const astray = await signer.sign(post, 'allotment');
  expect(await heardBy('allotment').verify(astray)).toBeNull();
  for (const role of ['SYSTEM', 'ADMIN', 'OPERATOR', 'PARTNER'] as const) {
    await expect(signer.sign({ ...post, role }, 'reservation')).rejects.toThrow();
  }
  // Signed all the same, by whoever got hold of the key.
  const header = { kid: 'webhooks' };
  const claims = { iss: 'webhooks', aud: 'reservation', role: 'SYSTEM', agencyId: undefined };
  expect(
    await heardBy('reservation').verify(await forge(privateJwk, { header, claims })),
  ).toBeNull();
});

test.each(['gateway', 'reservation'] as const)('%s cannot deliver webhooks', async (issuer) => {
  const { [issuer]: signer } = await makeWorld();
  await expect(signer.sign({ subject: 'x', role: 'WEBHOOK' }, 'reservation')).rejects.toThrow();
});

test('the forged token used below is accepted when nothing about it is changed', async () => {
  const { keys, verifier } = await makeWorld();
  expect(await verifier.verify(await forge(keys.private.gateway))).toMatchObject(partner);
});

const issuedAt = START_MS / 1_000;
test.each<[string, { header?: object; claims?: object }]>([
  ['an unknown kid', { header: { kid: 'stranger' } }],
  ['no kid', { header: { kid: undefined } }],
  ["another process's kid", { header: { kid: 'reservation' } }],
  ['another audience', { claims: { aud: 'reservation' } }],
  ['several audiences', { claims: { aud: ['allotment', 'reservation'] } }],
  ['no audience', { claims: { aud: undefined } }],
  ['another issuer', { claims: { iss: 'reservation' } }],
  ['no issuer', { claims: { iss: undefined } }],
  ['an expiry in the past', { claims: { iat: issuedAt - 60, exp: issuedAt - 1 } }],
  ['no expiry', { claims: { exp: undefined } }],
  ['no time of issue', { claims: { iat: undefined } }],
  ['a life of more than a minute', { claims: { exp: issuedAt + 61 } }],
  ['an issue in the future', { claims: { iat: issuedAt + 30, exp: issuedAt + 60 } }],
  ['no subject', { claims: { sub: '' } }],
  ['an unknown role', { claims: { role: 'ROOT' } }],
  ['a role in the wrong case', { claims: { role: 'admin' } }],
  ['SYSTEM from the gateway', { claims: { role: 'SYSTEM' } }],
  ['a partner without agency', { claims: { agencyId: undefined } }],
  ['an agency that is no id', { claims: { agencyId: "SIAM' OR 1=1" } }],
  ['hotels that are no list', { claims: { hotelIds: 'BKK1' } }],
  ['a claim nobody knows', { claims: { scopes: ['all'] } }],
])('%s is refused', async (_what, changes) => {
  const { keys, verifier } = await makeWorld();
  expect(await verifier.verify(await forge(keys.private.gateway, changes))).toBeNull();
});

test("a key that is not the gateway's is refused though it says so", async () => {
  const { verifier } = await makeWorld();
  const strangers = await generateIdentityKeys(['gateway']);
  expect(await verifier.verify(await forge(strangers.private.gateway))).toBeNull();
});

test.each(['ADMIN', 'OPERATOR', 'AGENT', 'PARTNER', 'SUPPLIER'])(
  "a service's key that asserts %s is refused",
  async (role) => {
    const { keys, verifier } = await makeWorld();
    const token = await forge(keys.private.reservation, {
      header: { kid: 'reservation' },
      claims: { iss: 'reservation', sub: 'reservation', role },
    });
    expect(await verifier.verify(token)).toBeNull();
  },
);

test('alg none is refused', async () => {
  const { verifier } = await makeWorld();
  const token = new UnsecuredJWT({ ...partner, role: 'ADMIN' })
    .setIssuer('gateway')
    .setAudience('allotment')
    .setSubject('uid-1')
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + 60)
    .encode();
  expect(await verifier.verify(token)).toBeNull();
});

test('HS256 with the public key as secret is refused', async () => {
  const { keys, verifier } = await makeWorld();
  const token = await new SignJWT({ role: 'ADMIN' })
    .setProtectedHeader({ alg: 'HS256', kid: 'gateway' })
    .setIssuer('gateway')
    .setAudience('allotment')
    .setSubject('uid-1')
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + 60)
    .sign(Buffer.from(keys.jwks.keys[0]?.x ?? '', 'base64url'));
  expect(await verifier.verify(token)).toBeNull();
});

test('a changed claim or signature is refused, also after the original was accepted', async () => {
  const { gateway, verifier } = await makeWorld();
  const token = await gateway.sign(partner, 'allotment');
  expect(await verifier.verify(token)).not.toBeNull();
  const [header = '', payload = '', signature = ''] = token.split('.');
  const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const altered = Buffer.from(JSON.stringify(Object.assign({}, claims, { role: 'ADMIN' })));
  const flipped = (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1);
  expect(
    await verifier.verify(`${header}.${altered.toString('base64url')}.${signature}`),
  ).toBeNull();
  expect(await verifier.verify(`${header}.${payload}.${flipped}`)).toBeNull();
});

test.each([
  ['nothing', undefined],
  ['an empty header', ''],
  ['no token at all', 'hello'],
  ['a header sent twice', ['a', 'b']],
  ['an endless header', 'a'.repeat(10_000)],
])('%s is refused', async (_what, value) => {
  const { verifier } = await makeWorld();
  expect(await verifier.verify(value)).toBeNull();
});

test('an accepted token is refused once its minute is over', async () => {
  const { gateway, verifier, clock } = await makeWorld();
  const token = await gateway.sign(partner, 'allotment');
  expect(await verifier.verify(token)).not.toBeNull();
  clock.ms += 59_999;
  expect(await verifier.verify(token)).not.toBeNull();
  clock.ms += 1;
  expect(await verifier.verify(token)).toBeNull();
});

test('a signed identity is handed out again for half a minute, to the same caller and callee only', async () => {
  const { gateway, clock } = await makeWorld();
  const first = await gateway.sign(partner, 'allotment');
  expect(await gateway.sign({ ...partner }, 'allotment')).toBe(first);
  expect(await gateway.sign(partner, 'agency')).not.toBe(first);
  expect(await gateway.sign({ ...partner, subject: 'uid-2' }, 'allotment')).not.toBe(first);
  expect(await gateway.sign({ ...partner, agencyId: 'ASIA' }, 'allotment')).not.toBe(first);
  expect(await gateway.sign({ ...partner, role: 'AGENT' }, 'allotment')).not.toBe(first);
  clock.ms += 30_000;
  expect(await gateway.sign(partner, 'allotment')).not.toBe(first);
});

test('a signer refuses to speak as what its issuer is not', async () => {
  const { gateway, reservation, keys } = await makeWorld();
  await expect(gateway.sign({ subject: 'x', role: 'SYSTEM' }, 'allotment')).rejects.toThrow();
  await expect(reservation.sign({ subject: 'x', role: 'ADMIN' }, 'allotment')).rejects.toThrow();
  expect(() =>
    createIdentitySigner({ privateJwk: keys.private.reservation, issuer: 'gateway' }),
  ).toThrow('bears another name');
});

test('an ill-formed request id is replaced, never passed on', async () => {
  const { gateway, verifier } = await makeWorld();
  const token = await gateway.sign(partner, 'allotment');
  for (const given of [undefined, '', 'a\nb', 'x'.repeat(65), ['a', 'b']]) {
    const identity = await verifier.verify(token, given);
    expect(identity?.requestId).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test('keys of another kind, damaged ones and two of one name stop the start without showing them', async () => {
  const { keys } = await makeWorld();
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey;
  for (const privateJwk of [
    '',
    '{',
    JSON.stringify({ ...rsa.export({ format: 'jwk' }), kid: 'gateway' }),
  ]) {
    expect(() => createIdentitySigner({ privateJwk, issuer: 'gateway' })).toThrow(
      'INTERNAL_IDENTITY_KEY is no private Ed25519 JWK with a kid',
    );
  }
  const twice = { keys: [...keys.jwks.keys, ...keys.jwks.keys] };
  expect(() => createIdentityVerifier({ jwks: twice, audience: 'allotment' })).toThrow(
    'distinct kids',
  );
  expect(JSON.stringify(keys.jwks)).not.toContain('"d"');
});
