// A pool whose budget goes below what is in use: nothing is free, one incident, no booking touched.
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import { booking, night, startChangesWorld } from '../changes/world.ts';
import type { ChangeAnswer, ChangesWorld } from '../changes/world.ts';

let world: ChangesWorld;
let hotelId: string;

/** Ten rooms on the line, a pool of eight, six sold five days ahead. */
beforeAll(async () => {
  world = await startChangesWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  hotelId = await world.newHotel();
  await world.services.append('reservation', hotelId, booking('b1', 6, 5));
  await savePool({ budget: 8 });
});

const MEMBERS = [{ line: 'K1/A', weight: 1 }];

async function savePool(input: object): Promise<ChangeAnswer> {
  const change = await world.change('savePool', { hotelId, id: 'p1', members: MEMBERS, ...input });
  expect(change.__typename).toMatch(/^(Change|DryRun)$/);
  return change;
}

interface Told {
  readonly id: string;
  readonly kind: string;
  readonly line: string | null;
  readonly pool: string | null;
  readonly nights: readonly string[];
  readonly needed: number;
  readonly have: number;
}

async function incidents(settled = false): Promise<Told[]> {
  const query = `query ($filter: IncidentFilter) { incidents(filter: $filter) { edges { node {
    id kind line pool nights needed have text } } } }`;
  const { data, errors } = await world.ask<{ incidents: { edges: { node: Told }[] } }>(
    callers.operator,
    query,
    { filter: { hotelId, settled } },
  );
  if (!data) throw new Error(JSON.stringify(errors));
  return data.incidents.edges.map(({ node }) => node);
}

async function availableThen(): Promise<number | null | undefined> {
  const seen = (await world.calendar(hotelId)) as {
    hotels: { roomTypes: { days: { available: number | null }[] }[] }[];
  };
  return seen.hotels[0]?.roomTypes[0]?.days[5]?.available;
}

test('a pool cut below what is in use raises one, with what is in use and what is left of it', async () => {
  const before = (await world.services.facts(hotelId)).filter(
    ({ fact }) => fact.kind === 'BOOKING',
  );
  const shown = await savePool({ revision: 1, budget: 4, dryRun: true });
  expect([shown.__typename, await incidents()]).toEqual(['DryRun', []]);
  await savePool({ revision: 1, budget: 4 });
  expect(await incidents()).toMatchObject([
    { kind: 'OVERSOLD', line: null, pool: 'p1', nights: [night(5)], needed: 6, have: 4 },
  ]);
  expect(await availableThen()).toBe(0);
  const after = (await world.services.facts(hotelId)).filter(({ fact }) => fact.kind === 'BOOKING');
  expect(after).toEqual(before);
});

test('a cut of one night, of the overbooking, or a heavier weight is one as well', async () => {
  await savePool({ revision: 1, budget: 8, byDate: [{ date: night(5), rooms: 5 }] });
  const [first] = await incidents();
  expect(first).toMatchObject({ pool: 'p1', needed: 6, have: 5 });
  // Worse is the same incident with the numbers of now; less bad is not told.
  await savePool({ revision: 2, budget: 8, overbook: -4 });
  await savePool({ revision: 3, budget: 8, overbook: -3 });
  expect(await incidents()).toMatchObject([{ id: first?.id, needed: 6, have: 4 }]);
  await savePool({ revision: 4, budget: 8, members: [{ line: 'K1/A', weight: 2 }] });
  expect(await incidents()).toMatchObject([{ id: first?.id, needed: 12, have: 8 }]);
});

test('a pool that keeps what is in use raises none, and neither does one that is retracted', async () => {
  await savePool({ revision: 1, budget: 6 });
  await world.change('retractPool', { hotelId, id: 'p1' });
  expect(await incidents()).toEqual([]);
});

test('line and pool that fall short on one night are two things to look at', async () => {
  const target = { line: 'K1/A' };
  const reduce = { id: 'e1', type: 'REDUCE_ALLOTMENT', target, from: night(5), to: night(6), n: 7 };
  await world.change('createAllotmentEvents', { hotelId, events: [reduce] });
  await savePool({ revision: 1, budget: 2 });
  expect((await incidents()).map(({ line, pool, have }) => [line, pool, have])).toEqual([
    [null, 'p1', 2],
    ['K1/A', null, 3],
  ]);
});
