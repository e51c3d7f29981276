// What becomes of an agency that is changed: once, told, audited, and by one hand at a time.
import { callers } from '../../../shared/testing/subgraph-call.ts';
import { siam, startAgencyWorld } from './agency-world.ts';
import type { AgencyWorld } from './agency-world.ts';

let world: AgencyWorld;
beforeAll(async () => {
  world = await startAgencyWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.empty();
  await world.create({});
});

const TERMS = `{ agency(id: "SIAM") {
  name country tier version status contacts { name email phone } commissionBp markupBp hotelAccess
  credit { limit { amount currency } used { amount } free { amount } }
  hotels { edges { node { hotel { id } sells markupBp } } } } }`;

async function terms(): Promise<unknown> {
  const { data } = await world.ask<{ agency: unknown }>(callers.operator, TERMS);
  return data?.agency;
}

const agreed = {
  name: 'Siam Travel Co',
  tier: null,
  contacts: [{ name: 'Noi', email: 'noi@siam.example', phone: '+66 2 123 4567' }],
  markupBp: 1_250,
  commissionBp: 300,
  hotelAccess: 'LISTED',
};

describe('updating an agency', () => {
  test('changes what is given and leaves what is left out', async () => {
    const update = { id: 'SIAM', version: 1, ...agreed, creditLimit: 500_000 };
    const answer = await world.change('updateAgency', update);
    expect(answer).toMatchObject({ __typename: 'Agency', name: 'Siam Travel Co', version: 2 });
    expect(await terms()).toEqual({
      ...agreed,
      country: 'TH',
      version: 2,
      status: 'ACTIVE',
      credit: {
        limit: { amount: 500_000, currency: 'THB' },
        used: { amount: 0 },
        free: { amount: 500_000 },
      },
      hotels: { edges: [] },
    });
    await world.change('updateAgency', { id: 'SIAM', version: 2, creditLimit: null });
    expect(await terms()).toMatchObject({ ...agreed, version: 3, credit: null });
  });

  test('with what is there already writes nothing', async () => {
    await world.change('updateAgency', { id: 'SIAM', version: 1, ...agreed });
    const before = await world.everything();
    const same = { id: 'SIAM', version: 2, ...agreed, name: ' Siam Travel Co ', markupBp: null };
    expect(await world.change('updateAgency', same)).toMatchObject({ version: 2 });
    expect(await world.everything()).toEqual(before);
  });

  test('by many at once on one version succeeds for one, and the others are told', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        world.change('updateAgency', { id: 'SIAM', version: 1, markupBp: i + 1 }),
      ),
    );
    const types = answers.map(({ __typename }) => __typename);
    expect(types.filter((type) => type === 'Agency')).toHaveLength(1);
    expect(types.filter((type) => type === 'InvalidState')).toHaveLength(7);
    expect(await terms()).toMatchObject({ version: 2 });
  });

  test('makes it found by its new name and no longer by its old one', async () => {
    await world.change('updateAgency', { id: 'SIAM', version: 1, name: 'Andaman Journeys' });
    const found = async (search: string) => {
      const query =
        'query ($search: String) { agencies(search: $search) { edges { node { id } } } }';
      const { data } = await world.ask<{ agencies: { edges: unknown[] } }>(
        callers.operator,
        query,
        { search },
      );
      return data?.agencies.edges.length;
    };
    expect([await found('andamen'), await found('travel')]).toEqual([1, 0]);
  });
});

describe('suspending and reinstating an agency', () => {
  test('changes its standing, once, and says why', async () => {
    const suspension = { id: 'SIAM', note: ' Late to pay ' };
    const suspended = { __typename: 'Agency', status: 'SUSPENDED', version: 2 };
    expect(await world.change('suspendAgency', suspension)).toMatchObject(suspended);
    const before = await world.everything();
    expect(await world.change('suspendAgency', suspension)).toMatchObject(suspended);
    expect(await world.everything()).toEqual(before);
    const back = await world.change('reinstateAgency', { id: 'SIAM', note: 'Paid' }, callers.admin);
    expect(back).toMatchObject({ status: 'ACTIVE', version: 3 });
    expect(
      await world.admin.query('select type, payload from agency.outbox order by type'),
    ).toMatchObject([
      { type: 'agency.created' },
      { type: 'agency.reinstated', payload: { code: 'SIAM', status: 'ACTIVE' } },
      { type: 'agency.suspended', payload: { code: 'SIAM', status: 'SUSPENDED' } },
    ]);
  });
});

describe('the terms of one hotel', () => {
  const hotel = { agencyId: 'SIAM', hotelId: 'BKK1' };

  test('are set, changed and removed, each once', async () => {
    const set = (more: object) => world.change('setAgencyHotel', { ...hotel, ...more });
    expect(await set({ sells: false })).toMatchObject({ version: 2 });
    expect(await set({ sells: false, note: 'Again' })).toMatchObject({ version: 2 });
    expect(await set({ sells: true, markupBp: 0 })).toMatchObject({ version: 3 });
    const node = { hotel: { id: 'BKK1' }, sells: true, markupBp: 0 };
    expect(await terms()).toMatchObject({ hotels: { edges: [{ node }] } });
    expect(await world.change('removeAgencyHotel', hotel)).toMatchObject({ version: 4 });
    expect(await world.change('removeAgencyHotel', hotel)).toMatchObject({ version: 4 });
    expect(await terms()).toMatchObject({ hotels: { edges: [] } });
  });
});

describe('what was done to an agency', () => {
  const LOG = `query ($first: Int, $after: String) { agency(id: "SIAM") {
    auditLog(first: $first, after: $after) {
      edges { node { action actor actorRole note changes { field before after } } }
      pageInfo { hasNextPage endCursor } } } }`;

  interface Log {
    readonly edges: readonly { readonly node: unknown }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  }

  async function log(page: object): Promise<Log> {
    const { data, errors } = await world.ask<{ agency: { auditLog: Log } }>(callers.operator, LOG, {
      ...page,
    });
    if (!data) throw new Error(JSON.stringify(errors));
    return data.agency.auditLog;
  }

  test('is told the latest first, with each field that differs, in pages that join', async () => {
    await world.change('suspendAgency', { id: 'SIAM', note: 'Late to pay' }, callers.admin);
    const terms = { agencyId: 'SIAM', hotelId: 'BKK1', sells: false };
    await world.change('setAgencyHotel', terms);
    const first = await log({ first: 2 });
    const second = await log({ first: 2, after: first.pageInfo.endCursor });
    expect([first, second].map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, false]);
    expect([...first.edges, ...second.edges].map(({ node }) => node)).toEqual([
      {
        action: 'HOTEL_SET',
        actor: 'uid-operator',
        actorRole: 'OPERATOR',
        note: null,
        changes: [
          { field: 'hotelId', before: null, after: '"BKK1"' },
          { field: 'markupBp', before: null, after: 'null' },
          { field: 'sells', before: null, after: 'false' },
        ],
      },
      {
        action: 'SUSPENDED',
        actor: 'uid-admin',
        actorRole: 'ADMIN',
        note: 'Late to pay',
        changes: [
          { field: 'status', before: '"ACTIVE"', after: '"SUSPENDED"' },
          { field: 'version', before: '1', after: '2' },
        ],
      },
      expect.objectContaining({ action: 'CREATED', note: null }),
    ]);
  });

  test('is told to nobody but operators, and so are the terms that make prices', async () => {
    await world.change('updateAgency', { id: 'SIAM', version: 1, ...agreed, creditLimit: 7 });
    await world.change('setAgencyHotel', { agencyId: 'SIAM', hotelId: 'BKK1', sells: true });
    const query = `{ agency(id: "SIAM") { contacts { name } credit { free { amount } }
      markupBp hotelAccess hotels { edges { cursor } } auditLog { edges { cursor } } } }`;
    for (const identity of [callers.partner('SIAM'), callers.agent]) {
      const { data, errors } = await world.ask(identity, query);
      expect(errors).toEqual([]);
      expect(data).toEqual({
        agency: {
          contacts: [{ name: 'Noi' }],
          credit: { free: { amount: 7 } },
          markupBp: null,
          hotelAccess: null,
          hotels: null,
          auditLog: null,
        },
      });
    }
    expect((await world.ask(callers.partner('ASIA'), query)).data).toEqual({ agency: null });
  });
});

test('opened again, a changed agency is the answer to what it is now and not to what it was', async () => {
  await world.change('updateAgency', { id: 'SIAM', version: 1, name: 'Other' });
  expect(await world.create({ name: 'Other' })).toMatchObject({ ...siam, name: 'Other' });
  expect((await world.create({})).__typename).toBe('DuplicateReference');
});
