// The mutation createAgency: what it writes, and how often.
import { callers } from '../../../shared/testing/subgraph-call.ts';
import { siam, startAgencyWorld } from './agency-world.ts';
import type { AgencyWorld } from './agency-world.ts';

let world: AgencyWorld;
beforeAll(async () => {
  world = await startAgencyWorld();
});
afterAll(() => world.stop());
beforeEach(() => world.empty());

describe('opening an agency', () => {
  test('stores it, audits who did it and tells it, once', async () => {
    expect(await world.create({ name: ' Siam Travel ' })).toEqual({
      __typename: 'Agency',
      id: 'SIAM',
      ...siam,
      status: 'ACTIVE',
      version: 1,
    });
    const agency = { ...siam, status: 'ACTIVE', version: 1, markupBp: 0, hotelAccess: 'ALL' };
    expect(await world.admin.query('select * from agency.agency_audit_log')).toEqual([
      expect.objectContaining({
        agency_id: 'SIAM',
        action: 'CREATED',
        actor: 'uid-operator',
        actor_role: 'OPERATOR',
        before: null,
        after: expect.objectContaining(agency) as unknown,
      }),
    ]);
    expect(await world.admin.query('select * from agency.outbox')).toEqual([
      expect.objectContaining({
        type: 'agency.created',
        v: 1,
        agency_id: 'SIAM',
        payload: { code: 'SIAM', status: 'ACTIVE' },
        relayed_at: null,
      }),
    ]);
  });

  test('the same body again gives the same agency and writes nothing', async () => {
    const first = await world.create({});
    const before = await world.everything();
    expect(await world.create({}, callers.admin)).toEqual(first);
    expect(await world.everything()).toEqual(before);
  });

  test('of many at once with one code, one is opened and the same bodies all get it', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) => world.create(i % 3 === 0 ? { name: 'Other' } : {})),
    );
    const opened = answers.filter((answer) => answer.__typename === 'Agency');
    const refused = answers.filter((answer) => answer.__typename === 'DuplicateReference');
    expect([4, 8]).toContain(opened.length);
    expect(opened.length + refused.length).toBe(12);
    expect(await world.admin.query('select action from agency.agency_audit_log')).toHaveLength(1);
    expect(await world.admin.query('select type from agency.outbox')).toHaveLength(1);
  });
});
