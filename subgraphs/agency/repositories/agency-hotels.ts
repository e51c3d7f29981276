// Where an agency's terms at a hotel differ from its usual ones.
import type { DataSource, EntityManager } from 'typeorm';
import type { AgencyHotel } from '../domain/agency-hotel.ts';

type Queryable = Pick<DataSource | EntityManager, 'query'>;

export async function findHotel(
  connection: Queryable,
  agencyId: string,
  hotelId: string,
): Promise<AgencyHotel | null> {
  const rows: AgencyHotel[] = await connection.query(
    `select hotel_id as "hotelId", sells, markup_bp as "markupBp" from agency.agency_hotels
      where agency_id = $1 and hotel_id = $2`,
    [agencyId, hotelId],
  );
  return rows[0] ?? null;
}

/** In the order of hotels, from after `after` on. */
export async function findHotels(
  connection: Queryable,
  agencyId: string,
  page: { readonly after: string | null; readonly limit: number },
): Promise<AgencyHotel[]> {
  return connection.query(
    `select hotel_id as "hotelId", sells, markup_bp as "markupBp" from agency.agency_hotels
      where agency_id = $1 and ($2::text is null or hotel_id > $2) order by hotel_id limit $3`,
    [agencyId, page.after, page.limit],
  );
}

export async function upsertHotel(
  manager: EntityManager,
  agencyId: string,
  { hotelId, sells, markupBp }: AgencyHotel,
): Promise<void> {
  await manager.query(
    `insert into agency.agency_hotels (agency_id, hotel_id, sells, markup_bp) values ($1, $2, $3, $4)
     on conflict (agency_id, hotel_id) do update set sells = excluded.sells, markup_bp = excluded.markup_bp`,
    [agencyId, hotelId, sells, markupBp],
  );
}

export async function deleteHotel(
  manager: EntityManager,
  agencyId: string,
  hotelId: string,
): Promise<void> {
  await manager.query('delete from agency.agency_hotels where agency_id = $1 and hotel_id = $2', [
    agencyId,
    hotelId,
  ]);
}
