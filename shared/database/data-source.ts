// Connections to Postgres, one pool per process and role. Used by composition roots only; the rest
// is handed a DataSource or, inside a transaction, its EntityManager.
import pg from 'pg';
import { DataSource } from 'typeorm';
import type { EntitySchema } from 'typeorm';
import { limits } from '../config/limits.ts';
import { invariant } from '../domain/invariant.ts';
import type { Logger } from '../telemetry/logger.ts';
import { PreparingClient } from './prepared.ts';

export interface DataSourceOptions {
  readonly url: string;
  readonly schema: string;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  readonly rows?: readonly EntitySchema[];
  readonly poolConnectionsMax?: number;
  readonly logger?: Logger;
}

/** A connected pool. Dates arrive as `YYYY-MM-DD`, instants as RFC 3339 text, bigints as numbers. */
export async function connectDataSource(options: DataSourceOptions): Promise<DataSource> {
  installTypeParsers();
  const dataSource = new DataSource({
    type: 'postgres',
    url: options.url,
    schema: options.schema,
    applicationName: options.applicationName,
    entities: [...(options.rows ?? [])],
    synchronize: false,
    logging: false,
    installExtensions: false,
    poolSize: options.poolConnectionsMax ?? limits.database.poolConnectionsMax,
    connectTimeoutMS: limits.database.connectionTimeoutMs,
    poolErrorHandler: (error: unknown) => {
      // An idle connection died (Postgres restarted); the pool replaces it, so this is only news.
      options.logger?.warn({ err: error }, 'database connection lost');
    },
    extra: {
      Client: PreparingClient,
      statement_timeout: limits.database.statementTimeoutMs,
      idle_in_transaction_session_timeout: limits.database.idleInTransactionTimeoutMs,
      keepAlive: true,
      // Compiling a statement takes longer than any of ours runs.
      options: '-c timezone=UTC -c datestyle=ISO -c jit=off',
    },
  });
  return dataSource.initialize();
}

let installed = false;

/**
 * Nights are strings and instants keep their microseconds: pg's own parsers would turn a date into
 * local midnight (the wrong day in Bangkok) and cut instants to milliseconds.
 */
function installTypeParsers(): void {
  if (installed) return;
  installed = true;
  const { builtins } = pg.types;
  pg.types.setTypeParser(builtins.DATE, (text) => text);
  pg.types.setTypeParser(builtins.INT8, parseBigint);
  pg.types.setTypeParser(builtins.TIMESTAMPTZ, parseInstant);
}

function parseBigint(text: string): number {
  const value = Number(text);
  invariant(Number.isSafeInteger(value), `bigint ${text} is beyond safe integers`);
  return value;
}

/** `2026-03-10 05:00:00.123+00` → `2026-03-10T05:00:00.123Z` (sessions run in UTC). */
function parseInstant(text: string): string {
  if (text.endsWith('infinity')) return text;
  const [date, time] = text.split(' ');
  invariant(date !== undefined && time?.endsWith('+00') === true, `instant ${text} is not in UTC`);
  return `${date}T${time.slice(0, -3)}Z`;
}
