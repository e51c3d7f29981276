// Roles, schemas and migrations of one database, in that order, since migrations grant to the roles.
// Called by the migrator; safe to run at any time and by several at once.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import type { MigrationInterface } from 'typeorm';
import { projectPath } from '../../config/paths.ts';
import { LaunchError, maskPassword, reasonOf } from './launch-error.ts';
import { waits } from './waits.ts';

export interface MigrationTargets {
  /** The owner's URL; its database exists. */
  readonly adminUrl: string;
  /** One login role per subgraph, and the one that verifies; name and password are taken from here. */
  readonly roleUrls: Readonly<Record<string, string>>;
}

interface MigrationFile {
  readonly timestamp: number;
  readonly path: string;
}

interface MigrationSet {
  /** Schema of the database that these migrations own. */
  readonly schema: string;
  readonly files: readonly MigrationFile[];
}

/** Any number, but always the same: whoever holds it migrates, the others wait and find it done. */
const MIGRATION_LOCK = 7_829_733;
const MIGRATIONS_TABLE = 'migrations';

/** Returns the names of the migrations that were run; none when the database was up to date. */
export async function migrateDatabase(targets: MigrationTargets): Promise<string[]> {
  const client = await connect(targets.adminUrl);
  try {
    await client.query(`SET lock_timeout = ${waits.migrationLockMs}`);
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    for (const url of Object.values(targets.roleUrls)) await ensureRole(client, url);
    const executed: string[] = [];
    for (const set of migrationSets()) {
      await client.query(`CREATE SCHEMA IF NOT EXISTS ${pg.escapeIdentifier(set.schema)}`);
      const done = await executedTimestamps(client, set.schema);
      // TypeORM takes half a second to load, which a start with nothing to migrate need not pay.
      if (set.files.every((file) => done.has(file.timestamp))) continue;
      executed.push(...(await runMigrations(targets.adminUrl, set)));
    }
    return executed;
  } finally {
    await client.end();
  }
}

async function connect(adminUrl: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: adminUrl,
    connectionTimeoutMillis: waits.externalServerMs,
    application_name: 'staysync-migrate',
  });
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw new LaunchError(`${maskPassword(adminUrl)} does not answer: ${reasonOf(error)}`);
  }
}

/** Roles belong to the whole server, so that one of them may be there before its database is. */
async function ensureRole(client: pg.Client, url: string): Promise<void> {
  const { username, password } = new URL(url);
  const role = pg.escapeIdentifier(decodeURIComponent(username));
  const secret = pg.escapeLiteral(decodeURIComponent(password));
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [
    decodeURIComponent(username),
  ]);
  if (rowCount === 0) {
    // Two databases of one server may be migrated at once: the other one was quicker, then.
    await client
      .query(`CREATE ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE`)
      .catch((error: unknown) => {
        if (!isDuplicate(error)) throw error;
      });
  }
  if (!(await canLogIn(url))) await client.query(`ALTER ROLE ${role} PASSWORD ${secret}`);
}

function isDuplicate(error: unknown): boolean {
  const code = error instanceof pg.DatabaseError ? error.code : undefined;
  return code === '42710' || code === '23505';
}

async function canLogIn(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The ledger first: the subgraphs' own tables may refer to it. */
function migrationSets(): MigrationSet[] {
  const subgraphs = readdirSync(projectPath('subgraphs'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return [
    { schema: 'ledger', files: filesIn(projectPath('shared', 'ledger', 'migrations')) },
    ...subgraphs.map((name) => ({
      schema: name,
      files: filesIn(projectPath('subgraphs', name, 'migrations')),
    })),
  ];
}

const FILE_NAME = /^(\d{13})-[a-z0-9-]+\.ts$/;

function filesIn(folder: string): MigrationFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => {
      const timestamp = FILE_NAME.exec(name)?.[1];
      if (timestamp === undefined) {
        throw new LaunchError(`${join(folder, name)}: name it <13-digit timestamp>-<what>.ts`);
      }
      return { timestamp: Number(timestamp), path: join(folder, name) };
    });
}

async function executedTimestamps(client: pg.Client, schema: string): Promise<Set<number>> {
  const table = `${pg.escapeIdentifier(schema)}.${MIGRATIONS_TABLE}`;
  const exists = await client.query<{ table: string | null }>('SELECT to_regclass($1) AS table', [
    table,
  ]);
  if (!exists.rows[0]?.table) return new Set();
  const { rows } = await client.query<{ timestamp: string }>(`SELECT timestamp FROM ${table}`);
  return new Set(rows.map((row) => Number(row.timestamp)));
}

async function runMigrations(adminUrl: string, set: MigrationSet): Promise<string[]> {
  const { DataSource } = await import('typeorm');
  const dataSource = new DataSource({
    type: 'postgres',
    url: adminUrl,
    schema: set.schema,
    migrations: await Promise.all(set.files.map(loadMigration)),
    migrationsTableName: MIGRATIONS_TABLE,
    // One that fails leaves those before it done and itself undone.
    migrationsTransactionMode: 'each',
    installExtensions: false,
    poolSize: 2,
  });
  await dataSource.initialize();
  try {
    const executed = await dataSource.runMigrations();
    return executed.map((migration) => `${set.schema}: ${migration.name}`);
  } finally {
    await dataSource.destroy();
  }
}

type MigrationClass = new () => MigrationInterface;

/** TypeORM orders by the timestamp in the class's name, we by that of the file: they must agree. */
async function loadMigration(file: MigrationFile): Promise<MigrationClass> {
  const exported = (await import(pathToFileURL(file.path).href)) as Record<string, unknown>;
  const classes = Object.values(exported).filter(isMigrationClass);
  const [migration] = classes;
  if (classes.length !== 1 || migration?.name.endsWith(String(file.timestamp)) !== true) {
    throw new LaunchError(
      `${file.path} must export one migration class whose name ends with ${file.timestamp}`,
    );
  }
  return migration;
}

function isMigrationClass(value: unknown): value is MigrationClass {
  return typeof value === 'function' && 'up' in (value.prototype as object);
}
