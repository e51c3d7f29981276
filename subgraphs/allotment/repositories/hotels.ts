// Hotels and room types: read for queries, written by the sync.
import type { DataSource, EntityManager } from 'typeorm';
import type { CancellationPolicy } from '../../../shared/domain/cancellation-policy.ts';
import type { HotelRow, RoomTypeRow, ToldHotel } from '../domain/hotel.ts';

type Queryable = Pick<DataSource | EntityManager, 'query'>;

const HOTEL_COLUMNS = `id, name, names, city, country, timezone, currency, updated_at as "updatedAt",
  coalesce(own_cancellation_policy, told_cancellation_policy) as "cancellationPolicy",
  case when own_cancellation_policy is not null then 'OPERATOR'
       when told_cancellation_policy is not null then 'SUPPLIER' end as "cancellationPolicySource"`;

/** Hotels by id, in no particular order; unknown ids are left out. */
export async function findHotelsByIds(
  connection: Queryable,
  ids: readonly string[],
): Promise<HotelRow[]> {
  return connection.query(`select ${HOTEL_COLUMNS} from allotment.hotels where id = any($1)`, [
    ids,
  ]);
}

/** Up to `limit` hotels with id > `after`, by id; `only` narrows to these ids, without `except`. */
export async function findHotelPage(
  connection: Queryable,
  page: {
    readonly after: string | null;
    readonly limit: number;
    readonly only: readonly string[] | null;
    readonly except: readonly string[];
  },
): Promise<HotelRow[]> {
  return connection.query(
    `select ${HOTEL_COLUMNS} from allotment.hotels
      where ($1::text is null or id > $1) and ($2::text[] is null or id = any($2))
        and not (id = any($4))
      order by id limit $3`,
    [page.after, page.only, page.limit, page.except],
  );
}

/** Room types of these hotels, by hotel and code. */
export async function findRoomTypes(
  connection: Queryable,
  hotelIds: readonly string[],
): Promise<RoomTypeRow[]> {
  return connection.query(
    `select hotel_id as "hotelId", code, name, names, max_occupancy as "maxOccupancy", beds
       from allotment.room_types where hotel_id = any($1) order by hotel_id, code`,
    [hotelIds],
  );
}

/**
 * Writes a hotel and its room types as the supplier tells them now. False, and nothing is written, when
 * what is there was told later: pages overtake each other.
 */
export async function upsertHotel(
  manager: EntityManager,
  hotel: ToldHotel,
  roomTypes: readonly RoomTypeRow[],
): Promise<boolean> {
  const taken: unknown[] = await manager.query(
    `insert into allotment.hotels (id, name, names, city, country, timezone, currency, updated_at,
                                   told_cancellation_policy)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (id) do update set name = excluded.name, names = excluded.names,
       city = excluded.city, country = excluded.country, timezone = excluded.timezone,
       currency = excluded.currency, updated_at = excluded.updated_at,
       told_cancellation_policy = case when $10::boolean then excluded.told_cancellation_policy
                                       else hotels.told_cancellation_policy end
       where hotels.updated_at collate "C" <= excluded.updated_at
     returning id`,
    [
      hotel.id,
      hotel.name,
      JSON.stringify(hotel.names),
      hotel.city,
      hotel.country,
      hotel.timezone,
      hotel.currency,
      hotel.updatedAt,
      hotel.cancellationPolicy ? JSON.stringify(hotel.cancellationPolicy) : null,
      hotel.cancellationPolicy !== undefined,
    ],
  );
  if (taken.length === 0) return false;
  await manager.query(
    `insert into allotment.room_types (hotel_id, code, name, names, max_occupancy, beds)
     select r."hotelId", r.code, r.name, r.names, r."maxOccupancy", r.beds
       from jsonb_to_recordset($1::jsonb) as r("hotelId" text, code text, name text, names jsonb,
                                               "maxOccupancy" integer, beds integer)
     on conflict (hotel_id, code) do update set name = excluded.name, names = excluded.names,
       max_occupancy = excluded.max_occupancy, beds = excluded.beds`,
    [JSON.stringify(roomTypes)],
  );
  return true;
}

/** Holds the hotel's row until the transaction ends; null when there is none. */
export async function lockOwnPolicy(
  manager: EntityManager,
  hotelId: string,
): Promise<{ readonly own: CancellationPolicy | null } | null> {
  const rows: { own: CancellationPolicy | null }[] = await manager.query(
    'select own_cancellation_policy as own from allotment.hotels where id = $1 for update',
    [hotelId],
  );
  return rows[0] ?? null;
}

/** Sets what counts in place of the supplier's policy; null lets the supplier's count again. */
export async function updateOwnPolicy(
  manager: EntityManager,
  hotelId: string,
  policy: CancellationPolicy | null,
): Promise<void> {
  await manager.query('update allotment.hotels set own_cancellation_policy = $2 where id = $1', [
    hotelId,
    policy ? JSON.stringify(policy) : null,
  ]);
}
