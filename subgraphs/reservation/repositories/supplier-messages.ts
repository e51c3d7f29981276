// The inbox of the supplier's messages: stored once, decided under the head of their hotel.
import type { DataSource } from 'typeorm';
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
         group_id as "groupId", supplier_reference as "supplierReference", version, word, body
    from reservation.supplier_messages`;

interface MessageRow extends Omit<SupplierMessage, 'body'> {
  readonly body: Buffer;
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
function toMessage(row: MessageRow): SupplierMessage {
  return { ...row, body: row.body.toString('utf8').replaceAll('\0', '') };
}
