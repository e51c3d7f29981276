// The whole system, or a part of it, as real processes for one end-to-end test: own database, own
// corner of Redis, own keys, random ports. Called from *.e2e.test.ts.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mintRoleToken } from '../../auth/local-issuer/role-token.ts';
import type { LocalUser } from '../../auth/local-issuer/role-token.ts';
import { startLocalIssuer } from '../../auth/local-issuer/server.ts';
import { launcherEnvironment } from '../../config/environment.ts';
import { freePort } from '../../tools/up/ports.ts';
import { startProcess } from '../../tools/up/processes.ts';
import type { RunningProcess } from '../../tools/up/processes.ts';
import { entryOf, environmentOf, PROCESS_NAMES } from '../../tools/up/system-processes.ts';
import type { ProcessName, SystemSettings } from '../../tools/up/system-processes.ts';
import { newSystemSecrets } from '../../tools/up/system-secrets.ts';
import { createTestDatabase } from './test-database.ts';
import type { TestDatabase } from './test-database.ts';
import { testRedis } from './test-redis.ts';
import type { TestRedis } from './test-redis.ts';

export interface TestSystemOptions {
  /** Start these alone; the others' ports stay free for a stand-in of the test. Default: all. */
  readonly only?: readonly ProcessName[];
  /** For every process; wins over what the system would say. */
  readonly env?: Readonly<Record<string, string>>;
  /** For one process; wins over `env`. */
  readonly envOf?: Readonly<Partial<Record<ProcessName, Readonly<Record<string, string>>>>>;
  /** Instead of a fresh database: one that the test keeps across systems, or shares. */
  readonly database?: TestDatabase;
  /** Instead of a corner of the shared Redis: one of the test's own, to kill or to empty. */
  readonly redis?: TestRedis;
}

export interface TestSystem {
  readonly gatewayUrl: string;
  /** `http://127.0.0.1:port` of each process that listens, without a path. */
  readonly urls: Readonly<Record<Exclude<ProcessName, 'worker'>, string>>;
  readonly database: TestDatabase;
  readonly redis: TestRedis;
  /** What the processes share: keys to forge identities with, the issuer, the supplier's key. */
  readonly settings: SystemSettings;
  /** One per start of a process, those that died included. */
  logFiles(): readonly string[];
  /** The running process; throws for one that was never started. */
  process(name: ProcessName): RunningProcess;
  /** Starts one that is down, or another time one that is up, after a clean stop; same port. */
  restart(name: ProcessName): Promise<RunningProcess>;
  /** An ID token for a made-up user, valid for `ttlSeconds` (default one hour). */
  token(user: LocalUser, ttlSeconds?: number): Promise<string>;
  /** Stops everything and removes the database. Rejects when a process had to be killed. */
  stop(): Promise<void>;
}

const PROJECT_ID = 'staysync-test';
const TOKEN_SECONDS = 3_600;
const EXIT_CODE_KILLED = 137;

/**
 * Resolves when every chosen process serves. One that ends by itself is not started again, as the
 * launcher does: in a test that is a finding, and a restart would hide it. Needs the services of jest's global setup.
 */
export async function startTestSystem(options: TestSystemOptions = {}): Promise<TestSystem> {
  const folder = mkdtempSync(join(tmpdir(), 'staysync-system-'));
  const database = options.database ?? (await createTestDatabase());
  const issuerDir = join(folder, 'issuer');
  const issuer = await startLocalIssuer({ dir: issuerDir, port: 0 });
  const redis = options.redis ?? testRedis();
  const settings = await settingsOf(database, redis, { dir: issuerDir, url: issuer.url });
  const running = new Map<ProcessName, RunningProcess>();
  const logFiles: string[] = [];

  async function start(name: ProcessName): Promise<RunningProcess> {
    const logFile = join(folder, `${name}-${logFiles.length}.log`);
    logFiles.push(logFile);
    const started = await startProcess({
      name,
      entry: entryOf(name),
      env: { ...environmentOf(name, settings), ...options.env, ...options.envOf?.[name] },
      logFile,
    });
    running.set(name, started);
    return started;
  }

  async function stop(): Promise<void> {
    const codes = await Promise.all([...running.values()].map(stopOne));
    await issuer.stop();
    if (options.database === undefined) await database.drop();
    rmSync(folder, { recursive: true, force: true });
    const stuck = codes.filter((end) => end !== undefined);
    if (stuck.length > 0) throw new Error(`did not stop when asked: ${stuck.join(', ')}`);
  }

  const system: TestSystem = {
    gatewayUrl: `${originOf(settings.ports.gateway)}/graphql`,
    urls: urlsOf(settings.ports),
    database,
    redis,
    settings,
    logFiles: () => logFiles,
    process: (name) => {
      const found = running.get(name);
      if (!found) throw new Error(`${name} was not started in this test system`);
      return found;
    },
    restart: async (name) => {
      await running.get(name)?.stop();
      return start(name);
    },
    token: (user, ttlSeconds = TOKEN_SECONDS) => tokenOf(user, issuerDir, ttlSeconds),
    stop,
  };
  try {
    // Settled, not raced: one that fails must not leave the others to start behind our back.
    const starts = await Promise.allSettled((options.only ?? PROCESS_NAMES).map(start));
    const failed = starts.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
    return system;
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
}

async function settingsOf(
  database: TestDatabase,
  redis: TestRedis,
  localIssuer: SystemSettings['localIssuer'],
): Promise<SystemSettings> {
  const { identityKeys, supplierApiKey, supplierWebhookSecret } = await newSystemSecrets();
  const { inherited } = launcherEnvironment();
  return {
    databaseUrls: database.urls,
    redisUrl: redis.url,
    redisPrefix: redis.prefix,
    identityKeys,
    localIssuer,
    supplierApiKey,
    supplierWebhookSecret,
    ports: {
      gateway: await freePort(),
      'mhg-simulator': await freePort(),
      allotment: await freePort(),
      reservation: await freePort(),
      hardblock: await freePort(),
      agency: await freePort(),
    },
    inherited: {
      PATH: inherited['PATH'],
      HOME: inherited['HOME'],
      TZ: inherited['TZ'],
      NODE_ENV: 'test',
      LOG_LEVEL: 'info',
      FIREBASE_PROJECT_ID: PROJECT_ID,
      // Seven processes compile the same libraries in every test: once is enough.
      NODE_COMPILE_CACHE: join(tmpdir(), 'staysync-test-compile-cache'),
    },
  };
}

function urlsOf(ports: SystemSettings['ports']): TestSystem['urls'] {
  const urls = Object.entries(ports).map(([name, port]) => [name, originOf(port)]);
  return Object.fromEntries(urls) as TestSystem['urls'];
}

function originOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}

/** `name` when it did not stop by itself; one that the test has killed before is as it should be. */
async function stopOne(running: RunningProcess): Promise<string | undefined> {
  const alreadyGone = await Promise.race([running.exited, Promise.resolve(undefined)]);
  if (alreadyGone !== undefined) return undefined;
  return (await running.stop()) === EXIT_CODE_KILLED ? running.name : undefined;
}

async function tokenOf(user: LocalUser, dir: string, ttlSeconds: number): Promise<string> {
  const token = await mintRoleToken(user, { dir, projectId: PROJECT_ID, ttlSeconds });
  if (!token.ok) throw new Error(token.error);
  return token.value;
}
