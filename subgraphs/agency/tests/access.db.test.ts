// The door of the subgraph, what is for services alone, and what its database role may do.
import { createIdentityVerifier } from '../../../shared/auth/identity-verifier.ts';
import { connectDataSource } from '../../../shared/database/data-source.ts';
import { callers, testIdentities } from '../../../shared/testing/subgraph-call.ts';
import { startAgencyWorld } from './agency-world.ts';
import type { AgencyWorld } from './agency-world.ts';

let world: AgencyWorld;
beforeAll(async () => {
  world = await startAgencyWorld();
});
afterAll(() => world.stop());
beforeEach(() => world.empty());

describe('the door', () => {
  const body = JSON.stringify({ query: '{ me { subject } }' });

  async function knock(headers: Record<string, string>): Promise<[number, string]> {
    const response = await fetch(world.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    return [response.status, await response.text()];
  }

  test('stays shut, without a word, for whoever has no valid identity', async () => {
    const strangers = await testIdentities();
    const forged = await strangers.signers.gateway.headersFor(
      { ...callers.admin, requestId: 'r' },
      'agency',
    );
    const forAnother = await world.identities.signers.gateway.headersFor(
      { ...callers.admin, requestId: 'r' },
      'allotment',
    );
    expect(await knock({})).toEqual([401, '']);
    expect(await knock({ 'x-staysync-identity': 'ADMIN' })).toEqual([401, '']);
    expect(await knock(forged)).toEqual([401, '']);
    expect(await knock(forAnother)).toEqual([401, '']);
  });

  test('opens for an identity that its own verifier accepts', async () => {
    const headers = await world.identities.signers.gateway.headersFor(
      { ...callers.admin, requestId: 'r' },
      'agency',
    );
    const verifier = createIdentityVerifier({ jwks: world.identities.jwks, audience: 'agency' });
    expect(await verifier.verify(headers['x-staysync-identity'])).not.toBeNull();
    expect((await knock(headers))[0]).toBe(200);
  });

  test('tells anybody whether the process is alive and ready', async () => {
    const health = (path: string) =>
      fetch(new URL(path, world.url)).then((answer) => answer.status);
    expect([await health('/health/live'), await health('/health/ready')]).toEqual([200, 200]);
  });
});

describe('the standing of agencies', () => {
  const STANDING = `query ($ids: [ID!]!) {
    agencyStanding(ids: $ids) { id exists active currency } }`;

  test('is told to services, one answer per id in the order asked', async () => {
    await world.create({});
    await world.create({ code: 'ASIA', currency: 'SGD' });
    await world.admin.query(`update agency.agencies set status = 'SUSPENDED' where id = 'ASIA'`);
    const ids = ['NONE', 'ASIA', 'SIAM', 'ASIA', 'not a code'];
    const { data } = await world.ask(callers.service('reservation'), STANDING, { ids });
    const asia = { id: 'ASIA', exists: true, active: false, currency: 'SGD' };
    expect(data).toEqual({
      agencyStanding: [
        { id: 'NONE', exists: false, active: false, currency: null },
        asia,
        { id: 'SIAM', exists: true, active: true, currency: 'THB' },
        asia,
        { id: 'not a code', exists: false, active: false, currency: null },
      ],
    });
  });

  test.each([callers.admin, callers.operator, callers.agent, callers.partner('SIAM')])(
    'is not told to %j',
    async (identity) => {
      const { data, errors } = await world.ask(identity, STANDING, { ids: ['SIAM'] });
      expect(data).toBeNull();
      expect(errors[0]?.extensions?.code).toBe('FORBIDDEN');
    },
  );

  test('is asked for at most 500 at once', async () => {
    const ids = Array.from({ length: 501 }, (_, i) => `A${i}`);
    const { errors } = await world.ask(callers.service('reservation'), STANDING, { ids });
    expect(errors[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });
});

test('the role of the subgraph can neither change its audit log nor remove an agency', async () => {
  await world.create({});
  const role = await connectDataSource({
    url: world.database.urls.agency,
    schema: 'agency',
    applicationName: 'test',
  });
  try {
    for (const statement of [
      `update agency.agency_audit_log set actor = 'nobody'`,
      'delete from agency.agency_audit_log',
      'delete from agency.agencies',
      'select 1 from ledger.facts',
    ]) {
      await expect(role.query(statement)).rejects.toThrow('permission denied');
    }
  } finally {
    await role.destroy();
  }
});
