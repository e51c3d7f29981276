// What an agency may sell, from its own side: exactly the contracts whose rooms its calendar counts.
import type { IdentityClaims } from '../../../../shared/auth/identity.ts';
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import { night, startChangesWorld } from '../changes/world.ts';
import type { ChangesWorld } from '../changes/world.ts';

let world: ChangesWorld;
const SIAM = callers.partner('SIAM');
const OPEN = 'LOCAL-OPEN';

beforeAll(async () => {
  world = await startChangesWorld();
  for (const [agency, access] of [
    ['SIAM', 'ALL'],
    ['NORD', 'ALL'],
    ['LIST', 'LISTED'],
  ]) {
    await world.services.admin.query(
      `insert into agency.agencies (id, name, currency, status, hotel_access, markup_bp)
       values ($1, $1, 'THB', 'ACTIVE', $2, 0)`,
      [agency, access],
    );
  }
  for (const hotelId of ['B-1', 'B-2', 'B-3']) {
    await world.services.addHotel(hotelId);
    await save(hotelId, OPEN);
  }
  await save('B-1', 'LOCAL-SIAM', { agencies: ['SIAM', 'LIST'] });
  await save('B-1', 'LOCAL-NORD', { agencies: ['NORD'] });
  await save('B-2', 'LOCAL-PAST', { stayFrom: night(-30), stayTo: night(-10) });
});
afterAll(() => world.stop());

async function save(hotelId: string, id: string, more: object = {}): Promise<void> {
  const lines = [
    { roomType: 'A', quantity: 2 },
    { roomType: 'B', quantity: 1, rate: 100_000 },
  ];
  const stay = { stayFrom: night(0), stayTo: night(20), minStay: 2, currency: 'THB' };
  const input = { hotelId, id, name: `${id} of NORD`, contractKind: 'ALLOTMENT', lines, ...stay };
  const change = await world.change('saveContract', { ...input, ...more });
  expect(change.__typename).toBe('Change');
}

interface Listed {
  readonly ids: readonly string[];
  readonly next: string | null;
}

async function listed(who: IdentityClaims, variables: object = {}): Promise<Listed> {
  const query = `query ($agencyId: ID, $filter: EntitledContractFilter, $first: Int, $after: String) {
    entitledContracts(agencyId: $agencyId, filter: $filter, first: $first, after: $after) {
      edges { node { id hotel { id } } } pageInfo { hasNextPage endCursor } } }`;
  const { data, errors } = await world.ask<{
    entitledContracts: {
      edges: { node: { id: string; hotel: { id: string } } }[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
  }>(who, query, { ...variables });
  if (!data) throw new Error(JSON.stringify(errors));
  const { edges, pageInfo } = data.entitledContracts;
  const ids = edges.map(({ node }) => `${node.hotel.id} ${node.id}`);
  return { ids, next: pageInfo.hasNextPage ? pageInfo.endCursor : null };
}

const ALL_OF_SIAM = [
  `B-1 ${OPEN}`,
  'B-1 LOCAL-SIAM',
  `B-2 ${OPEN}`,
  'B-2 LOCAL-PAST',
  `B-3 ${OPEN}`,
];

test('a partner is told of its own, and what is made for others alone is none', async () => {
  expect((await listed(SIAM)).ids).toEqual(ALL_OF_SIAM);
  expect((await listed(SIAM, { agencyId: 'SIAM' })).ids).toEqual(ALL_OF_SIAM);
  expect((await listed(callers.partner('NORD'))).ids).toContain('B-1 LOCAL-NORD');
});

test('tells what one has to know to sell, without numbers', async () => {
  const query = `query ($filter: EntitledContractFilter) { entitledContracts(filter: $filter) { edges { node {
    id contractKind stayFrom stayTo daysOfWeek roomTypes currency minStay maxStay minLeadDays } } } }`;
  const { data } = await world.ask(SIAM, query, { filter: { hotelId: 'B-3' } });
  expect(data).toEqual({
    entitledContracts: {
      edges: [
        {
          node: {
            id: OPEN,
            contractKind: 'ALLOTMENT',
            stayFrom: night(0),
            stayTo: night(20),
            daysOfWeek: null,
            roomTypes: ['A', 'B'],
            currency: 'THB',
            minStay: 2,
            maxStay: null,
            minLeadDays: null,
          },
        },
      ],
    },
  });
});

test('page by page each once, in order', async () => {
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const page = await listed(SIAM, { first: 2, after });
    seen.push(...page.ids);
    after = page.next;
  } while (after !== null);
  expect(seen).toEqual(ALL_OF_SIAM);
});

test('an agent is told of those it serves, operators of any; of another, as of nobody, nothing', async () => {
  const agent = callers.agentOf('SIAM', 'NORD');
  expect((await listed(agent, { agencyId: 'SIAM' })).ids).toEqual(ALL_OF_SIAM);
  expect((await listed(callers.operator, { agencyId: 'NORD' })).ids).toContain('B-1 LOCAL-NORD');
  const nothing = { ids: [], next: null };
  for (const [who, agencyId] of [
    [agent, 'LIST'],
    [agent, 'NOBODY'],
    [agent, undefined],
    [SIAM, 'NORD'],
    [SIAM, 'NOBODY'],
    [callers.supplier('B-1'), 'SIAM'],
    [callers.supplier('B-1'), undefined],
    [callers.operator, 'NOBODY'],
    [callers.operator, '\0'],
    [callers.operator, undefined],
  ] as const) {
    expect(await listed(who, { agencyId })).toEqual(nothing);
  }
});

test('follows the audience that operators write, at once, and its retraction', async () => {
  const ofFirst = { filter: { hotelId: 'B-1' } };
  await world.change('saveAudience', { hotelId: 'B-1', contract: OPEN, agencies: ['NORD'] });
  expect((await listed(SIAM, ofFirst)).ids).toEqual(['B-1 LOCAL-SIAM']);
  expect(await roomsOf('SIAM')).toBe(2);
  await world.change('retractAudience', { hotelId: 'B-1', contract: OPEN });
  expect((await listed(SIAM, ofFirst)).ids).toEqual([`B-1 ${OPEN}`, 'B-1 LOCAL-SIAM']);
  // The hotel of every contract counts two rooms of A for each that the agency sees.
  expect(await roomsOf('SIAM')).toBe(4);
});

test('follows the contract: amended away from the agency, retracted, made again', async () => {
  const id = 'LOCAL-TURNS';
  const has = async (): Promise<boolean> => (await listed(SIAM)).ids.includes(`B-3 ${id}`);
  await save('B-3', id);
  expect(await has()).toBe(true);
  await save('B-3', id, { revision: 1, agencies: ['NORD'] });
  expect(await has()).toBe(false);
  await world.change('retractContract', { hotelId: 'B-3', id });
  expect(await has()).toBe(false);
  await save('B-3', id, { revision: 3 });
  expect(await has()).toBe(true);
  await world.change('retractContract', { hotelId: 'B-3', id });
});

test('a hotel that is refused has none, and an agency with listed hotels has those alone', async () => {
  const agree = (agency: string, hotelId: string, sells: boolean): Promise<unknown> =>
    world.services.admin.query(
      `insert into agency.agency_hotels (agency_id, hotel_id, sells) values ($1, $2, $3)`,
      [agency, hotelId, sells],
    );
  await agree('SIAM', 'B-2', false);
  const left = ALL_OF_SIAM.filter((each) => !each.startsWith('B-2'));
  expect((await listed(SIAM)).ids).toEqual(left);
  expect(await listed(SIAM, { filter: { hotelId: 'B-2' } })).toEqual(
    await listed(SIAM, { filter: { hotelId: 'NOWHERE' } }),
  );
  const lister = callers.partner('LIST');
  expect((await listed(lister)).ids).toEqual([]);
  await agree('LIST', 'B-1', true);
  expect((await listed(lister)).ids).toEqual([`B-1 ${OPEN}`, 'B-1 LOCAL-SIAM']);
});

test('nights narrow it: what is over, and what begins later', async () => {
  const ahead = await listed(callers.operator, { agencyId: 'NORD', filter: { from: night(0) } });
  expect(ahead.ids).not.toContain('B-2 LOCAL-PAST');
  const past = await listed(callers.operator, { agencyId: 'NORD', filter: { to: night(-10) } });
  expect(past.ids).toEqual(['B-2 LOCAL-PAST']);
});

/** Rooms of type A at B-1 that the agency's calendar counts. */
async function roomsOf(agencyId: string): Promise<number | undefined> {
  const seen = (await world.calendar('B-1', agencyId)) as {
    hotels: { roomTypes: { code: string; days: { available: number }[] }[] }[];
  };
  return seen.hotels[0]?.roomTypes.find(({ code }) => code === 'A')?.days[5]?.available;
}
