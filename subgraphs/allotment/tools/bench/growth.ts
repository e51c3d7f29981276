// `growth`: a warm read with 5,000 hotels in the database and in memory, against one with 10. Each
// read asks for another hotel of all there are, so that nothing is warm but what the process keeps.
// `growth-cold` tells the first read of a hotel: its whole stream, folded.
import assert from 'node:assert/strict';
import { figureOf, interleave } from '../../../../shared/tools/bench/bench.ts';
import type { BenchCase, Effort, Figure } from '../../../../shared/tools/bench/bench.ts';
import { openBenchHouse } from './bench-house.ts';
import type { BenchHouse } from './bench-house.ts';
import type { HotelSize } from './hotel-facts.ts';

const SMALL_HOTEL: HotelSize = { roomTypes: 4, nights: 365, contracts: 4, events: 30 };
const FEW = 10;
const MANY = 5_000;
const MANY_IN_SAMPLE = 40;
const HOTELS_PER_WARMING_REQUEST = 25;
/** A step that shares no divisor with either count, so that reads visit every hotel in turn. */
const STRIDE = 1_777;

export const growth: BenchCase = { name: 'growth', wanted: 0.8, run };

async function run(effort: Effort): Promise<Figure[]> {
  const few = await openTown(FEW);
  try {
    const many = await openTown(effort === 'full' ? MANY : MANY_IN_SAMPLE);
    try {
      return await measure(many, few, effort);
    } finally {
      await many.house.stop();
    }
  } finally {
    await few.house.stop();
  }
}

interface Town {
  readonly house: BenchHouse;
  readonly hotels: number;
}

async function openTown(hotels: number): Promise<Town> {
  const house = await openBenchHouse(hotelId(0), SMALL_HOTEL);
  for (const statement of COPIES) await house.admin.query(statement, [hotelId(0), hotels - 1]);
  await house.admin.query('analyze');
  return { house, hotels };
}

function hotelId(at: number): string {
  return `BENCH-${at}`;
}

/** The first hotel once more under other ids, heads before facts. */
const COPIES = [
  `insert into allotment.hotels
   select 'BENCH-' || n, name, names, city, country, timezone, currency, updated_at
     from allotment.hotels, generate_series(1, $2::integer) n where id = $1`,
  `insert into ledger.heads
   select 'BENCH-' || n, seq, last_recorded_at
     from ledger.heads, generate_series(1, $2::integer) n where hotel_id = $1`,
  `insert into ledger.facts
   select 'BENCH-' || n, seq, kind, id, rev, recorded_at, retracted, last_night, recorded_by, content
     from ledger.facts, generate_series(1, $2::integer) n where hotel_id = $1`,
];

async function measure(many: Town, few: Town, effort: Effort): Promise<Figure[]> {
  await assertAlike(many, few);
  const cold = await readInTurn(many, few, FEW - 2, 2);
  await warm(many);
  await warm(few);
  const warmed = await readInTurn(many, few, effort === 'full' ? 3_000 : 5, 0);
  return [figureOf(growth.name, 'ms', warmed), figureOf('growth-cold', 'ms', cold)];
}

/** `reads` of each, in turns, from hotel `first` on. */
async function readInTurn(
  many: Town,
  few: Town,
  reads: number,
  first: number,
): ReturnType<typeof interleave> {
  const next = (town: Town): (() => Promise<number>) => {
    let at = first;
    return async () => {
      const hotel = first > 0 ? at : (at * STRIDE) % town.hotels;
      at += 1;
      return town.house.client.time(await town.house.calendarOf([hotelId(hotel)]));
    };
  };
  const warmUp = first > 0 ? 0 : Math.floor(reads / 3);
  return interleave({ warmUp, counted: reads - warmUp }, next(many), next(few));
}

/** Reads every hotel once. */
async function warm({ house, hotels }: Town): Promise<void> {
  const all = Array.from({ length: hotels }, (_, at) => hotelId(at));
  for (let at = 0; at < hotels; at += HOTELS_PER_WARMING_REQUEST) {
    const some = all.slice(at, at + HOTELS_PER_WARMING_REQUEST);
    await house.client.time(await house.calendarOf(some));
  }
}

async function assertAlike(many: Town, few: Town): Promise<void> {
  const numbers = async ({ house }: Town, at: number): Promise<unknown> => {
    const text = await house.client.text(await house.calendarOf([hotelId(at)]));
    const body = JSON.parse(text) as {
      data: { calendar: { hotels: readonly { roomTypes: unknown }[] } };
    };
    return body.data.calendar.hotels[0]?.roomTypes;
  };
  const expected = await numbers(few, 0);
  assert.ok(expected);
  assert.deepEqual(await numbers(many, 1), expected);
}
