// Sale orders of one batch and what changes add to them, each in one statement however many there are.
// Called inside the batch's transaction only.
import type { EntityManager } from 'typeorm';
import { invariant } from '../../../shared/domain/invariant.ts';
import type { OrderAmendment } from '../domain/penalties.ts';
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

export interface AmendmentRow extends OrderAmendment {
  readonly id: string;
  readonly groupId: string;
  /** Who caused the change. */
  readonly actor: string;
}

/** Adds lines to the orders of these groups; in an order without a currency they have no amounts. */
export async function insertAmendments(
  manager: EntityManager,
  rows: readonly AmendmentRow[],
  stamp: { readonly seq: number; readonly recordedAt: string },
): Promise<void> {
  if (rows.length === 0) return;
  const inserted: unknown[] = await manager.query(
    `insert into reservation.sale_order_amendments
       (id, sale_order_id, booking_id, kind, amount, net_amount, deadline, at, actor, why, seq, position)
     select (a->>'id')::uuid, o.id, a->>'bookingId', a->>'kind',
            case when o.currency is not null then (a->>'amount')::bigint end,
            case when o.currency is not null then (a->>'netAmount')::bigint end,
            (a->>'deadline')::timestamptz, $3, a->>'actor', a->>'why', $2, place
       from jsonb_array_elements($1::jsonb) with ordinality as rows(a, place)
       join reservation.sale_orders o on o.group_id = a->>'groupId'
     returning 1`,
    [JSON.stringify(rows), stamp.seq, stamp.recordedAt],
  );
  invariant(inserted.length === rows.length, 'what is charged belongs to a sale order');
}
