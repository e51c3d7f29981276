// The servers that all test files of one jest run share. Started by jest's global setup, whose
// process outlives the workers; these learn the URLs from their environment.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres, withDatabase } from '../../tools/up/postgres.ts';
import type { RunningPostgres } from '../../tools/up/postgres.ts';
import { startRedis } from '../../tools/up/redis.ts';
import type { RunningRedis } from '../../tools/up/redis.ts';
import { runMigrator } from '../../tools/up/run-migrator.ts';
import { waits } from '../../tools/up/waits.ts';
import { roleUrls } from './role-urls.ts';

const TEMPLATE = 'staysync_template';

interface TestServices {
  readonly postgres: RunningPostgres;
  readonly redis: RunningRedis;
}

// Jest loads this file anew for setup and teardown, so that a variable of the module would be lost.
const shared = globalThis as { staysyncTestServices?: Promise<TestServices> };

/** Starts both servers and migrates the template, once a run. Answers the workers' environment. */
export async function startTestServices(): Promise<Record<string, string>> {
  shared.staysyncTestServices ??= start();
  const { postgres, redis } = await shared.staysyncTestServices;
  return {
    STAYSYNC_TEST_DATABASE_URL_ADMIN: postgres.adminUrl,
    STAYSYNC_TEST_REDIS_URL: redis.url,
    STAYSYNC_TEST_TEMPLATE: TEMPLATE,
  };
}

/** Stops both and removes their data. */
export async function stopTestServices(): Promise<void> {
  const services = await shared.staysyncTestServices;
  delete shared.staysyncTestServices;
  await Promise.all([services?.redis.stop(), services?.postgres.stop()]);
}

async function start(): Promise<TestServices> {
  const [postgres, redis] = await Promise.all([startTemplate(), startTestRedis()]);
  return { postgres, redis };
}

function startTestRedis(): Promise<RunningRedis> {
  const dir = mkdtempSync(join(tmpdir(), 'staysync-test-redis-'));
  return startRedis({ dir, persist: false, throwAway: true });
}

async function startTemplate(): Promise<RunningPostgres> {
  const postgres = await startPostgres({
    dir: mkdtempSync(join(tmpdir(), 'staysync-test-postgres-')),
    database: TEMPLATE,
    durable: false,
    throwAway: true,
    connectionsMax: waits.postgresTestConnectionsMax,
  });
  try {
    await runMigrator({ admin: postgres.adminUrl, ...roleUrls(postgres.adminUrl) });
    await sealTemplate(postgres.adminUrl);
    return postgres;
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/** Copying needs a database that nobody is connected to, autovacuum included. */
async function sealTemplate(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase(adminUrl, 'postgres') });
  await client.connect();
  try {
    await client.query(`ALTER DATABASE ${TEMPLATE} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false`);
  } finally {
    await client.end();
  }
}
