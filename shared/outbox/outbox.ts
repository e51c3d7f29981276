// Everything that leaves a subgraph leaves through its outbox, in the transaction of what it tells.
// Services call `enqueue`; the worker's relay sends rows on and marks them.
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';

/** One envelope for all subgraphs. `seq` is the ledger head of the hotel after the change. */
export interface OutboxMessage {
  readonly hotelId: string;
  readonly seq: number;
  /** What happened: `booking.held`, `booking.confirmed`, … */
  readonly type: string;
  /** Version of the payload's shape. */
  readonly v: number;
  readonly agencyId?: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface OutboxRow extends OutboxMessage {
  readonly id: string;
  readonly at: string;
}

/**
 * DDL of a subgraph's outbox, for its first migration; `outboxRetriesSql` follows in a later one.
 * Rows are marked, never read by cursor.
 */
export function outboxTableSql(schema: string, role: string): string {
  return `
    create table ${schema}.outbox (
      id uuid primary key,
      hotel_id text not null,
      seq bigint not null,
      type text not null,
      v integer not null,
      at timestamptz not null,
      agency_id text,
      payload jsonb not null,
      relayed_at timestamptz
    );
    create index outbox_waiting on ${schema}.outbox (hotel_id, seq) where relayed_at is null;
    grant select, insert, update, delete on ${schema}.outbox to ${role};
  `;
}

/** DDL of what is kept of a message that could not be delivered: tries, when next, or that it is dead. */
export function outboxRetriesSql(schema: string): string {
  return `
    alter table ${schema}.outbox
      add column tries integer not null default 0,
      add column next_try_at timestamptz,
      add column last_error text,
      -- Given up: nobody delivers it any more unless somebody says so.
      add column dead_at timestamptz;
    drop index ${schema}.outbox_waiting;
    create index outbox_waiting on ${schema}.outbox (hotel_id, seq)
      where relayed_at is null and dead_at is null;
    create index outbox_dead on ${schema}.outbox (dead_at) where dead_at is not null;
  `;
}

/** A message whose seq the statement that writes it tells. */
export type NewMessage = Omit<OutboxMessage, 'seq'>;

/** Writes messages into the outbox of `schema` with the transaction's manager. */
export async function enqueue(
  manager: EntityManager,
  schema: string,
  messages: readonly OutboxMessage[],
): Promise<void> {
  if (messages.length === 0) return;
  const rows = messages.map((message) => ({ ...toOutboxRow(message), seq: message.seq }));
  await manager.query(
    `insert into ${schema}.outbox (id, hotel_id, seq, type, v, at, agency_id, payload)
     select r.id, r.hotel_id, r.seq, r.type, r.v, ledger.clock(), r.agency_id, r.payload
       from jsonb_to_recordset($1::jsonb) as r(id uuid, hotel_id text, seq bigint, type text,
                                               v integer, agency_id text, payload jsonb)`,
    [JSON.stringify(rows)],
  );
}

/**
 * The same as part of a statement that appends (`appending` in shared/ledger): messages bear the stamp
 * of their append. `parameter` takes `toOutboxRow` of each with the `place` of its append, as a JSON
 * list.
 */
export function enqueueStamped(schema: string, parameter: string): string {
  return `insert into ${schema}.outbox (id, hotel_id, seq, type, v, at, agency_id, payload)
     select r.id, r.hotel_id, stamp.seq, r.type, r.v, stamp.recorded_at, r.agency_id, r.payload
       from stamp join jsonb_to_recordset(${parameter}::jsonb)
              as r(place integer, id uuid, hotel_id text, type text, v integer, agency_id text,
                   payload jsonb) using (place)`;
}

/** The columns of a message. */
export function toOutboxRow(message: NewMessage): Readonly<Record<string, unknown>> {
  return {
    id: randomUUID(),
    hotel_id: message.hotelId,
    type: message.type,
    v: message.v,
    agency_id: message.agencyId ?? null,
    payload: message.payload,
  };
}
