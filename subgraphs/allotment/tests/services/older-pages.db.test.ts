// Pages overtake each other: what a hotel is called, and where, is what was said last, not what arrived
// last.
import { findHotelsByIds, findRoomTypes } from '../../repositories/hotels.ts';
import { startSupplier, sync } from './supply-world.ts';
import type { Supplier } from './supply-world.ts';
import { startServicesWorld } from './world.ts';
import type { ServicesWorld } from './world.ts';

let world: ServicesWorld;
let supplier: Supplier;
const hotelId = 'OLD-1';

beforeAll(async () => {
  world = await startServicesWorld();
  supplier = await startSupplier();
});
afterAll(async () => {
  await supplier.stop();
  await world.stop();
});
beforeEach(() => supplier.spoil(null));

/** The page of hotels as if it had been said at `at`, of another city and larger rooms. */
function sayOfHotels(at: string, city: string, occupancy: number): void {
  supplier.spoil(/\/hotels(\?|$)/, (body) =>
    body
      .replaceAll(/"updated_at":"[^"]*"/g, `"updated_at":"${at}"`)
      .replaceAll(/"city":"[^"]*"/g, `"city":"${city}"`)
      .replaceAll(/"max_occupancy":\d+/g, `"max_occupancy":${occupancy}`),
  );
}

async function told(): Promise<unknown[]> {
  const hotels = await findHotelsByIds(world.dataSource, [hotelId]);
  const rooms = await findRoomTypes(world.dataSource, [hotelId]);
  return [
    hotels.map(({ city, updatedAt }) => [city, updatedAt.slice(0, 10)]),
    rooms.map(({ maxOccupancy }) => maxOccupancy),
  ];
}

async function found(word: string): Promise<number> {
  const [row]: { n: number }[] = await world.dataSource.query(
    'select count(*)::int as n from allotment.contract_search where folded like $1',
    [`%${word}%`],
  );
  return row?.n ?? 0;
}

test('an older page changes nothing of the hotel and says so; its news of rooms counts all the same', async () => {
  await supplier.tells(hotelId, { rooms: { A: 5 } });
  sayOfHotels('2026-03-01T00:00:00Z', 'Newtown', 3);
  expect((await sync(world.dataSource, supplier, hotelId)).run.problems).toEqual([]);
  const newest = [[['Newtown', '2026-03-01']], [3]];
  expect(await told()).toEqual(newest);

  await supplier.tells(hotelId, { rooms: { A: 6 } });
  sayOfHotels('2026-02-01T00:00:00Z', 'Oldtown', 2);
  const late = await sync(world.dataSource, supplier, hotelId);
  expect(await told()).toEqual(newest);
  expect(late.run).toMatchObject({
    status: 'DONE',
    counts: { factsAppended: 1 },
    problems: [`OLDER: HOTELS: ${hotelId}: the page is older than what is known; left out`],
  });
  expect(late.verdict).toMatchObject({ verdict: 'APPLIED', detail: { isHotelOlder: true } });
  expect([await found('newtown'), await found('oldtown')]).toEqual([1, 0]);
});

test('a page of the same instant and a newer one are taken', async () => {
  sayOfHotels('2026-03-01T00:00:00Z', 'Sametown', 4);
  await sync(world.dataSource, supplier, hotelId);
  expect(await told()).toEqual([[['Sametown', '2026-03-01']], [4]]);
  // An hour west of UTC it is later than it looks.
  sayOfHotels('2026-02-28T23:30:00-01:00', 'Laterville', 5);
  const { run } = await sync(world.dataSource, supplier, hotelId);
  expect(run.problems).toEqual([]);
  expect(await told()).toEqual([[['Laterville', '2026-03-01']], [5]]);
});

test('two pages at once end with the newer, whichever comes last', async () => {
  for (let round = 0; round < 4; round += 1) {
    const [older, newer] = [`2027-0${round + 1}-01`, `2027-0${round + 1}-02`];
    const both = [older, newer].map(async (day) => {
      const read = await supplier.read({ window: WINDOW, only: [hotelId] });
      const [supply] = read.hotels;
      if (!supply) throw new Error('the hotel was told');
      const hotel = { ...supply.hotel, city: day, updatedAt: `${day}T00:00:00.000000Z` };
      return { ...read, hotels: [{ ...supply, hotel }] };
    });
    const readings = await Promise.all(both);
    await Promise.all(
      readings.map((reading) =>
        sync(world.dataSource, { read: () => Promise.resolve(reading) }, hotelId),
      ),
    );
    expect((await told())[0]).toEqual([[newer, newer]]);
  }
});

const WINDOW = { from: '2026-01-01', to: '2026-02-01' };
