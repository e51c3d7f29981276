// The inbox of the supplier's messages: stored once, decided under the head of their hotel.
import type { DataSource, EntityManager } from 'typeorm';
import type { DownstreamConfirmation } from '../domain/downstream.ts';
import type { MessageState, Quarantine, SupplierMessage } from '../domain/supplier-message.ts';
import { isStorable } from './storable.ts';

export interface NewMessage {
  readonly id: string;
  readonly body: Buffer;
  readonly bodySha256: string;
  /** What it says, or why it cannot be read. */
  readonly told: DownstreamConfirmation | null;
  readonly quarantine: Quarantine | null;
}

/** `KNOWN`: these bytes were stored before. `OTHER_CONTENT`: others were, under the same id. */
export type Stored = 'NEW' | 'KNOWN' | 'OTHER_CONTENT';

/** Stores a message, readable ones PENDING and due at once. */
export async function storeMessage(dataSource: DataSource, message: NewMessage): Promise<Stored> {
  const { id, body, bodySha256, told, quarantine } = message;
  const rows: { sha: string; fresh: boolean }[] = await dataSource.query(
    `with added as (
       insert into reservation.supplier_messages
         (id, body, body_sha256, received_at, state, reason, path, detail, hotel_id, booking_key,
          supplier_reference, version, word, outcome, next_try_at)
       values ($1, $2, $3, ledger.clock(), case when $4::text is null then 'PENDING' else 'QUARANTINED' end,
               $4, $5, $6, $7, $8, $9, $10, $11, $12,
               case when $4::text is null then ledger.clock() end)
       on conflict (id) do nothing returning body_sha256)
     select body_sha256 as sha, true as fresh from added
     union all
     select body_sha256, false from reservation.supplier_messages where id = $1`,
    [
      id,
      body,
      bodySha256,
      ...(quarantine ? [quarantine.reason, quarantine.path, quarantine.message] : NO_QUARANTINE),
      ...(told
        ? [told.hotelId, told.key, told.supplierReference, told.version, told.word, told.outcome]
        : NOTHING_TOLD),
    ],
  );
  if (rows.some(({ fresh }) => fresh)) return 'NEW';
  const [known] = rows;
  // Another process stored it in the same instant, and this statement does not see it yet.
  if (!known) return storeMessage(dataSource, message);
  return known.sha === bodySha256 ? 'KNOWN' : 'OTHER_CONTENT';
}

const NO_QUARANTINE = [null, null, null];
const NOTHING_TOLD = [null, null, null, null, null, null];

const SELECT_MESSAGE = `
  select id, received_at as "receivedAt", state, reason, path, detail, hotel_id as "hotelId",
         group_id as "groupId", supplier_reference as "supplierReference", version, word, tries, body
    from reservation.supplier_messages`;

export interface MessageRow extends Omit<SupplierMessage, 'body'> {
  readonly tries: number;
  readonly body: Buffer;
}

/** One message, or null. */
export async function findMessageById(
  connection: Pick<DataSource | EntityManager, 'query'>,
  id: string,
): Promise<MessageRow | null> {
  if (!isStorable(id)) return null;
  const rows: MessageRow[] = await connection.query(`${SELECT_MESSAGE} where id = $1`, [id]);
  return rows[0] ?? null;
}

/** Messages by id, in no particular order. */
export async function findMessagesByIds(
  dataSource: DataSource,
  ids: readonly string[],
): Promise<SupplierMessage[]> {
  const rows: MessageRow[] = await dataSource.query(`${SELECT_MESSAGE} where id = any($1)`, [ids]);
  return rows.map(toMessage);
}

/** Ids of messages that somebody has to decide now, the longest due first. */
export async function findDueMessages(
  dataSource: DataSource,
  messagesMax: number,
): Promise<string[]> {
  const rows: { id: string }[] = await dataSource.query(
    `select id from reservation.supplier_messages
      where next_try_at <= ledger.clock() order by next_try_at, id limit $1`,
    [messagesMax],
  );
  return rows.map(({ id }) => id);
}

/**
 * Locks messages that are still to be decided. By id: the version of the newest word on that booking
 * which was decided, null where there was none; those that have an end are left out.
 */
export async function lockMessages(
  manager: EntityManager,
  messages: readonly { readonly id: string; readonly groupId: string }[],
): Promise<ReadonlyMap<string, number | null>> {
  if (messages.length === 0) return new Map();
  const rows: { id: string; newestVersion: number | null }[] = await manager.query(
    `select m.id,
            greatest(
              (select max(o.version) from reservation.supplier_messages o
                where o.supplier_reference = m.supplier_reference
                  and o.state in ('APPLIED', 'DUPLICATE', 'CONFLICT')),
              (select k.supplier_version from reservation.confirmations k
                where k.group_id = c.group_id)) as "newestVersion"
       from unnest($1::text[], $2::text[]) as c(id, group_id)
       join reservation.supplier_messages m on m.id = c.id
      where m.state = 'PENDING' order by m.id for update of m`,
    [messages.map(({ id }) => id), messages.map(({ groupId }) => groupId)],
  );
  return new Map(rows.map(({ id, newestVersion }) => [id, newestVersion]));
}

/** Writes down what became of a message that was still to be decided; false where it had an end. */
export async function settleMessage(
  manager: EntityManager,
  end: {
    readonly id: string;
    readonly state: MessageState;
    readonly groupId: string | null;
    readonly reason: string | null;
    readonly path: string | null;
    readonly detail?: string;
  },
): Promise<boolean> {
  const [rows]: [unknown[], number] = await manager.query(
    `update reservation.supplier_messages
        set state = $2, group_id = $3, reason = $4, path = $5, detail = $6, next_try_at = null,
            decided_at = ledger.clock()
      where id = $1 and state = 'PENDING' returning id`,
    [end.id, end.state, end.groupId, end.reason, end.path, end.detail ?? null],
  );
  return rows.length > 0;
}

/** Not decided yet: due again, later with each try; gives how many tries there were, 0 once it is over. */
export async function postponeMessage(
  dataSource: DataSource,
  id: string,
  detail: string,
  bounds: { readonly againMs: number; readonly againMsMax: number },
): Promise<number> {
  const [rows]: [{ tries: number }[], number] = await dataSource.query(
    `update reservation.supplier_messages
        set tries = tries + 1, detail = $2,
            next_try_at = ledger.clock()
              + least($4, $3 * power(2, least(tries, 20))) * interval '1 ms'
      where id = $1 and state = 'PENDING' returning tries`,
    [id, detail, bounds.againMs, bounds.againMsMax],
  );
  return rows[0]?.tries ?? 0;
}

/** A quarantined message that can be read now is to be decided. */
export async function reopenMessage(
  manager: EntityManager,
  id: string,
  told: DownstreamConfirmation,
): Promise<boolean> {
  const [rows]: [unknown[], number] = await manager.query(
    `update reservation.supplier_messages
        set state = 'PENDING', reason = null, path = null, detail = null, decided_at = null, tries = 0,
            next_try_at = ledger.clock(), hotel_id = $2, booking_key = $3, supplier_reference = $4,
            version = $5, word = $6, outcome = $7
      where id = $1 and state = 'QUARANTINED' returning id`,
    [id, told.hotelId, told.key, told.supplierReference, told.version, told.word, told.outcome],
  );
  return rows.length > 0;
}

export interface MessageQuery {
  readonly states?: readonly MessageState[];
  readonly hotelId?: string;
  readonly groupId?: string;
}

/** Up to `limit` messages behind the message `after`, latest first. */
export async function findMessagePage(
  dataSource: DataSource,
  query: MessageQuery,
  page: { readonly limit: number; readonly after: string | null },
): Promise<SupplierMessage[]> {
  const asked = [query.hotelId, query.groupId, page.after];
  if (asked.some((text) => text != null && !isStorable(text))) return [];
  const rows: MessageRow[] = await dataSource.query(
    `${SELECT_MESSAGE} m
      where ($1::text[] is null or state = any($1)) and ($2::text is null or hotel_id = $2)
        and ($3::text is null or group_id = $3)
        and ($4::text is null or (received_at, id) < (
              select a.received_at, a.id from reservation.supplier_messages a where a.id = $4))
      order by received_at desc, id desc limit $5`,
    [query.states ?? null, query.hotelId ?? null, query.groupId ?? null, page.after, page.limit],
  );
  return rows.map(toMessage);
}

/** A row as people see it. */
export function toMessage(row: MessageRow): SupplierMessage {
  return { ...row, body: row.body.toString('utf8').replaceAll('\0', '') };
}
