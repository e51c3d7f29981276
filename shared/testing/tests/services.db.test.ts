// What every other test with a database relies on.
import { Redis } from 'ioredis';
import pg from 'pg';
import { createTestDatabase } from '../services/test-database.ts';
import type { TestDatabase } from '../services/test-database.ts';
import { testRedis } from '../services/test-redis.ts';

describe('test databases', () => {
  const made: TestDatabase[] = [];
  const create = async (): Promise<TestDatabase> => {
    const database = await createTestDatabase();
    made.push(database);
    return database;
  };

  afterAll(async () => {
    await Promise.all(made.map((database) => database.drop()));
  });

  test('are migrated, and what one test writes no other reads', async () => {
    const [mine, theirs] = await Promise.all([create(), create()]);
    await query(mine.urls.admin, `insert into ledger.heads values ('H1', 1, now())`);
    expect(await query(mine.urls.verify, 'select hotel_id from ledger.heads')).toHaveLength(1);
    expect(await query(theirs.urls.verify, 'select hotel_id from ledger.heads')).toHaveLength(0);
  });

  test('can be made by many test files at once', async () => {
    const databases = await Promise.all(Array.from({ length: 4 }, create));
    expect(new Set(databases.map((database) => database.name)).size).toBe(4);
  });

  test('let every role in under its own name, and none of them is the owner', async () => {
    const { urls } = await create();
    for (const role of ['allotment', 'reservation', 'hardblock', 'agency', 'verify'] as const) {
      const [row] = await query(
        urls[role],
        'select current_user as name, usesuper from pg_user where usename = current_user',
      );
      expect(row).toEqual({ name: `staysync_${role}`, usesuper: false });
    }
  });

  test('are gone after drop, even while someone is connected', async () => {
    const database = await create();
    const client = new pg.Client({ connectionString: database.urls.admin });
    client.on('error', () => undefined);
    await client.connect();
    await database.drop();
    await expect(query(database.urls.admin, 'select 1')).rejects.toThrow('does not exist');
  });
});

test('each test file has a corner of Redis of its own, on a server that answers', async () => {
  const [mine, theirs] = [testRedis(), testRedis()];
  expect(mine.prefix).not.toBe(theirs.prefix);
  const client = new Redis(mine.url);
  await expect(client.config('GET', 'maxmemory-policy')).resolves.toEqual([
    'maxmemory-policy',
    'noeviction',
  ]);
  await client.quit();
});

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}
