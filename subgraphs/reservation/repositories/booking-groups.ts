// Reads of groups with everything that belongs to them. One query each, whatever the number of ids.
import type { DataSource, EntityManager } from 'typeorm';
import type { BookingGroup } from '../domain/booking.ts';
import { isStorable } from './storable.ts';

type Queryable = Pick<DataSource | EntityManager, 'query'>;

// jsonb_build_object renders instants with their offset; groups carry them as RFC 3339 with Z.
export const INSTANT = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const SELECT_GROUPS = `
  select jsonb_strip_nulls(jsonb_build_object(
    'id', g.id, 'hotelId', g.hotel_id, 'agencyId', g.agency_id,
    'clientReference', g.client_reference, 'status', g.status,
    'heldAt', ${INSTANT('g.held_at')}, 'expiresAt', ${INSTANT('g.expires_at')},
    'downstreamConfirmed', g.downstream_confirmed, 'decidedSeq', g.decided_seq,
    'decidedAsOf', ${INSTANT('g.decided_as_of')}, 'createdBy', g.created_by,
    'timezone', g.timezone, 'cancellationPolicy', g.cancellation_policy,
    'lastAmendment', g.last_amendment,
    'bookings', (
      select jsonb_agg(jsonb_build_object(
        'id', b.id, 'position', b.position, 'roomType', b.room_type, 'checkIn', b.check_in,
        'checkOut', b.check_out, 'rooms', b.rooms, 'status', b.status, 'rev', b.rev,
        'parts', (
          select jsonb_agg(jsonb_build_object('part', p.part, 'live', p.live, 'status', p.status,
                   'rev', p.rev, 'heldAt', ${INSTANT('p.held_at')}, 'decidedSeq', p.decided_seq,
                   'nights', (
            select jsonb_agg(jsonb_build_object('night', n.night, 'line', n.line, 'rooms', n.rooms,
                     'block', n.block, 'rate', n.rate, 'sellRate', n.sell_rate,
                     'currency', n.currency,
                     'requested', nullif(n.requested, false)) order by n.position)
              from reservation.booking_nights n
             where n.booking_id = p.booking_id and n.part = p.part and n.until_rev is null)
            ) order by p.part)
            from reservation.booking_parts p where p.booking_id = b.id)
        ) order by b.position)
        from reservation.bookings b where b.group_id = g.id)
  )) as "group"
  from reservation.booking_groups g
`;

/** Groups by id, in no particular order; unknown ids are left out. */
export async function findGroupsByIds(
  connection: Queryable,
  ids: readonly string[],
): Promise<BookingGroup[]> {
  const possible = ids.filter(isStorable);
  if (possible.length === 0) return [];
  const rows: { group: BookingGroup }[] = await connection.query(
    `${SELECT_GROUPS} where g.id = any($1)`,
    [possible],
  );
  return rows.map((row) => row.group);
}

/** The groups that contain these bookings. */
export async function findGroupsByBookingIds(
  connection: Queryable,
  bookingIds: readonly string[],
): Promise<BookingGroup[]> {
  const possible = bookingIds.filter(isStorable);
  if (possible.length === 0) return [];
  const rows: { group: BookingGroup }[] = await connection.query(
    `${SELECT_GROUPS} where g.id in (select group_id from reservation.bookings where id = any($1))`,
    [possible],
  );
  return rows.map((row) => row.group);
}

export interface HotelGroups {
  readonly hotelId: string;
  readonly groupIds: readonly string[];
}

/** Groups with confirmed stays that are over in their hotel's zone, hotel by hotel. */
export async function findCompletableGroups(
  connection: Queryable,
  bounds: { readonly groupsMax: number },
): Promise<HotelGroups[]> {
  return connection.query(
    `select hotel_id as "hotelId", array_agg(id order by id) as "groupIds"
       from (select distinct g.hotel_id, g.id
               from reservation.bookings b join reservation.booking_groups g on g.id = b.group_id
              where b.status = 'CONFIRMED' and b.check_out <= (ledger.clock() + interval '1 day')::date
                and b.check_out <= (ledger.clock() at time zone g.timezone)::date
              limit $1) due
      group by hotel_id order by hotel_id`,
    [bounds.groupsMax],
  );
}

/** Holds whose time is up by the database's clock, hotel by hotel, oldest first. */
export async function findExpiredHolds(
  connection: Queryable,
  bounds: { readonly hotelsMax: number; readonly holdsMax: number },
): Promise<HotelGroups[]> {
  return connection.query(
    `select hotel_id as "hotelId", array_agg(id order by expires_at, id) as "groupIds"
       from (select id, hotel_id, expires_at,
                    row_number() over (partition by hotel_id order by expires_at, id) as place
               from reservation.booking_groups
              where status = 'HELD' and not downstream_confirmed and expires_at <= ledger.clock()) due
      where place <= $2
      group by hotel_id order by min(expires_at) limit $1`,
    [bounds.hotelsMax, bounds.holdsMax],
  );
}
