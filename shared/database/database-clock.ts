// The database's time, known to a process without asking each time. Internal identities live for a
// minute by it, so that a process whose own clock is wrong is as good a neighbour as any other.
import { setTimeout as delay } from 'node:timers/promises';
import { limits } from '../config/limits.ts';
import type { Logger } from '../telemetry/logger.ts';

export interface DatabaseClock {
  /** Milliseconds since 1970 by the database's clock. */
  readonly now: () => number;
  /** Reads no more. */
  stop(): Promise<void>;
}

/** A DataSource is one. */
interface AsksDatabase {
  query(text: string): Promise<{ readonly ms: number }[]>;
}

interface Reading {
  /** What the database showed, and when by the process's own stopwatch, which nobody sets. */
  readonly shown: number;
  readonly at: number;
  readonly tookMs: number;
}

/** Reads the clock once before it resolves, and ever again after that. */
export async function startDatabaseClock(
  dataSource: AsksDatabase,
  logger: Logger,
): Promise<DatabaseClock> {
  const stopping = new AbortController();
  let latest = await read(dataSource);
  async function keepReading(): Promise<void> {
    const { clockReadEveryMs, clockReadMsMax } = limits.database;
    for (;;) {
      await delay(clockReadEveryMs, undefined, { signal: stopping.signal, ref: false });
      try {
        const reading = await read(dataSource);
        // Somewhere in a long question the clock was read: the one before tells the time better.
        if (reading.tookMs <= clockReadMsMax) latest = reading;
      } catch (error) {
        logger.warn(
          { err: error },
          'the database does not tell the time; its clock is taken to go on',
        );
      }
    }
  }
  const reading = keepReading().catch((error: unknown) => {
    if (!stopping.signal.aborted) throw error;
  });
  return {
    now: () => latest.shown + performance.now() - latest.at,
    async stop() {
      stopping.abort();
      await reading;
    },
  };
}

async function read(dataSource: AsksDatabase): Promise<Reading> {
  const since = performance.now();
  const rows = await dataSource.query(
    'select extract(epoch from clock_timestamp())::float8 * 1000 as ms',
  );
  const until = performance.now();
  const shown = rows[0]?.ms ?? Number.NaN;
  return { shown, at: (since + until) / 2, tookMs: until - since };
}
