// What StaySync and its tools may rely on when they talk to the simulated supplier.
import { createSimulator } from '../simulator.ts';
import type { Simulator } from '../simulator.ts';
import type { WireAllotment, WireContract, WireHotel, WirePage } from '../wire.ts';

const API_KEY = 'test-key';
const NOW = new Date('2026-11-22T08:00:00Z');

let now = NOW;
const simulators: Simulator[] = [];

function simulator(seed = 7, today = '2026-11-22', hotels = 12): Simulator {
  const made = createSimulator({ seed, hotels, today, apiKey: API_KEY, now: () => now });
  simulators.push(made);
  return made;
}

async function get<Body>(made: Simulator, url: string): Promise<Body> {
  const response = await made.app.inject({ url, headers: { 'x-api-key': API_KEY } });
  expect(response.statusCode).toBe(200);
  return response.json<Body>();
}

async function put(made: Simulator, code: string, payload: object, status = 200): Promise<unknown> {
  const response = await made.app.inject({
    method: 'PUT',
    url: `/admin/hotels/${code}`,
    headers: { 'x-api-key': API_KEY },
    payload,
  });
  expect(response.statusCode).toBe(status);
  return response.json();
}

const hotelBody = (allotment: number, days: object = {}): object => ({
  room_types: [{ code: 'A' }],
  contracts: [
    {
      id: 'K1',
      stay_from: '2026-12-01',
      stay_to: '2026-12-05',
      rooms: [{ room_type: 'A', allotment, days }],
    },
  ],
});

beforeEach(() => {
  now = NOW;
});
afterEach(async () => {
  await Promise.all(simulators.splice(0).map((made) => made.app.close()));
});

test('the same seed tells the same hotels, contracts and numbers; another seed does not', async () => {
  const url = '/api/v1/hotels/BKK01/allotments?from=2026-11-01&to=2027-11-30';
  const first = await get(simulator(1), url);
  expect(await get(simulator(1), url)).toEqual(first);
  expect(await get(simulator(2), url)).not.toEqual(first);
});

test('started again the next day it tells the same story', async () => {
  const url = '/api/v1/hotels/HKT01/contracts';
  expect(await get(simulator(1, '2026-11-23'), url)).toEqual(
    await get(simulator(1, '2026-11-22'), url),
  );
});

test('every hotel has numbers for every night from 30 days ago to 400 days ahead', async () => {
  const made = simulator();
  const { items } = await get<WirePage<WireHotel>>(made, '/api/v1/hotels');
  expect(items).toHaveLength(12);
  for (const hotel of items) {
    const page = await get<WirePage<WireAllotment>>(
      made,
      `/api/v1/hotels/${hotel.code}/allotments?from=2026-10-23&to=2027-12-27&size=200`,
    );
    const nights = new Set(page.items.flatMap((line) => line.days.map((day) => day.date)));
    expect(nights.size).toBe(431);
    for (const type of hotel.room_types) {
      expect(page.items.some((line) => line.room_type === type.code)).toBe(true);
    }
  }
});

test('the portfolio has contracts of every kind, release stages, weekends and missing numbers', async () => {
  const made = simulator();
  const hotels = await get<WirePage<WireHotel>>(made, '/api/v1/hotels');
  const contracts: WireContract[] = [];
  for (const { code } of hotels.items) {
    contracts.push(
      ...(await get<WirePage<WireContract>>(made, `/api/v1/hotels/${code}/contracts`)).items,
    );
  }
  expect(new Set(contracts.map((contract) => contract.kind)).size).toBe(4);
  expect(contracts.some((contract) => contract.rooms[0]?.release.length === 2)).toBe(true);
  expect(contracts.some((contract) => contract.weekdays?.join() === '5,6')).toBe(true);
  const lines = await get<WirePage<WireAllotment>>(
    made,
    '/api/v1/hotels/CNX01/allotments?from=2027-01-01&to=2027-12-31&size=200',
  );
  const missing = lines.items.find((line) => line.contract_id === 'CNX01-TBC-2027');
  expect(missing?.days.some((day) => day.allocated === null)).toBe(true);
  expect(missing?.days.some((day) => day.allocated === 3)).toBe(true);
});

test('allocated is sold plus remaining on every night that has a number', async () => {
  const made = simulator(1, '2026-11-22', 0);
  await put(made, 'H1', hotelBody(5, { '2026-12-02': { allocated: 9, sold: 4 } }), 201);
  const page = await get<WirePage<WireAllotment>>(
    made,
    '/api/v1/hotels/H1/allotments?from=2026-12-02&to=2026-12-03',
  );
  expect(page.items[0]?.days).toEqual([
    { date: '2026-12-02', allocated: 9, sold: 4, remaining: 5 },
    { date: '2026-12-03', allocated: 5, sold: 0, remaining: 5 },
  ]);
});

test('pages partition the list, name the total, and end in an empty page', async () => {
  const made = simulator();
  const pages = await Promise.all(
    [1, 2, 3, 4].map((page) =>
      get<WirePage<WireHotel>>(made, `/api/v1/hotels?page=${page}&size=5`),
    ),
  );
  expect(pages.map((page) => page.items.length)).toEqual([5, 5, 2, 0]);
  expect(pages.every((page) => page.total === 12 && page.pages === 3)).toBe(true);
  expect(new Set(pages.flatMap((page) => page.items.map((hotel) => hotel.code))).size).toBe(12);
});

test.each([
  ['page=0', 'page'],
  ['page=x', 'page'],
  ['size=1000', 'size'],
])('answers 422 with the place of the fault for %s', async (query, field) => {
  const response = await simulator().app.inject({
    url: `/api/v1/hotels?${query}`,
    headers: { 'x-api-key': API_KEY },
  });
  expect(response.statusCode).toBe(422);
  const { detail } = response.json<{ detail: Record<string, unknown>[] }>();
  expect(detail).toHaveLength(1);
  expect(Object.keys(detail[0] ?? {})).toEqual(['loc', 'msg', 'type']);
  expect(detail[0]?.['loc']).toEqual(['query', field]);
});

test.each([
  ['from=2026-12-01', 422],
  ['from=2026-12-01&to=2026-02-30', 422],
  ['from=2026-12-01&to=2026-11-30', 422],
  ['from=2026-12-01&to=2036-12-01', 422],
  ['from=2026-12-01&to=2026-12-01', 200],
])('the allotment window %s is answered with %d', async (query, status) => {
  const response = await simulator().app.inject({
    url: `/api/v1/hotels/BKK01/allotments?${query}`,
    headers: { 'x-api-key': API_KEY },
  });
  expect(response.statusCode).toBe(status);
});

test('without the key nothing is told but the health', async () => {
  const { app } = simulator();
  for (const url of ['/api/v1/hotels', '/admin/hotels/X', '/api/v1/hotels/BKK01/contracts']) {
    const response = await app.inject({ url, headers: { 'x-api-key': 'wrong' } });
    expect(response.statusCode).toBe(401);
  }
  expect((await app.inject('/health')).json()).toEqual({ status: 'ok' });
});

test('an unknown hotel and an unknown path answer 404', async () => {
  const { app } = simulator();
  for (const url of ['/api/v1/hotels/NOPE/contracts', '/api/v2/hotels']) {
    const response = await app.inject({ url, headers: { 'x-api-key': API_KEY } });
    expect(response.statusCode).toBe(404);
  }
});

test('a hotel put twice is the same; changed terms move the revision, changed nights do not', async () => {
  const made = simulator(1, '2026-11-22', 0);
  const contracts = '/api/v1/hotels/H1/contracts';
  const nights = '/api/v1/hotels/H1/allotments?from=2026-12-01&to=2026-12-05';
  await put(made, 'H1', hotelBody(5), 201);
  const first = await get<WirePage<WireContract>>(made, contracts);
  const firstNights = await get<WirePage<WireAllotment>>(made, nights);

  now = new Date('2026-11-22T09:00:00Z');
  await put(made, 'H1', hotelBody(5));
  expect(await get(made, contracts)).toEqual(first);
  expect(await get(made, nights)).toEqual(firstNights);

  await put(made, 'H1', hotelBody(5, { '2026-12-02': { allocated: 1 } }));
  expect(await get(made, contracts)).toEqual(first);
  const moved = await get<WirePage<WireAllotment>>(made, nights);
  expect(moved.items[0]?.updated_at).toBe('2026-11-22T09:00:00.000Z');

  await put(made, 'H1', hotelBody(7));
  const second = await get<WirePage<WireContract>>(made, contracts);
  expect(second.items[0]?.revision).toBe(2);
});

test('a body that names a room type the hotel lacks is refused and changes nothing', async () => {
  const made = simulator(1, '2026-11-22', 0);
  const body = { ...hotelBody(5), room_types: [{ code: 'B' }] };
  const answer = await put(made, 'H1', body, 422);
  expect(answer).toMatchObject({
    detail: [{ loc: ['body', 'contracts', 0, 'rooms', 0, 'room_type'] }],
  });
  expect((await get<WirePage<WireHotel>>(made, '/api/v1/hotels')).total).toBe(0);
});

test('a reset goes back to the seed', async () => {
  const made = simulator();
  const before = await get(made, '/api/v1/hotels');
  await put(made, 'H1', hotelBody(5), 201);
  await made.app.inject({
    method: 'POST',
    url: '/admin/reset',
    headers: { 'x-api-key': API_KEY },
  });
  expect(await get(made, '/api/v1/hotels')).toEqual(before);
});
