// The reference of the booking benches: how one would usually keep a hotel from being oversold. Plain
// `pg`, READ COMMITTED, an advisory lock on the hotel as a statement of its own, then read and insert.
// No HTTP, no other service: called in the process that measures. Nothing here is slow on purpose.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { formatNight } from '../../../../shared/domain/nights.ts';
import type { Order, Sell, Sold } from './orders.ts';

const CONNECTIONS = 16;

const TABLES = `
  create schema usual;
  create table usual.supply (hotel_id text primary key, rooms integer not null);
  create table usual.bookings (
    id uuid primary key, hotel_id text not null, agency_id text not null,
    client_reference text not null, check_in date not null, check_out date not null,
    rooms integer not null, status text not null, held_at timestamptz not null,
    expires_at timestamptz not null, unique (agency_id, client_reference)
  );
  create table usual.nights (
    hotel_id text not null, night date not null, booking_id uuid not null references usual.bookings,
    rooms integer not null, primary key (hotel_id, night, booking_id)
  );
  create table usual.audit (
    id uuid primary key, booking_id uuid not null references usual.bookings, at timestamptz not null,
    actor text not null, to_status text not null
  );
  create table usual.outbox (
    id uuid primary key, hotel_id text not null, type text not null, at timestamptz not null,
    payload jsonb not null, relayed_at timestamptz
  );
  create index on usual.outbox (hotel_id) where relayed_at is null;
`;

export interface UsualWay {
  readonly sell: Sell;
  /** Tells of a hotel with so many rooms every night. */
  supply(hotelId: string, rooms: number): Promise<void>;
  /** Bookings there are, and the rooms sold on the fullest night of a hotel. */
  look(hotelId: string): Promise<{ readonly bookings: number; readonly fullest: number }>;
  stop(): Promise<void>;
}

/** In a schema of its own; night 0 of an order is `firstNight`. */
export async function openUsualWay(adminUrl: string, firstNight: number): Promise<UsualWay> {
  const pool = new pg.Pool({ connectionString: adminUrl, max: CONNECTIONS });
  await pool.query(TABLES);
  return {
    sell: (order) => sell(pool, firstNight, order),
    supply: async (hotelId, rooms) => {
      await pool.query('insert into usual.supply values ($1, $2)', [hotelId, rooms]);
    },
    look: async (hotelId) => {
      const { rows } = await pool.query<{ bookings: number; fullest: number }>(
        `select (select count(*)::integer from usual.bookings) as bookings,
                (select coalesce(max(sold), 0)::integer from
                  (select sum(rooms) as sold from usual.nights where hotel_id = $1 group by night) n) as fullest`,
        [hotelId],
      );
      const [row] = rows;
      if (!row) throw new Error('counting always answers');
      return row;
    },
    stop: () => pool.end(),
  };
}

async function sell(pool: pg.Pool, firstNight: number, order: Order): Promise<Sold> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock(hashtext($1))', [order.hotelId]);
    const from = firstNight + order.arrival;
    const stay = [formatNight(from), formatNight(from + order.nights)] as const;
    const left = await roomsLeft(client, order.hotelId, stay);
    if (left >= 1) await insertBooking(client, order, stay);
    await client.query('commit');
    return left >= 1 ? 'HELD' : 'SOLD_OUT';
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

type Stay = readonly [checkIn: string, checkOut: string];

async function roomsLeft(client: pg.PoolClient, hotelId: string, stay: Stay): Promise<number> {
  const { rows } = await client.query<{ left: number }>(
    `select (s.rooms - coalesce((select max(sold) from
              (select sum(n.rooms) as sold from usual.nights n
                where n.hotel_id = $1 and n.night >= $2 and n.night < $3 group by n.night) sold), 0))::integer as left
       from usual.supply s where s.hotel_id = $1`,
    [hotelId, ...stay],
  );
  return rows[0]?.left ?? 0;
}

async function insertBooking(client: pg.PoolClient, order: Order, stay: Stay): Promise<void> {
  const id = randomUUID();
  const agency = `C${order.client}`;
  await client.query(
    `insert into usual.bookings values ($1, $2, $3, $4, $5, $6, 1, 'HELD', clock_timestamp(),
            clock_timestamp() + interval '15 minutes')`,
    [id, order.hotelId, agency, order.reference, ...stay],
  );
  await client.query(
    `insert into usual.nights
     select $1, n::date, $2, 1 from generate_series($3::date, $4::date - 1, interval '1 day') n`,
    [order.hotelId, id, ...stay],
  );
  await client.query(`insert into usual.audit values ($1, $2, clock_timestamp(), $3, 'HELD')`, [
    randomUUID(),
    id,
    agency,
  ]);
  await client.query(
    `insert into usual.outbox values ($1, $2, 'booking.held', clock_timestamp(), $3)`,
    [randomUUID(), order.hotelId, JSON.stringify({ bookingId: id, status: 'HELD' })],
  );
}
