// The cases of the booking bench: the same crowd at ours and at the usual way, in turns, on the same
// Postgres. First both have to sell the last rooms of a hotel to exactly as many as there are.
import assert from 'node:assert/strict';
import type { DataSource } from 'typeorm';
import { connectDataSource } from '../../../../shared/database/data-source.ts';
import { createTestDatabase } from '../../../../shared/testing/services/test-database.ts';
import { figureOf, quantile } from '../../../../shared/tools/bench/bench.ts';
import type { BenchCase, Effort, Figure, Samples } from '../../../../shared/tools/bench/bench.ts';
import { FIRST_NIGHT, openBookingHouse } from './booking-house.ts';
import type { BookingHouse, Door } from './booking-house.ts';
import { startDurableDatabase } from './durable-database.ts';
import { nextOrder, sellFor, sellOnce } from './orders.ts';
import type { Crowd, Order } from './orders.ts';
import { openUsualWay } from './usual-way.ts';
import type { UsualWay } from './usual-way.ts';

/** More than any crowd can buy in the time it has. */
const ROOMS = 20_000;
const LAST_ROOMS = 37;
const ROUNDS = {
  // A process that has served a few hundred requests still runs most of its code unoptimised: what is
  // promised is the speed of one that has been up for a while. The reference warms up as long.
  full: { warmUp: 8, counted: 4, ms: 1_000 },
  sample: { warmUp: 0, counted: 1, ms: 200 },
};

/** A case with a figure for bookings per second and one for their p99, with one replica and with two. */
export function crowdAt(name: string, door: Door, hotels: number, wanted: number): BenchCase {
  return { name, wanted, run: (effort) => run(name, door, hotels, effort) };
}

async function run(name: string, door: Door, hotels: number, effort: Effort): Promise<Figure[]> {
  const database = await (effort === 'full' ? startDurableDatabase() : createTestDatabase());
  try {
    const house = await openBookingHouse(door, database);
    try {
      const usual = await openUsualWay(database.urls.admin, FIRST_NIGHT);
      const admin = await connectDataSource({
        url: database.urls.admin,
        schema: 'reservation',
        applicationName: 'bench',
      });
      try {
        return await compare(name, { house, usual, admin, hotels: hotelIds(hotels) }, effort);
      } finally {
        await admin.destroy();
        await usual.stop();
      }
    } finally {
      await house.stop();
    }
  } finally {
    await database.drop();
  }
}

function hotelIds(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `BENCH-${at}`);
}

interface Rivals {
  readonly house: BookingHouse;
  readonly usual: UsualWay;
  readonly admin: DataSource;
  readonly hotels: readonly string[];
}

async function compare(name: string, rivals: Rivals, effort: Effort): Promise<Figure[]> {
  const { house, usual, hotels } = rivals;
  await house.supply(hotels, ROOMS);
  for (const hotel of hotels) await usual.supply(hotel, ROOMS);
  const figures: Figure[] = [];
  for (const replicas of [1, 2] as const) {
    await assertSellsExactly(rivals, replicas);
    const suffix = replicas === 1 ? '' : '-two-replicas';
    figures.push(...(await measure(`${name}${suffix}`, rivals, replicas, effort)));
  }
  return figures;
}

async function measure(
  name: string,
  rivals: Rivals,
  replicas: 1 | 2,
  effort: Effort,
): Promise<Figure[]> {
  const { house, usual, hotels } = rivals;
  const { warmUp, counted, ms } = ROUNDS[effort];
  const perSecond = noSamples();
  const took = noSamples();
  let turn = 0;
  const orderOf = (client: number): Order => {
    turn += 1;
    return nextOrder(client, hotels[turn % hotels.length] ?? '');
  };
  for (let round = 0; round < warmUp + counted; round += 1) {
    const before = await bookings(rivals);
    const ours = await sellFor(ms, house.seller(replicas), orderOf);
    const theirs = await sellFor(ms, usual.sell, orderOf);
    const after = await bookings(rivals);
    // Every booking that was told of is there, in the ledger too, and no other.
    const { held } = ours;
    assert.deepEqual(after, {
      ours: before.ours + held,
      ledger: before.ledger + held,
      usual: before.usual + theirs.held,
    });
    assert.deepEqual([ours.refused, theirs.refused], [0, 0]);
    if (round >= warmUp) add(perSecond, took, ours, theirs);
  }
  return [rateFigure(name, perSecond), tailFigure(`${name}-p99`, took)];
}

function noSamples(): Samples {
  return { ours: [], reference: [] };
}

function add(perSecond: Samples, took: Samples, ours: Crowd, theirs: Crowd): void {
  perSecond.ours.push(ours.perSecond);
  perSecond.reference.push(theirs.perSecond);
  took.ours.push(quantile(ours.took, 0.99));
  took.reference.push(quantile(theirs.took, 0.99));
}

/** More is better here, so the ratio is the other way round. */
function rateFigure(name: string, samples: Samples): Figure {
  const figure = figureOf(name, '/s', samples);
  return { ...figure, ratio: figure.ours / figure.reference };
}

function tailFigure(name: string, samples: Samples): Figure {
  return figureOf(name, 'ms', samples);
}

/** The crowd wants the same night of a hotel with fewer rooms: they go, and none twice. */
async function assertSellsExactly(rivals: Rivals, replicas: 1 | 2): Promise<void> {
  const { house, usual, admin } = rivals;
  const hotelId = `LAST-${replicas}`;
  await house.supply([hotelId], LAST_ROOMS);
  await usual.supply(hotelId, LAST_ROOMS);
  const orderOf = (client: number): Order => ({
    ...nextOrder(client, hotelId),
    arrival: 100,
    nights: 2,
  });
  assert.equal(await sellOnce(house.seller(replicas), orderOf), LAST_ROOMS);
  assert.equal(await sellOnce(usual.sell, orderOf), LAST_ROOMS);
  const ours: { fullest: number }[] = await admin.query(
    `select max(rooms)::integer as fullest from
       (select sum(n.rooms) as rooms from reservation.booking_nights n
          join reservation.bookings b on b.id = n.booking_id where b.hotel_id = $1 group by n.night) n`,
    [hotelId],
  );
  assert.deepEqual(ours, [{ fullest: LAST_ROOMS }]);
  assert.equal((await usual.look(hotelId)).fullest, LAST_ROOMS);
}

async function bookings({
  usual,
  admin,
}: Rivals): Promise<{ readonly ours: number; readonly ledger: number; readonly usual: number }> {
  const rows: { ours: number; ledger: number }[] = await admin.query(
    `select (select count(*)::integer from reservation.bookings) as ours,
            (select count(*)::integer from ledger.facts where kind = 'BOOKING') as ledger`,
  );
  const [row] = rows;
  if (!row) throw new Error('counting always answers');
  return { ...row, usual: (await usual.look('')).bookings };
}
