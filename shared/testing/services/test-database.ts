// A database of its own for one test file: a copy of the migrated template, made in a tenth of a
// second. Called from `beforeAll` of *.db.test.ts and *.e2e.test.ts files.
import pg from 'pg';
import { testServicesEnvironment } from '../../config/environment.ts';
import { withDatabase } from '../../tools/up/postgres.ts';
import { newId } from '../../tools/up/secrets.ts';
import { roleUrls } from './role-urls.ts';
import type { DatabaseRole } from './role-urls.ts';

export interface TestDatabase {
  readonly name: string;
  /** `admin` owns everything; the others are the login roles that the processes use. */
  readonly urls: Readonly<Record<DatabaseRole | 'admin', string>>;
  /** Removes the database, cutting off whoever is still connected. */
  drop(): Promise<void>;
}

/** A fresh, migrated, empty database. Needs the services that jest's global setup starts. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const services = testServicesEnvironment();
  const name = `staysync_t_${newId()}`;
  await asOwner(services.adminUrl, `CREATE DATABASE ${name} TEMPLATE ${services.template}`);
  const admin = withDatabase(services.adminUrl, name);
  return {
    name,
    urls: { admin, ...roleUrls(admin) },
    drop: () => asOwner(services.adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

async function asOwner(adminUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase(adminUrl, 'postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
