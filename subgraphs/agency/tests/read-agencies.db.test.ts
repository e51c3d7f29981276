// Who sees which agency, and how lists of them are narrowed and paged.
import type { IdentityClaims } from '../../../shared/auth/identity.ts';
import { callers } from '../../../shared/testing/subgraph-call.ts';
import { startAgencyWorld } from './agency-world.ts';
import type { AgencyWorld } from './agency-world.ts';

let world: AgencyWorld;
beforeAll(async () => {
  world = await startAgencyWorld();
});
afterAll(() => world.stop());
beforeEach(() => world.empty());

describe('who sees which agency', () => {
  const READ = `{ siam: agency(id: "SIAM") { id } asia: agency(id: "ASIA") { id }
    none: agency(id: "NONE") { id } odd: agency(id: "\\u0000") { id }
    agencies { edges { node { id } } } }`;
  const REFERENCE = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Agency { id } } }`;
  const siamOnly = { id: 'SIAM' };
  const asiaOnly = { id: 'ASIA' };

  beforeEach(async () => {
    await world.create({});
    await world.create({ code: 'ASIA', name: 'Asia Tours' });
  });

  test.each<[string, IdentityClaims, unknown, unknown]>([
    ['an admin sees all', callers.admin, siamOnly, asiaOnly],
    ['an operator sees all', callers.operator, siamOnly, asiaOnly],
    ['an agent sees those it serves', callers.agentOf('ASIA', 'GONE'), null, asiaOnly],
    ['an agent who serves nobody sees none', callers.agentOf(), null, null],
    ['a partner sees its own alone', callers.partner('SIAM'), siamOnly, null],
    ['a partner without an agency of ours sees none', callers.partner('GONE'), null, null],
    ['a supplier sees none', callers.supplier('BKK1'), null, null],
  ])('%s, by id, in lists and as entities', async (_what, identity, siamSeen, asiaSeen) => {
    const listed = [asiaSeen, siamSeen].filter((seen) => seen !== null);
    const read = await world.ask(identity, READ);
    expect(read.errors).toEqual([]);
    expect(read.data).toEqual({
      siam: siamSeen,
      asia: asiaSeen,
      none: null,
      odd: null,
      agencies: { edges: listed.map((node) => ({ node })) },
    });
    const r = ['SIAM', 'ASIA', 'NONE'].map((id) => ({ __typename: 'Agency', id }));
    const { data } = await world.ask(identity, REFERENCE, { r });
    expect(data).toEqual({ _entities: [siamSeen, asiaSeen, null] });
  });

  test.each<[string, IdentityClaims, unknown]>([
    ['a partner', callers.partner('SIAM'), { role: 'PARTNER', agency: siamOnly }],
    ['a partner of none', callers.partner('GONE'), { role: 'PARTNER', agency: null }],
    ['an operator', callers.operator, { role: 'OPERATOR', agency: null }],
    ['a supplier', callers.supplier('BKK1'), { role: 'SUPPLIER', agency: null }],
  ])('me tells %s who it is', async (_what, identity, expected) => {
    const { data } = await world.ask(identity, '{ me { subject role agency { id } } }');
    expect(data).toEqual({ me: { subject: identity.subject, ...(expected as object) } });
  });
});

describe('the list of agencies', () => {
  const LIST = `query ($first: Int, $after: String, $search: String, $filter: AgencyFilter) {
    agencies(first: $first, after: $after, search: $search, filter: $filter) {
      edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }`;

  interface Listed {
    readonly agencies: {
      readonly edges: readonly { readonly node: { readonly id: string } }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
  }

  async function list(variables: Record<string, unknown>): Promise<Listed['agencies']> {
    const { data, errors } = await world.ask<Listed>(callers.operator, LIST, variables);
    if (!data) throw new Error(JSON.stringify(errors));
    return data.agencies;
  }

  const idsOf = (page: Listed['agencies']) => page.edges.map((edge) => edge.node.id);

  beforeEach(async () => {
    await world.create({ code: 'B-2', name: '100% Travel', country: 'SG', tier: 'SILVER' });
    await world.create({ code: 'A1', name: 'Über Reisen' });
    await world.create({ code: 'A-1', name: 'Anders' });
    await world.create({ code: '7SEAS', name: 'Seven Seas' });
    await world.admin.query(`update agency.agencies set status = 'SUSPENDED' where id = 'A-1'`);
  });

  test('with a search has the best first, and pages of it join as well', async () => {
    const all = ['A-1', 'A1', '7SEAS', 'B-2'];
    const first = await list({ search: 'a', first: 2 });
    const second = await list({ search: 'a', first: 2, after: first.pageInfo.endCursor });
    expect([...idsOf(first), ...idsOf(second)]).toEqual(all);
    expect([first, second].map((page) => page.pageInfo.hasNextPage)).toEqual([true, false]);
  });

  test('is in the order of codes, and pages of it join without gap or double', async () => {
    const all = ['7SEAS', 'A-1', 'A1', 'B-2'];
    expect(idsOf(await list({}))).toEqual(all);
    const first = await list({ first: 3 });
    expect([idsOf(first), first.pageInfo.hasNextPage]).toEqual([all.slice(0, 3), true]);
    await world.create({ code: '0NEW' });
    const second = await list({ first: 3, after: first.pageInfo.endCursor });
    expect([idsOf(second), second.pageInfo.hasNextPage]).toEqual([all.slice(3), false]);
  });

  test.each([
    [{ search: 'ÜBER' }, ['A1']],
    [{ search: 'seas' }, ['7SEAS']],
    [{ search: '%' }, ['B-2']],
    [{ search: '  ' }, ['7SEAS', 'A-1', 'A1', 'B-2']],
    [{ search: 'x\0' }, []],
    [{ filter: { status: 'SUSPENDED' } }, ['A-1']],
    [{ filter: { country: 'SG' } }, ['B-2']],
    [{ filter: { tier: 'GOLD', status: 'ACTIVE' } }, ['7SEAS', 'A1']],
    [{ search: 'a', filter: { country: 'TH', status: null } }, ['A-1', 'A1', '7SEAS']],
    [{ search: 'uber resien' }, ['A1']],
    [{ search: 'sevn' }, ['7SEAS']],
    [{ search: 'nothing of it' }, []],
    [{ search: 'x'.repeat(300) }, []],
  ])('narrowed by %j gives %j', async (narrowing, ids) => {
    expect(idsOf(await list(narrowing))).toEqual(ids);
  });

  test.each([{ first: 0 }, { first: 201 }, { after: 'nonsense' }])(
    'refuses the page %j as bad input',
    async (page) => {
      const { data, errors } = await world.ask(callers.operator, LIST, page);
      expect(data).toBeNull();
      expect(errors[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    },
  );
});
