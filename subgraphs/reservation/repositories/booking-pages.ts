// Pages of bookings in a stable order: latest hold first, then id. Tenancy is part of the SQL.
import type { DataSource } from 'typeorm';
import { isStorable } from './storable.ts';

export interface BookingQuery {
  readonly hotelIds?: readonly string[];
  readonly agencyIds?: readonly string[];
  readonly statuses?: readonly string[];
  readonly clientReference?: string;
  /** Occupies a night on or after this date. */
  readonly from?: string;
  /** Occupies a night before this date. */
  readonly to?: string;
}

export interface BookingPageRow {
  readonly bookingId: string;
  readonly groupId: string;
}

/**
 * Up to `limit` bookings behind the booking `after`, or from the start. A booking of an agency that
 * is not asked for is no place to go on from: it answers like one that does not exist.
 */
export async function findBookingPage(
  dataSource: DataSource,
  query: BookingQuery,
  page: { readonly limit: number; readonly after: string | null },
): Promise<BookingPageRow[]> {
  const asked = [query.hotelIds, query.agencyIds, query.clientReference].flat();
  if (asked.some((text) => text !== undefined && !isStorable(text))) return [];
  return dataSource.query(
    `select b.id as "bookingId", b.group_id as "groupId"
       from reservation.bookings b join reservation.booking_groups g on g.id = b.group_id
      where ($1::text[] is null or g.hotel_id = any($1))
        and ($2::text[] is null or g.agency_id = any($2))
        and ($3::text[] is null or b.status = any($3))
        and ($4::text is null or g.client_reference = $4)
        and ($5::date is null or b.check_out > $5)
        and ($6::date is null or b.check_in < $6)
        and ($7::text is null or (g.held_at, b.id) < (
              select ag.held_at, ab.id from reservation.bookings ab
                join reservation.booking_groups ag on ag.id = ab.group_id
               where ab.id = $7 and ($2::text[] is null or ag.agency_id = any($2))))
      order by g.held_at desc, b.id desc limit $8`,
    [
      query.hotelIds ?? null,
      query.agencyIds ?? null,
      query.statuses ?? null,
      query.clientReference ?? null,
      query.from ?? null,
      query.to ?? null,
      page.after,
      page.limit,
    ],
  );
}
