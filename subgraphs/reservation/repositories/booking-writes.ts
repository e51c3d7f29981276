// Writes of one batch: what it adds, changed groups, sale orders. Each is one statement however many
// rows it carries. Called inside the batch's transaction only.
import type { EntityManager } from 'typeorm';
import { prepared } from '../../../shared/database/prepared.ts';
import { invariant } from '../../../shared/domain/invariant.ts';
import type { BookingStatus } from '../../../shared/domain/facts.ts';
import type { Actor, Booking, BookingGroup } from '../domain/booking.ts';
import type { SaleOrder } from '../domain/sale-order.ts';
import { keyOf } from './client-references.ts';
import type { ClientReferenceRow } from './client-references.ts';

// One statement for all that only adds rows: a batch waits for each statement that it sends, and the
// hotel waits for the batch. The keys of idempotency are claimed in their order, see below.
const INSERT_BATCH = prepared(
  'reservation-insert-batch',
  `with data as materialized (
       select g, b from jsonb_array_elements($1::jsonb) g, lateral jsonb_array_elements(g->'bookings') b),
     claimed as (
       insert into reservation.client_references (agency_id, client_reference, group_id, request)
       select r."agencyId", r."clientReference", r."groupId", r.request
         from jsonb_to_recordset($2::jsonb) as r("agencyId" text, "clientReference" text,
                                                 "groupId" text, request jsonb)
       on conflict do nothing returning group_id),
     groups as (
       insert into reservation.booking_groups
         (id, hotel_id, agency_id, client_reference, status, held_at, expires_at,
          downstream_confirmed, decided_seq, decided_as_of, seq, created_by)
       select g->>'id', g->>'hotelId', g->>'agencyId', g->>'clientReference', g->>'status',
              (g->>'heldAt')::timestamptz, (g->>'expiresAt')::timestamptz, false,
              (g->>'decidedSeq')::bigint, (g->>'decidedAsOf')::timestamptz, $4, g->>'createdBy'
         from jsonb_array_elements($1::jsonb) g),
     bookings as (
       insert into reservation.bookings
         (id, group_id, hotel_id, position, room_type, check_in, check_out, rooms, status, rev)
       select b->>'id', g->>'id', g->>'hotelId', (b->>'position')::integer, b->>'roomType',
              (b->>'checkIn')::date, (b->>'checkOut')::date, (b->>'rooms')::integer, b->>'status',
              (b->>'rev')::integer from data),
     nights as (
       insert into reservation.booking_nights
         (booking_id, position, night, line, rooms, block, rate, currency)
       select b->>'id', place, (n->>'night')::date, n->>'line', (n->>'rooms')::integer, n->>'block',
              (n->>'rate')::bigint, n->>'currency'
         from data, lateral jsonb_array_elements(b->'nights') with ordinality as nights(n, place)),
     audit as (
       insert into reservation.booking_audit_log
         (id, group_id, booking_id, at, actor, actor_role, from_status, to_status, why, request_id, seq)
       select (e->>'id')::uuid, e->>'groupId', e->>'bookingId', (e->>'at')::timestamptz,
              e->'actor'->>'subject', e->'actor'->>'role', e->>'fromStatus', e->>'toStatus', e->>'why',
              e->'actor'->>'requestId', (e->>'seq')::bigint
         from jsonb_array_elements($3::jsonb) e)
     select count(*) as claimed from claimed`,
);

export interface Additions {
  /** Groups that were just held, with their bookings and nights. */
  readonly groups: readonly BookingGroup[];
  readonly references: readonly ClientReferenceRow[];
  /** One entry per change of state. */
  readonly audit: readonly AuditEntry[];
}

/**
 * Inserts groups and audit entries and claims references; gives how many of these were free. Fewer
 * than asked means that another hotel's batch claimed one meanwhile: the transaction is to be rolled
 * back. Sorted, because two batches that claim in different order would deadlock.
 */
export async function insertBatch(
  manager: EntityManager,
  { groups, references, audit }: Additions,
  seq: number,
): Promise<number> {
  const sorted = [...references].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const lists = [groups, sorted, audit].map((list) => JSON.stringify(list));
  const rows: { claimed: number }[] = await manager.query(INSERT_BATCH, [...lists, seq]);
  const [row] = rows;
  invariant(row !== undefined, 'a count is one row');
  return row.claimed;
}

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
         (id, group_id, hotel_id, agency_id, confirmed_at, currency, total)
       select o->>'id', o->>'groupId', o->>'hotelId', o->>'agencyId',
              (o->>'confirmedAt')::timestamptz, o->>'currency', (o->>'total')::bigint
         from jsonb_array_elements($1::jsonb) o)
     insert into reservation.sale_order_lines
       (sale_order_id, position, booking_id, room_type, check_in, check_out, rooms, amount)
     select o->>'id', (l->>'position')::integer, l->>'bookingId', l->>'roomType',
            (l->>'checkIn')::date, (l->>'checkOut')::date, (l->>'rooms')::integer,
            (l->>'amount')::bigint
       from jsonb_array_elements($1::jsonb) o, lateral jsonb_array_elements(o->'lines') l`,
    [JSON.stringify(orders)],
  );
}

export interface AuditEntry {
  readonly id: string;
  readonly groupId: string;
  readonly bookingId?: string;
  readonly at: string;
  readonly actor: Actor;
  readonly fromStatus?: BookingStatus;
  readonly toStatus: BookingStatus;
  readonly why: string;
  readonly seq: number;
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
