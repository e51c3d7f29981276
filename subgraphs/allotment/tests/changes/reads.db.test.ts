// What operators read of what they changed: events with every revision, pools, sub-allotments,
// audiences. To anyone else there are none.
import type { IdentityClaims } from '../../../../shared/auth/identity.ts';
import type { NewFact } from '../../../../shared/domain/new-fact.ts';
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import { event, night, startChangesWorld } from './world.ts';
import type { ChangesWorld } from './world.ts';

let world: ChangesWorld;
let hotelId: string;
const stop = event('c', { type: 'STOP_SALE', n: null, mode: 'FULL', target: { hotel: true } });
const { id: _id, ...content } = event('b');

beforeAll(async () => {
  world = await startChangesWorld();
  hotelId = await world.newHotel();
  const events = [event('b'), event('a', { from: night(20), to: night(22) }), stop];
  await world.change('createAllotmentEvents', { hotelId, events, note: 'first' });
  const amended = { ...content, n: 6 };
  await world.change('amendAllotmentEvent', { hotelId, id: 'b', revision: 1, event: amended });
  await world.change('retractAllotmentEvent', { hotelId, id: 'b', note: 'enough' });
  const block = { kind: 'EVENT', id: 'aa', rev: 1, type: 'BLOCK_CONTRACT', status: 'DEFINITE' };
  const held = { ...block, agency: 'SIAM', cells: [] } as unknown as NewFact;
  await world.services.append('hardblock', hotelId, held);
});
afterAll(() => world.stop());

async function ask<Data>(
  query: string,
  variables: Record<string, unknown> = {},
  identity: IdentityClaims = callers.operator,
): Promise<Data> {
  const { data, errors } = await world.ask<Data>(identity, query, { hotelId, ...variables });
  if (!data) throw new Error(JSON.stringify(errors));
  return data;
}

interface Listed {
  readonly allotmentEvents: {
    readonly edges: readonly { readonly node: { readonly id: string } }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}
const LIST = `query ($hotelId: ID!, $filter: AllotmentEventFilter, $first: Int, $after: String) {
  allotmentEvents(hotelId: $hotelId, filter: $filter, first: $first, after: $after) {
    edges { node { id } } pageInfo { hasNextPage endCursor } } }`;
const idsOf = ({ allotmentEvents }: Listed) => allotmentEvents.edges.map(({ node }) => node.id);

test('events are listed by id, without hardblocks, page by page', async () => {
  expect(idsOf(await ask<Listed>(LIST))).toEqual(['a', 'b', 'c']);
  const first = await ask<Listed>(LIST, { first: 2 });
  expect([idsOf(first), first.allotmentEvents.pageInfo.hasNextPage]).toEqual([['a', 'b'], true]);
  const after = first.allotmentEvents.pageInfo.endCursor;
  expect(idsOf(await ask<Listed>(LIST, { first: 2, after }))).toEqual(['c']);
});

test.each([
  [{ types: ['STOP_SALE'] }, ['c']],
  [{ target: { line: 'K1/A' } }, ['a', 'b']],
  [{ target: { hotel: true } }, ['c']],
  [{ from: night(7) }, ['a']],
  [{ from: night(6), to: night(20) }, ['b', 'c']],
  [{ retracted: true }, ['b']],
  [{ retracted: false }, ['a', 'c']],
  [{ types: [] }, []],
  [{ target: { line: '\u0000' } }, []],
])('the filter %j finds %j', async (filter, ids) => {
  expect(idsOf(await ask<Listed>(LIST, { filter }))).toEqual(ids);
});

test('an event tells every revision, who made it and why; retracted, what it said', async () => {
  const ONE = `query ($hotelId: ID!) { allotmentEvent(hotelId: $hotelId, id: "b") {
    id revision retracted content { type n target { line hotel } from }
    revisions { revision retracted seq content { n } action actor role note } } }`;
  const by = { actor: 'uid-operator', role: 'OPERATOR' };
  expect(await ask(ONE)).toEqual({
    allotmentEvent: {
      id: 'b',
      revision: 3,
      retracted: true,
      content: {
        type: 'INCREASE_ALLOTMENT',
        n: 6,
        target: { line: 'K1/A', hotel: null },
        from: night(5),
      },
      revisions: [
        {
          revision: 1,
          retracted: false,
          seq: 2,
          content: { n: 4 },
          action: 'CREATED',
          note: 'first',
          ...by,
        },
        {
          revision: 2,
          retracted: false,
          seq: 5,
          content: { n: 6 },
          action: 'AMENDED',
          note: null,
          ...by,
        },
        {
          revision: 3,
          retracted: true,
          seq: 6,
          content: null,
          action: 'RETRACTED',
          note: 'enough',
          ...by,
        },
      ],
    },
  });
});

const ARRANGED = `query ($hotelId: ID!) {
  pools(hotelId: $hotelId) { edges { node { id revision budget overbook members { line weight } byDate { date rooms } } } }
  subAllotments(hotelId: $hotelId) { edges { node { id line agency rooms exclusive byDate { date rooms } } } }
  audiences(hotelId: $hotelId) { edges { node { contract revision agencies } } } }`;

test('pools, sub-allotments and audiences are told as they stand', async () => {
  const members = [{ line: 'K1/A', weight: 2 }];
  const byDate = [{ date: night(1), rooms: 3 }];
  await world.change('savePool', { hotelId, id: 'p', members, budget: 4, byDate, overbook: -1 });
  await world.change('savePool', { hotelId, id: 'gone', members, budget: 4 });
  await world.change('retractPool', { hotelId, id: 'gone' });
  const share = { id: 's', line: 'K1/A', agency: 'SIAM', rooms: 3, exclusive: true };
  await world.change('saveSubAllotment', { hotelId, ...share, byDate });
  await world.change('saveAudience', { hotelId, contract: 'K1', agencies: ['SIAM', 'NORD'] });
  const agencies = ['SIAM'];
  await world.change('saveAudience', { hotelId, contract: 'K1', agencies, revision: 1 });
  const pool = { id: 'p', revision: 1, budget: 4, overbook: -1, members, byDate };
  expect(await ask(ARRANGED)).toEqual({
    pools: { edges: [{ node: pool }] },
    subAllotments: { edges: [{ node: { ...share, byDate } }] },
    audiences: { edges: [{ node: { contract: 'K1', revision: 2, agencies: ['SIAM'] } }] },
  });
});

test('a partner and its agent see its own sub-allotments, and nothing of another’s', async () => {
  const hotel = { hotelId: await world.newHotel() };
  const share = { ...hotel, line: 'K1/A', rooms: 3 };
  await world.change('saveSubAllotment', { ...share, id: 'n', agency: 'NORD' });
  await world.change('saveSubAllotment', { ...share, id: 's', agency: 'SIAM' });
  await world.change('saveSubAllotment', { ...share, id: 't', line: 'K1/B', agency: 'SIAM' });
  const own = `query ($hotelId: ID!, $first: Int, $after: String) {
    subAllotments(hotelId: $hotelId, first: $first, after: $after) {
      edges { node { id agency } } pageInfo { hasNextPage endCursor } } }`;
  const siam = (id: string) => ({ node: { id, agency: 'SIAM' } });
  for (const identity of [callers.partner('SIAM'), callers.agentOf('SIAM', 'ASIA')]) {
    const first = await ask<{ subAllotments: { pageInfo: { endCursor: string } } }>(
      own,
      { ...hotel, first: 1 },
      identity,
    );
    expect(first).toMatchObject({
      subAllotments: { edges: [siam('s')], pageInfo: { hasNextPage: true } },
    });
    const after = first.subAllotments.pageInfo.endCursor;
    expect(await ask(own, { ...hotel, first: 1, after }, identity)).toMatchObject({
      subAllotments: { edges: [siam('t')], pageInfo: { hasNextPage: false } },
    });
  }
});

test.each([
  ['a partner', callers.partner('NORD')],
  ['an agent who serves another', callers.agentOf('NORD')],
  ["a hotel's own user", callers.supplier('HTL-1')],
])('to %s there is none of it', async (_who, identity) => {
  expect(idsOf(await ask<Listed>(LIST, {}, identity))).toEqual([]);
  expect(await ask(ARRANGED, {}, identity)).toEqual({
    pools: { edges: [] },
    subAllotments: { edges: [] },
    audiences: { edges: [] },
  });
  const one = `query ($hotelId: ID!) { allotmentEvent(hotelId: $hotelId, id: "b") { id } }`;
  expect(await ask(one, {}, identity)).toEqual({ allotmentEvent: null });
});

test('a hardblock is no event of this desk, and a hotel that is not there has none', async () => {
  const one = (hotel: string, id: string) =>
    ask(`query { allotmentEvent(hotelId: "${hotel}", id: "${id}") { id } }`);
  expect(await one(hotelId, 'aa')).toEqual({ allotmentEvent: null });
  expect(await one('NOWHERE', 'b')).toEqual({ allotmentEvent: null });
  expect(idsOf(await ask<Listed>(LIST, { hotelId: 'NOWHERE' }))).toEqual([]);
});
