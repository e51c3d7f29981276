// What a batch writes besides what it adds (append-batch.ts): changed groups, sale orders. Each is one
// statement however many rows it carries. Called inside the batch's transaction only.
import type { EntityManager } from 'typeorm';
import { invariant } from '../../../shared/domain/invariant.ts';
import type { Booking, BookingGroup } from '../domain/booking.ts';
import type { SaleOrder } from '../domain/sale-order.ts';

export interface GroupChange {
  readonly before: BookingGroup;
  readonly after: BookingGroup;
  readonly changed: readonly Booking[];
}

/**
 * Moves groups and bookings, each as compare-and-set on the status and revision it was decided on.
 * They come as arrays, whose length the planner sees: of a jsonb list it believes a hundred rows and
 * reads the whole table for them.
 */
export async function updateGroups(
  manager: EntityManager,
  changes: readonly GroupChange[],
  seq: number,
): Promise<void> {
  if (changes.length === 0) return;
  const groups: unknown[] = await updateRows(
    manager,
    `update reservation.booking_groups g set status = c.after, seq = $2
       from unnest($1::text[], $3::text[], $4::text[]) as c(id, before, after)
      where g.id = c.id and g.status = c.before returning g.id`,
    [
      changes.map(({ after }) => after.id),
      seq,
      changes.map(({ before }) => before.status),
      changes.map(({ after }) => after.status),
    ],
  );
  invariant(groups.length === changes.length, 'no group changes while its hotel is locked');
  const changed = changes.flatMap((change) => change.changed);
  const bookings: unknown[] = await updateRows(
    manager,
    `update reservation.bookings b set status = c.status, rev = c.rev
       from unnest($1::text[], $2::text[], $3::integer[]) as c(id, status, rev)
      where b.id = c.id and b.rev = c.rev - 1 returning b.id`,
    [
      changed.map(({ id }) => id),
      changed.map(({ status }) => status),
      changed.map(({ rev }) => rev),
    ],
  );
  invariant(bookings.length === changed.length, 'no booking changes while its hotel is locked');
}

/** Inserts orders with their lines; a second order for one group breaks a unique key. */
export async function insertSaleOrders(
  manager: EntityManager,
  orders: readonly SaleOrder[],
): Promise<void> {
  if (orders.length === 0) return;
  await manager.query(
    `with orders as (
       insert into reservation.sale_orders
         (id, group_id, hotel_id, agency_id, confirmed_at, currency, total, net_total)
       select o->>'id', o->>'groupId', o->>'hotelId', o->>'agencyId',
              (o->>'confirmedAt')::timestamptz, o->>'currency', (o->>'total')::bigint,
              (o->>'netTotal')::bigint
         from jsonb_array_elements($1::jsonb) o)
     insert into reservation.sale_order_lines
       (sale_order_id, position, booking_id, room_type, check_in, check_out, rooms, amount, net_amount)
     select o->>'id', (l->>'position')::integer, l->>'bookingId', l->>'roomType',
            (l->>'checkIn')::date, (l->>'checkOut')::date, (l->>'rooms')::integer,
            (l->>'amount')::bigint, (l->>'netAmount')::bigint
       from jsonb_array_elements($1::jsonb) o, lateral jsonb_array_elements(o->'lines') l`,
    [JSON.stringify(orders)],
  );
}

// typeorm answers updates with [rows, count]; only the rows matter here.
async function updateRows(
  manager: EntityManager,
  sql: string,
  parameters: readonly unknown[],
): Promise<unknown[]> {
  const [rows]: [unknown[], number] = await manager.query(sql, [...parameters]);
  return rows;
}
