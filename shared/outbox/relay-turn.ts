// One turn of the relay: what is due is handed over in the order of each hotel. A message that is not
// taken is tried again, holds up its hotel's later ones for some seconds and other hotels never, and
// is a dead letter in the end.
import type { Redis } from 'ioredis';
import type { DataSource, EntityManager } from 'typeorm';
import { limits } from '../config/limits.ts';
import { inTime } from '../server/in-time.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { OutboxRow } from './outbox.ts';

const bounds = limits.outbox;

export interface OutboxRelayOptions {
  readonly dataSource: DataSource;
  readonly schema: string;
  /** A steady connection of its own. */
  readonly redis: Redis;
  readonly prefix: string;
  readonly logger: Logger;
  /**
   * Hands a row over to whoever acts on it; a throw means that it was not taken and is tried again.
   * Runs before the row is marked, so it must be safe to run twice.
   */
  readonly onRow: (row: OutboxRow) => Promise<void>;
}

/** Name of the stream that carries every subgraph's events. */
export function eventStream(prefix: string): string {
  return `${prefix}:events`;
}

interface WaitingRow extends OutboxRow {
  readonly tries: number;
}

interface Failed {
  readonly row: WaitingRow;
  readonly error: unknown;
}

interface Turn {
  readonly sent: readonly WaitingRow[];
  readonly failed: readonly Failed[];
}

/** Number of rows sent. */
export async function relayOnce(options: OutboxRelayOptions): Promise<number> {
  const { dataSource, schema } = options;
  return dataSource.transaction(async (manager) => {
    // One relay per schema at a time keeps the order of a hotel's messages.
    const turns: { mine: boolean }[] = await manager.query(
      `select pg_try_advisory_xact_lock(hashtext($1)) as mine`,
      [`outbox:${schema}`],
    );
    if (turns[0]?.mine !== true) return 0;
    const turn = await deliverAll(options, await findDue(manager, schema));
    await markSent(manager, schema, turn.sent);
    for (const failed of turn.failed) await markFailed(manager, options, failed);
    return turn.sent.length;
  });
}

/** A message waits behind an earlier one of its hotel that is still tried in order. */
async function findDue(manager: EntityManager, schema: string): Promise<WaitingRow[]> {
  const { triesInOrderMax, batchSizeMax } = bounds;
  return manager.query(
    `select id, hotel_id as "hotelId", seq, type, v, at, agency_id as "agencyId", payload, tries
       from ${schema}.outbox o
      where relayed_at is null and dead_at is null
        and (next_try_at is null or next_try_at <= ledger.clock())
        and not exists (
          select from ${schema}.outbox held
           where held.hotel_id = o.hotel_id and held.seq <= o.seq and held.id <> o.id
             and held.relayed_at is null and held.dead_at is null
             and held.tries between 1 and $1 and held.next_try_at > ledger.clock())
      order by hotel_id, seq, at limit $2`,
    [triesInOrderMax, batchSizeMax],
  );
}

async function deliverAll(options: OutboxRelayOptions, rows: readonly WaitingRow[]): Promise<Turn> {
  const sent: WaitingRow[] = [];
  const failed: Failed[] = [];
  const heldUp = new Set<string>();
  const endAt = performance.now() + bounds.turnMs;
  for (const row of rows) {
    if (performance.now() > endAt) break;
    if (heldUp.has(row.hotelId)) continue;
    try {
      await inTime(
        deliver(options, row),
        bounds.deliverMs,
        `not taken within ${bounds.deliverMs} ms`,
      );
      sent.push(row);
    } catch (error) {
      // Without Redis no message can go: that is nothing against this one.
      if (options.redis.status !== 'ready') break;
      failed.push({ row, error });
      if (row.tries < bounds.triesInOrderMax) heldUp.add(row.hotelId);
    }
  }
  return { sent, failed };
}

async function deliver(options: OutboxRelayOptions, row: WaitingRow): Promise<void> {
  const { tries: _tries, ...message } = row;
  await options.onRow(message);
  await options.redis.xadd(
    eventStream(options.prefix),
    'MAXLEN',
    '~',
    bounds.streamLengthMax,
    '*',
    'event',
    JSON.stringify(message),
  );
}

async function markSent(
  manager: EntityManager,
  schema: string,
  rows: readonly WaitingRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await manager.query(
    `update ${schema}.outbox set relayed_at = ledger.clock() where id = any($1)`,
    [rows.map((row) => row.id)],
  );
}

async function markFailed(
  manager: EntityManager,
  { schema, logger }: OutboxRelayOptions,
  { row, error }: Failed,
): Promise<void> {
  const tries = row.tries + 1;
  const dead = tries >= bounds.triesMax;
  const delayMs = Math.min(bounds.retryMsMax, bounds.retryMs * 2 ** Math.min(row.tries, 30));
  const text = (error instanceof Error ? error.message : String(error)).replaceAll('\0', '');
  await manager.query(
    `update ${schema}.outbox
        set tries = $2, last_error = $3, next_try_at = ledger.clock() + $4 * interval '1 ms',
            dead_at = case when $5 then ledger.clock() end
      where id = $1`,
    [row.id, tries, text.slice(0, bounds.errorCharsMax).toWellFormed(), delayMs, dead],
  );
  const about = { err: error, schema, messageId: row.id, type: row.type, tries };
  if (dead) logger.error(about, 'dead letter: a message was given up');
  else logger.warn(about, 'a message was not taken and is tried again');
}
