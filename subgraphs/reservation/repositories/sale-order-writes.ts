// Sale orders of one batch, in one statement however many there are. Called inside the batch's
// transaction only.
import type { EntityManager } from 'typeorm';
import type { SaleOrder } from '../domain/sale-order.ts';

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
