// Hotels and room types: read for queries, written by the sync.
import type { DataSource, EntityManager } from 'typeorm';
import type { HotelRow, RoomTypeRow } from '../domain/hotel.ts';

type Queryable = Pick<DataSource | EntityManager, 'query'>;

const HOTEL_COLUMNS =
  'id, name, names, city, country, timezone, currency, updated_at as "updatedAt"';

/** Hotels by id, in no particular order; unknown ids are left out. */
export async function findHotelsByIds(
  connection: Queryable,
  ids: readonly string[],
): Promise<HotelRow[]> {
  return connection.query(`select ${HOTEL_COLUMNS} from allotment.hotels where id = any($1)`, [
    ids,
  ]);
}

/** Up to `limit` hotels with id > `after`, by id; `only` narrows to these ids. */
export async function findHotelPage(
  connection: Queryable,
  page: {
    readonly after: string | null;
    readonly limit: number;
    readonly only: readonly string[] | null;
  },
): Promise<HotelRow[]> {
  return connection.query(
    `select ${HOTEL_COLUMNS} from allotment.hotels
      where ($1::text is null or id > $1) and ($2::text[] is null or id = any($2))
      order by id limit $3`,
    [page.after, page.only, page.limit],
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

/** Writes a hotel and its room types as the supplier tells them now. */
export async function upsertHotel(
  manager: EntityManager,
  hotel: HotelRow,
  roomTypes: readonly RoomTypeRow[],
): Promise<void> {
  await manager.query(
    `insert into allotment.hotels (id, name, names, city, country, timezone, currency, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (id) do update set name = excluded.name, names = excluded.names,
       city = excluded.city, country = excluded.country, timezone = excluded.timezone,
       currency = excluded.currency, updated_at = excluded.updated_at`,
    [
      hotel.id,
      hotel.name,
      JSON.stringify(hotel.names),
      hotel.city,
      hotel.country,
      hotel.timezone,
      hotel.currency,
      hotel.updatedAt,
    ],
  );
  await manager.query(
    `insert into allotment.room_types (hotel_id, code, name, names, max_occupancy, beds)
     select r."hotelId", r.code, r.name, r.names, r."maxOccupancy", r.beds
       from jsonb_to_recordset($1::jsonb) as r("hotelId" text, code text, name text, names jsonb,
                                               "maxOccupancy" integer, beds integer)
     on conflict (hotel_id, code) do update set name = excluded.name, names = excluded.names,
       max_occupancy = excluded.max_occupancy, beds = excluded.beds`,
    [JSON.stringify(roomTypes)],
  );
}
