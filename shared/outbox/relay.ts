// Sends a subgraph's outbox on: each row to the Redis stream of events and to the handler of its
// type, then marks it. At least once; receivers tell doubles by id. Run by the subgraph's worker.
import type { Redis } from 'ioredis';
import type { DataSource } from 'typeorm';
import { limits } from '../config/limits.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { OutboxRow } from './outbox.ts';

export interface OutboxRelay {
  /** Relays what is waiting now; gives the number of rows sent. */
  relayOnce(): Promise<number>;
  stop(): Promise<void>;
}

export interface OutboxRelayOptions {
  readonly dataSource: DataSource;
  readonly schema: string;
  /** A steady connection of its own. */
  readonly redis: Redis;
  readonly prefix: string;
  readonly logger: Logger;
  /** Runs before a row is marked, so it must be safe to run twice. */
  readonly onRow: (row: OutboxRow) => Promise<void>;
}

/** Name of the stream that carries every subgraph's events. */
export function eventStream(prefix: string): string {
  return `${prefix}:events`;
}

/** Starts relaying in the background. Several workers may do so: one at a time holds the turn. */
export function startOutboxRelay(options: OutboxRelayOptions): OutboxRelay {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();

  const turn = async (): Promise<void> => {
    const sent = await relayOnce(options).catch((error: unknown) => {
      options.logger.warn({ err: error, schema: options.schema }, 'outbox relay failed');
      return 0;
    });
    if (stopped) return;
    const delayMs = sent === limits.outbox.batchSizeMax ? 0 : limits.outbox.pollEveryMs;
    timer = setTimeout(() => {
      running = turn();
    }, delayMs);
  };
  running = turn();

  return {
    relayOnce: () => relayOnce(options),
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

async function relayOnce(options: OutboxRelayOptions): Promise<number> {
  const { dataSource, schema, redis } = options;
  return dataSource.transaction(async (manager) => {
    // One relay per schema at a time keeps the order of a hotel's messages.
    const turns: { mine: boolean }[] = await manager.query(
      `select pg_try_advisory_xact_lock(hashtext($1)) as mine`,
      [`outbox:${schema}`],
    );
    if (turns[0]?.mine !== true) return 0;
    const rows: OutboxRow[] = await manager.query(
      `select id, hotel_id as "hotelId", seq, type, v, at, agency_id as "agencyId", payload
         from ${schema}.outbox where relayed_at is null order by hotel_id, seq, at limit $1`,
      [limits.outbox.batchSizeMax],
    );
    if (rows.length === 0) return 0;
    for (const row of rows) {
      await options.onRow(row);
      await redis.xadd(
        eventStream(options.prefix),
        'MAXLEN',
        '~',
        limits.outbox.streamLengthMax,
        '*',
        'event',
        JSON.stringify(row),
      );
    }
    await manager.query(
      `update ${schema}.outbox set relayed_at = ledger.clock() where id = any($1)`,
      [rows.map((row) => row.id)],
    );
    return rows.length;
  });
}
