// Errands to the supplier: written in the transaction of what was decided, told one after the other
// per booking, each by one process at a time.
import type { DataSource, EntityManager } from 'typeorm';
import type { NewErrand } from '../domain/errand.ts';
import { isStorable } from './storable.ts';

export interface ErrandRow extends NewErrand {
  readonly id: string;
  readonly tries: number;
}

export interface Errand extends ErrandRow {
  readonly state: 'WAITING' | 'DONE' | 'FAILED';
  readonly createdAt: string;
  readonly endedAt: string | null;
  readonly nextTryAt: string | null;
  readonly lastAnswer: string | null;
}

const COLUMNS = `id, hotel_id as "hotelId", booking_key as "bookingKey", group_id as "groupId", kind,
  request, why, tries`;
const ALL_COLUMNS = `${COLUMNS}, state, created_at as "createdAt", ended_at as "endedAt",
  next_try_at as "nextTryAt", last_answer as "lastAnswer"`;

/** Adds errands, due at once. */
export async function insertErrands(
  manager: EntityManager,
  errands: readonly (NewErrand & { readonly id: string })[],
): Promise<void> {
  if (errands.length === 0) return;
  await manager.query(
    `insert into reservation.supplier_errands
       (id, hotel_id, booking_key, group_id, kind, request, why, next_try_at, created_at)
     select e.id, e."hotelId", e."bookingKey", e."groupId", e.kind,
            case when e.kind = 'AMEND' then e.request end, e.why, now.clock, now.clock
       from jsonb_to_recordset($1::jsonb)
            as e(id text, "hotelId" text, "bookingKey" text, "groupId" text, kind text,
                 request jsonb, why text), (select ledger.clock() as clock) now`,
    [JSON.stringify(errands)],
  );
}

/** Ids of errands that somebody has to tell now, the longest due first. */
export async function findDueErrands(
  dataSource: DataSource,
  errandsMax: number,
): Promise<string[]> {
  const rows: { id: string }[] = await dataSource.query(
    `select id from reservation.supplier_errands e
      where state = 'WAITING' and next_try_at <= ledger.clock() and ${IS_FIRST}
      order by next_try_at, position limit $1`,
    [errandsMax],
  );
  return rows.map(({ id }) => id);
}

/** Ids of what waits about one group, in order. */
export async function findWaitingErrands(
  dataSource: DataSource,
  groupId: string,
): Promise<string[]> {
  const rows: { id: string }[] = await dataSource.query(
    `select id from reservation.supplier_errands
      where booking_key = $1 and state = 'WAITING' order by position`,
    [groupId],
  );
  return rows.map(({ id }) => id);
}

/** Errands of one booking go in order: what comes later is told when the earlier has an end. */
const IS_FIRST = `not exists (
  select from reservation.supplier_errands before
   where before.booking_key = e.booking_key and before.position < e.position
     and before.state = 'WAITING')`;

/** The errand, for whoever takes it to tell within `leaseMs`; null where it is not due or not first. */
export async function takeErrand(
  dataSource: DataSource,
  id: string,
  leaseMs: number,
): Promise<ErrandRow | null> {
  const [rows]: [ErrandRow[], number] = await dataSource.query(
    `update reservation.supplier_errands e
        set tries = tries + 1, next_try_at = ledger.clock() + $2 * interval '1 ms'
      where id = $1 and state = 'WAITING' and next_try_at <= ledger.clock() and ${IS_FIRST}
      returning ${COLUMNS}`,
    [id, leaseMs],
  );
  return rows[0] ?? null;
}

/** Not told yet: due again in `delayMs`; nothing if another has taken it since. */
export async function postponeErrand(
  dataSource: DataSource,
  { id, tries }: Pick<ErrandRow, 'id' | 'tries'>,
  answer: string,
  delayMs: number,
): Promise<void> {
  await dataSource.query(
    `update reservation.supplier_errands
        set last_answer = $3, next_try_at = ledger.clock() + $4 * interval '1 ms'
      where id = $1 and tries = $2 and state = 'WAITING'`,
    [id, tries, answer, delayMs],
  );
}

/** Ends an errand once; false where it had its end already. */
export async function endErrand(
  manager: EntityManager,
  id: string,
  end: { readonly state: 'DONE' | 'FAILED'; readonly answer: string },
): Promise<boolean> {
  const [rows]: [unknown[], number] = await manager.query(
    `update reservation.supplier_errands
        set state = $2, last_answer = $3, next_try_at = null, ended_at = ledger.clock()
      where id = $1 and state = 'WAITING' returning id`,
    [id, end.state, end.answer],
  );
  return rows.length > 0;
}

/** The supplier's count of a booking's changes, as far as it is known: it only grows. */
export async function noteSupplierVersion(
  manager: EntityManager,
  groupId: string,
  version: number,
): Promise<void> {
  await manager.query(
    `update reservation.confirmations set supplier_version = greatest(supplier_version, $2)
      where group_id = $1`,
    [groupId, version],
  );
}

/** By booking, where there is any: whether one waits to be told, or a cancellation was. */
export async function findErrandsOfBookings(
  manager: EntityManager,
  bookingKeys: readonly string[],
): Promise<ReadonlyMap<string, 'WAITING' | 'CANCEL_TOLD'>> {
  const rows: { key: string; errand: 'WAITING' | 'CANCEL_TOLD' | null }[] = await manager.query(
    `select booking_key as key,
            case when bool_or(state = 'WAITING') then 'WAITING'
                 when bool_or(kind = 'CANCEL') then 'CANCEL_TOLD' end as errand
       from reservation.supplier_errands where booking_key = any($1) group by booking_key`,
    [bookingKeys],
  );
  return new Map(rows.flatMap(({ key, errand }) => (errand ? [[key, errand] as const] : [])));
}

/** A failed errand is due again; false where it has not failed. */
export async function reviveErrand(manager: EntityManager, id: string): Promise<boolean> {
  const [rows]: [unknown[], number] = await manager.query(
    `update reservation.supplier_errands
        set state = 'WAITING', tries = 0, ended_at = null, next_try_at = ledger.clock()
      where id = $1 and state = 'FAILED' returning id`,
    [id],
  );
  return rows.length > 0;
}

/** One errand, or null. */
export async function findErrandById(
  connection: Pick<DataSource | EntityManager, 'query'>,
  id: string,
): Promise<Errand | null> {
  if (!isStorable(id)) return null;
  const rows: Errand[] = await connection.query(
    `select ${ALL_COLUMNS} from reservation.supplier_errands where id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

export interface ErrandQuery {
  readonly states?: readonly string[];
  readonly hotelId?: string;
  readonly groupId?: string;
}

/** Up to `limit` errands behind the errand `after`, latest first. */
export async function findErrandPage(
  dataSource: DataSource,
  query: ErrandQuery,
  page: { readonly limit: number; readonly after: string | null },
): Promise<Errand[]> {
  const asked = [query.hotelId, query.groupId, page.after];
  if (asked.some((text) => text != null && !isStorable(text))) return [];
  return dataSource.query(
    `select ${ALL_COLUMNS} from reservation.supplier_errands
      where ($1::text[] is null or state = any($1)) and ($2::text is null or hotel_id = $2)
        and ($3::text is null or group_id = $3)
        and ($4::text is null or (created_at, id) < (
              select a.created_at, a.id from reservation.supplier_errands a where a.id = $4))
      order by created_at desc, id desc limit $5`,
    [query.states ?? null, query.hotelId ?? null, query.groupId ?? null, page.after, page.limit],
  );
}
