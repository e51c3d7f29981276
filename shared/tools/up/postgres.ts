// Brings a Postgres 17 up and down: on loopback alone, with a password, and never outliving us. Used
// by `npm start` (durable, data kept) and by test runs (throw-away, nothing is flushed).
import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, openSync, closeSync, readFileSync } from 'node:fs';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { isAlive, startGuarded } from './guard.ts';
import type { GuardedProgram } from './guard.ts';
import { LaunchError, maskPassword, reasonOf } from './launch-error.ts';
import { choosePort } from './ports.ts';
import { dataHome, postgresBinaries, removeMovedData, serverUser } from './postgres-binaries.ts';
import type { PostgresBinaries, ServerUser } from './postgres-binaries.ts';
import { keptSecret, newId, newPassword } from './secrets.ts';
import { untilReady } from './until-ready.ts';
import { waits } from './waits.ts';

const OWNER = 'staysync';

export interface PostgresOptions {
  /** Folder of this server: data, password, log. Made if need be. */
  readonly dir: string;
  /** A fixed port, which must be free; without it any free one. */
  readonly port?: number;
  /** false: nothing is flushed to disk, for data that nobody will miss. */
  readonly durable: boolean;
  /** Made if need be; `adminUrl` leads to it. */
  readonly database: string;
  readonly connectionsMax?: number;
  /** Remove `dir` once the server is gone, even when we were killed. */
  readonly throwAway?: boolean;
}

export interface RunningPostgres {
  /** The owner's URL. */
  readonly adminUrl: string;
  readonly port: number;
  /** Process id of the server; its children go with it. */
  readonly pid: number;
  /** Resolves with the exit code when the server ends, wanted or not. */
  readonly exited: Promise<number>;
  readonly logFile: string;
  stop(): Promise<void>;
}

/** Starts Postgres and waits until it answers. Throws a LaunchError that says what to do. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const user = serverUser();
  const binaries = postgresBinaries(user);
  mkdirSync(options.dir, { recursive: true });
  // Its guard removes it, and runs as the server's user.
  if (options.throwAway && user) chownSync(options.dir, user.uid, user.gid);
  const home = dataHome(options.dir, user);
  const dataDir = join(home, 'data');
  const password = keptSecret(join(options.dir, 'password'), newPassword);
  if (existsSync(dataDir)) refuseOtherVersion(dataDir, binaries.major);
  else await initialise({ binaries, user, home, dataDir, password, durable: options.durable });
  const port = await choosePort(options.port, 'Postgres', 'POSTGRES_PORT');
  const logFile = join(options.dir, 'server.log');
  const server = await launch({ ...options, binaries, user, dataDir, port, logFile });
  const adminUrl = `postgresql://${OWNER}:${password}@127.0.0.1:${port}/${options.database}`;
  try {
    await waitUntilReady(server, dataDir, logFile);
    await createDatabase(adminUrl, options.database);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    adminUrl,
    port,
    pid: server.pid,
    exited: server.exited,
    logFile,
    stop: async () => {
      await server.stop();
      if (!options.throwAway) return;
      removeMovedData(options.dir);
      rmSync(options.dir, { recursive: true, force: true });
    },
  };
}

/** Refuses a server that was named by the environment and does not answer, without its password. */
export async function checkExternalPostgres(adminUrl: string): Promise<void> {
  const client = new pg.Client({
    connectionString: adminUrl,
    connectionTimeoutMillis: waits.externalServerMs,
  });
  try {
    await client.connect();
    await client.query('SELECT 1');
  } catch (error) {
    throw new LaunchError(
      `DATABASE_URL_ADMIN is set, but ${maskPassword(adminUrl)} does not answer: ${reasonOf(error)}. Start that server, or unset the variable to use the Postgres that comes along.`,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

function refuseOtherVersion(dataDir: string, ours: number): void {
  const found = Number.parseInt(readFileSync(join(dataDir, 'PG_VERSION'), 'utf8'), 10);
  if (found === ours) return;
  throw new LaunchError(
    `The data folder ${dataDir} is from Postgres ${found}, but this is Postgres ${ours}. Run \`npm run reset\` to begin anew, or move the folder away.`,
  );
}

interface Cluster {
  readonly binaries: PostgresBinaries;
  readonly user: ServerUser | undefined;
  readonly home: string;
  readonly dataDir: string;
  readonly password: string;
  readonly durable: boolean;
}

/** Made aside and renamed, so that a start cut off halfway leaves no half of a cluster. */
async function initialise(cluster: Cluster): Promise<void> {
  const building = join(cluster.home, `data.${newId()}`);
  const passwordFile = `${building}.password`;
  mkdirSync(building, { mode: 0o700 });
  writeFileSync(passwordFile, cluster.password, { mode: 0o600 });
  if (cluster.user) {
    chownSync(building, cluster.user.uid, cluster.user.gid);
    chownSync(passwordFile, cluster.user.uid, cluster.user.gid);
  }
  try {
    await run(join(cluster.binaries.home, 'bin', 'initdb'), initdbArgs(), cluster.user);
    renameSync(building, cluster.dataDir);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(building, { recursive: true, force: true });
  }

  function initdbArgs(): string[] {
    return [
      `--pgdata=${building}`,
      `--username=${OWNER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      // The same sorting and case rules on every machine, whatever its LANG says.
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-locale',
      '--no-instructions',
      ...(cluster.durable ? [] : ['--no-sync']),
    ];
  }
}

function run(command: string, args: string[], user: ServerUser | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: { LC_ALL: 'C', TZ: 'UTC' },
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
      ...user,
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new LaunchError(`${command} failed (exit ${code}):\n${output.trim()}`));
    });
  });
}

interface Launch extends PostgresOptions {
  readonly binaries: PostgresBinaries;
  readonly user: ServerUser | undefined;
  readonly dataDir: string;
  readonly port: number;
  readonly logFile: string;
}

async function launch(options: Launch): Promise<GuardedProgram> {
  // A file, not a pipe: a busy parent must never make the server wait for its log to be read.
  const log = openSync(options.logFile, 'a', 0o600);
  const unflushed = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    wal_level: 'minimal',
    max_wal_senders: 0,
  };
  const settings = {
    listen_addresses: '127.0.0.1',
    // A socket left behind by a killed server would block the next start.
    unix_socket_directories: '',
    max_connections: options.connectionsMax ?? waits.postgresConnectionsMax,
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(options.durable ? {} : unflushed),
  };
  try {
    return await startGuarded({
      command: join(options.binaries.home, 'bin', 'postgres'),
      args: [
        '-D',
        options.dataDir,
        '-p',
        String(options.port),
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      env: { LC_ALL: 'C', TZ: 'UTC' },
      output: log,
      // Fast shutdown; should that hang, the immediate one, which is a crash that replays its log.
      stopSignal: 'INT',
      killSignal: 'QUIT',
      stopSeconds: waits.postgresStopSeconds,
      ...(options.user ? { runAs: options.user } : {}),
      ...(options.throwAway ? { removeAfterwards: options.dir } : {}),
    });
  } finally {
    closeSync(log);
  }
}

const PID_LINE = 0;
const STATUS_LINE = 7;

/** The server writes its state into postmaster.pid; the file of a killed one has another pid. */
async function waitUntilReady(
  server: GuardedProgram,
  dataDir: string,
  logFile: string,
): Promise<void> {
  await untilReady({
    name: 'Postgres',
    program: server,
    logFile,
    timeoutMs: waits.postgresReadyMs,
    isReady: () => {
      const lines = pidFile(dataDir);
      return lines[PID_LINE] === String(server.pid) && lines[STATUS_LINE]?.trim() === 'ready';
    },
    explainEnd: () => {
      const other = Number(pidFile(dataDir)[PID_LINE]);
      if (!(other > 0) || !isAlive(other)) return undefined;
      return `The data folder ${dataDir} is in use by a Postgres that runs already (process ${other}). Stop it first.`;
    },
  });
}

function pidFile(dataDir: string): string[] {
  try {
    return readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}

async function createDatabase(adminUrl: string, database: string): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase(adminUrl, 'postgres') });
  try {
    await client.connect();
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [
      database,
    ]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}

/** The same server and user, another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
