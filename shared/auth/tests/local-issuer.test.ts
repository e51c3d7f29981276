// The issuer of development and tests: who gets a token, and that its folder is safe to share.
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { ensureLocalIssuer } from '../local-issuer/credentials.ts';
import { mintRoleToken, type LocalUser } from '../local-issuer/role-token.ts';

let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'staysync-issuer-'));
});
afterAll(() => rm(dir, { recursive: true }));

const mint = (user: LocalUser) =>
  mintRoleToken(user, { dir, projectId: 'staysync-local', ttlSeconds: 3_600 });

test('processes that come at once share one issuer, which nobody else can read', async () => {
  const fresh = join(dir, 'fresh');
  const all = await Promise.all([1, 2, 3].map(() => ensureLocalIssuer(fresh)));
  expect(new Set(all.map(({ kid }) => kid)).size).toBe(1);
  expect(await readdir(fresh)).toEqual(['issuer.json']);
  expect((await stat(fresh)).mode & 0o777).toBe(0o700);
  expect((await stat(join(fresh, 'issuer.json'))).mode & 0o777).toBe(0o600);
});

test('a damaged issuer is named, not replaced: its tokens may be in use', async () => {
  const damaged = await mkdtemp(join(dir, 'damaged-'));
  await writeFile(join(damaged, 'issuer.json'), '{');
  await expect(ensureLocalIssuer(damaged)).rejects.toThrow('issuer.json is damaged');
});

test('a token carries what the role needs and nothing else, and the same user keeps its uid', async () => {
  const claimsOf = async (user: LocalUser) => {
    const minted = await mint(user);
    const { role, agencyId, agencyIds, hotelIds, sub } = decodeJwt(minted.ok ? minted.value : '');
    return { role, agencyId, agencyIds, hotelIds, sub };
  };
  expect(await claimsOf({ role: 'PARTNER', agencyId: 'SIAM' })).toEqual({
    role: 'PARTNER',
    agencyId: 'SIAM',
    hotelIds: undefined,
    sub: 'local-partner-SIAM',
  });
  const agent = await claimsOf({ role: 'AGENT', agencyIds: ['SIAM', 'ASIA'] });
  expect(agent).toMatchObject({ role: 'AGENT', agencyIds: ['ASIA', 'SIAM'] });
  expect((await claimsOf({ role: 'ADMIN' })).sub).toBe('local-admin');
  const supplier = await claimsOf({ role: 'SUPPLIER', hotelIds: ['BKK2', 'BKK1'] });
  expect(supplier.hotelIds).toEqual(['BKK1', 'BKK2']);
  expect(await claimsOf({ role: 'SUPPLIER', hotelIds: ['BKK1', 'BKK2'] })).toEqual(supplier);
});

test.each<[string, LocalUser]>([
  ['A partner needs --agency CODE.', { role: 'PARTNER' }],
  ['A supplier needs --hotel ID.', { role: 'SUPPLIER' }],
  ['--agency says nothing about ADMIN', { role: 'ADMIN', agencyId: 'SIAM' }],
  ['--agency says nothing about AGENT', { role: 'AGENT', agencyId: 'SIAM' }],
  ['--agency says nothing about PARTNER', { role: 'PARTNER', agencyId: 'A', agencyIds: ['B'] }],
  ['--hotel is for suppliers alone.', { role: 'AGENT', hotelIds: ['BKK1'] }],
  ['"siam" is no code', { role: 'PARTNER', agencyId: 'siam' }],
])('%s', async (message, user) => {
  const minted = await mint(user);
  expect(minted).toEqual({ ok: false, error: expect.stringContaining(message) as string });
});
