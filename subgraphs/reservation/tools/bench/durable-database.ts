// A Postgres of the bench's own that flushes every commit to disk, as production does; the one that
// test runs share flushes nothing, which would flatter whoever commits most often.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { roleUrls } from '../../../../shared/testing/services/role-urls.ts';
import type { TestDatabase } from '../../../../shared/testing/services/test-database.ts';
import { startPostgres } from '../../../../shared/tools/up/postgres.ts';
import { runMigrator } from '../../../../shared/tools/up/run-migrator.ts';

const NAME = 'staysync_bench';

/** Migrated and empty; dropping it stops the server and removes its data. */
export async function startDurableDatabase(): Promise<TestDatabase> {
  const postgres = await startPostgres({
    dir: mkdtempSync(join(tmpdir(), 'staysync-bench-postgres-')),
    database: NAME,
    durable: true,
    throwAway: true,
  });
  const urls = { admin: postgres.adminUrl, ...roleUrls(postgres.adminUrl) };
  try {
    await runMigrator(urls);
    return { name: NAME, urls, drop: () => postgres.stop() };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}
