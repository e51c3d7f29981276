// The mutation createAgency: what it writes, and its refusals in order of precedence.
import type { IdentityClaims } from '../../../shared/auth/identity.ts';
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
    });
    const agency = { ...siam, status: 'ACTIVE' };
    expect(await world.admin.query('select * from agency.agency_audit_log')).toEqual([
      expect.objectContaining({
        agency_id: 'SIAM',
        action: 'CREATED',
        actor: 'uid-operator',
        actor_role: 'OPERATOR',
        before: null,
        after: agency,
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

  // In order of precedence: each row is also wrong in the ways of the rows below it, so that the
  // answer shows which class is looked at first.
  const bad = { code: 'taken!', name: ' ', currency: 'BTC' };
  const refusals: [
    string,
    IdentityClaims,
    Partial<typeof siam>,
    string,
    [string, string | null][],
  ][] = [
    ['an agent', callers.agent, bad, 'NotPermitted', [['NOT_ENTITLED', null]]],
    ['a partner', callers.partner('TAKEN'), bad, 'NotPermitted', [['NOT_ENTITLED', null]]],
    ['a supplier', callers.supplier('BKK1'), bad, 'NotPermitted', [['NOT_ENTITLED', null]]],
    ['a service', callers.service('reservation'), bad, 'NotPermitted', [['NOT_ENTITLED', null]]],
    [
      'code, name and currency that are malformed',
      callers.operator,
      bad,
      'InvalidInput',
      [
        ['BAD_INPUT', '/code'],
        ['BAD_INPUT', '/name'],
        ['BAD_INPUT', '/currency'],
      ],
    ],
    [
      'a country that is none, of a taken code',
      callers.operator,
      { code: 'TAKEN', country: 'XX' },
      'InvalidInput',
      [['BAD_INPUT', '/country']],
    ],
    [
      'a taken code with another name and tier',
      callers.operator,
      { code: 'TAKEN', name: 'Other', tier: 'SILVER' },
      'DuplicateReference',
      [
        ['DUPLICATE_REFERENCE', '/name'],
        ['DUPLICATE_REFERENCE', '/tier'],
      ],
    ],
  ];
  test.each(refusals)(
    'refuses %s and leaves everything as it was',
    async (_what, identity, input, typename, reasons) => {
      await world.create({ code: 'TAKEN' });
      const before = await world.everything();
      const refused = await world.create(input, identity);
      expect(refused.__typename).toBe(typename);
      expect(refused.reasons?.map(({ code, path }) => [code, path])).toEqual(reasons);
      expect(await world.everything()).toEqual(before);
    },
  );
});
