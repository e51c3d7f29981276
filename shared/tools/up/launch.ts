// Brings the whole system up, part by part, and says how far it is. Called by main.ts.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startLocalIssuer } from '../../auth/local-issuer/server.ts';
import { databaseVariable, launcherEnvironment, SUBGRAPH_NAMES } from '../../config/environment.ts';
import type { SubgraphName } from '../../config/environment.ts';
import { keepUp } from './keep-up.ts';
import type { Parts } from './parts.ts';
import { choosePort } from './ports.ts';
import { checkExternalPostgres, startPostgres } from './postgres.ts';
import { startProcess } from './processes.ts';
import type { RunningProcess } from './processes.ts';
import { checkExternalRedis, startRedis } from './redis.ts';
import { runMigrator } from './run-migrator.ts';
import { dataDir, writeState } from './state.ts';
import type { SystemState } from './state.ts';
import { entryOf, environmentOf, PROCESS_NAMES } from './system-processes.ts';
import type { ProcessName, SystemSettings } from './system-processes.ts';
import { keptSystemSecrets } from './system-secrets.ts';
import type { SystemSecrets } from './system-secrets.ts';

type DatabaseUrls = Readonly<Record<SubgraphName | 'verify' | 'admin', string>>;
type Ports = SystemSettings['ports'];

export interface Progress {
  /** One finished step, for the console. */
  step(text: string): void;
  /** An error of a running process, already readable. */
  error(process: string, line: string): void;
}

const POSTGRES_PORT = 54_320;
const REDIS_PORT = 54_379;
const DATABASE = 'staysync';
const PREFIX = 'staysync';
const PROJECT_ID = 'staysync-local';

/** Everything serves when this resolves. What was started is in `parts`, also when it throws. */
export async function launchSystem(parts: Parts, progress: Progress): Promise<SystemState> {
  const ports = await claimPorts();
  const secrets = await keptSystemSecrets(join(dataDir(), 'secrets.json'));
  const [databaseUrls, redisUrl] = await Promise.all([
    bringDatabase(parts, secrets, progress),
    bringRedis(parts, progress),
  ]);
  const localIssuer = await bringIssuer(parts);
  const system: SystemSettings = {
    databaseUrls,
    redisUrl,
    redisPrefix: PREFIX,
    identityKeys: secrets.identityKeys,
    localIssuer,
    supplierApiKey: secrets.supplierApiKey,
    supplierWebhookSecret: secrets.supplierWebhookSecret,
    ports,
    inherited: inheritedEnvironment(),
  };
  const processes: Processes = {};
  const write = (): SystemState => writeState(stateOf(system, databaseUrls, processes));
  await bringProcesses(parts, system, progress, (name, running) => {
    const again = name in processes;
    processes[name] = { pid: running.pid, log: running.logFile };
    if (again) write();
  });
  return write();
}

/** By name; written anew when one was started again. */
type Processes = Record<string, { pid: number; log: string }>;

function stateOf(
  system: SystemSettings,
  databaseUrls: DatabaseUrls,
  processes: Processes,
): Omit<SystemState, 'launcher'> {
  const { ports, redisUrl, localIssuer } = system;
  return {
    gatewayUrl: `http://127.0.0.1:${ports.gateway}/graphql`,
    simulatorUrl: `http://127.0.0.1:${ports['mhg-simulator']}`,
    subgraphUrls: Object.fromEntries(
      SUBGRAPH_NAMES.map((name) => [name, `http://127.0.0.1:${ports[name]}/graphql`]),
    ),
    databaseUrls: { admin: databaseUrls.admin, verify: databaseUrls.verify },
    redisUrl,
    localIssuer,
    projectId: PROJECT_ID,
    processes,
  };
}

/** All at once and first of all: a port that is taken should be known before anything starts. */
async function claimPorts(): Promise<Ports> {
  const { gatewayPort, simulatorPort, subgraphPorts } = launcherEnvironment();
  return {
    gateway: await choosePort(gatewayPort, 'the gateway', 'GATEWAY_PORT'),
    'mhg-simulator': await choosePort(simulatorPort, 'the supplier simulator', 'SIMULATOR_PORT'),
    allotment: await choosePort(subgraphPorts.allotment, 'allotment', 'ALLOTMENT_PORT'),
    reservation: await choosePort(subgraphPorts.reservation, 'reservation', 'RESERVATION_PORT'),
    hardblock: await choosePort(subgraphPorts.hardblock, 'hardblock', 'HARDBLOCK_PORT'),
    agency: await choosePort(subgraphPorts.agency, 'agency', 'AGENCY_PORT'),
  };
}

async function bringDatabase(
  parts: Parts,
  secrets: SystemSecrets,
  progress: Progress,
): Promise<DatabaseUrls> {
  const since = performance.now();
  const { adminUrl: given, inherited } = launcherEnvironment();
  const admin = given ?? (await bringPostgres(parts));
  if (given !== undefined) await checkExternalPostgres(given);
  const urls = { admin, ...roleUrls(admin, secrets, inherited) };
  progress.step(`Postgres answers on ${new URL(admin).host}${took(since)}`);
  const migrated = await runMigrator(urls);
  progress.step(migrated);
  return urls;
}

async function bringPostgres(parts: Parts): Promise<string> {
  const postgres = await startPostgres({
    dir: join(dataDir(), 'postgres'),
    port: launcherEnvironment().postgresPort ?? POSTGRES_PORT,
    durable: true,
    database: DATABASE,
  });
  await parts.add('foundation', { name: 'Postgres', ...postgres });
  return postgres.adminUrl;
}

/** The roles' own URLs from the environment, if given; else on the owner's server, our passwords. */
function roleUrls(
  admin: string,
  secrets: SystemSecrets,
  inherited: Readonly<Record<string, string | undefined>>,
): Record<SubgraphName | 'verify', string> {
  const urls = Object.entries(secrets.rolePasswords).map(([role, password]) => {
    const url = new URL(admin);
    url.username = `staysync_${role}`;
    url.password = password;
    return [role, inherited[databaseVariable(role as SubgraphName | 'verify')] ?? url.href];
  });
  return Object.fromEntries(urls) as Record<SubgraphName | 'verify', string>;
}

async function bringRedis(parts: Parts, progress: Progress): Promise<string> {
  const since = performance.now();
  const { redisUrl: given, redisPort } = launcherEnvironment();
  if (given !== undefined) {
    await checkExternalRedis(given);
    progress.step(`Redis answers on ${new URL(given).host}${took(since)}`);
    return given;
  }
  const redis = await startRedis({
    dir: join(dataDir(), 'redis'),
    port: redisPort ?? REDIS_PORT,
    persist: true,
    report: (step) => progress.step(`Redis: ${step}`),
  });
  await parts.add('foundation', { name: 'Redis', ...redis });
  progress.step(`Redis answers on 127.0.0.1:${redis.port}${took(since)}`);
  return redis.url;
}

async function bringIssuer(parts: Parts): Promise<SystemSettings['localIssuer']> {
  const dir = join(dataDir(), 'issuer');
  const issuer = await startLocalIssuer({ dir, port: 0 });
  await parts.add('foundation', { name: 'token issuer', ...issuer });
  return { dir, url: issuer.url };
}

/** All at once: each waits by itself for what it needs, and loading is most of the time. */
async function bringProcesses(
  parts: Parts,
  system: SystemSettings,
  progress: Progress,
  started: (name: ProcessName, running: RunningProcess) => void,
): Promise<void> {
  const since = performance.now();
  const bring = async (name: ProcessName): Promise<void> => {
    const start = async (again: boolean): Promise<RunningProcess> => {
      const running = await startProcess({
        name,
        entry: entryOf(name),
        env: environmentOf(name, system),
        logFile: join(dataDir(), 'logs', `${name}.log`),
        sameLog: again,
        onError: (line) => progress.error(name, line),
      });
      started(name, running);
      return running;
    };
    const tell = (what: string): void => progress.step(what);
    const kept = await keepUp({ start, tell, wait: delay, now: () => performance.now() });
    await parts.add(name === 'gateway' ? 'door' : 'service', kept);
    const port = name === 'worker' ? '' : ` on port ${system.ports[name]}`;
    progress.step(`${name} serves${port}${took(since)}`);
  };
  await Promise.all(PROCESS_NAMES.map(bring));
}

/** What the shell has, without npm's own and without the URLs that only some processes may see. */
function inheritedEnvironment(): Record<string, string | undefined> {
  const { inherited } = launcherEnvironment();
  const cache = join(dataDir(), 'compile-cache');
  mkdirSync(cache, { recursive: true });
  const kept = Object.entries(inherited).filter(([name]) => !/^(npm_|DATABASE_URL_)/i.test(name));
  return {
    ...Object.fromEntries(kept),
    NODE_ENV: 'development',
    FIREBASE_PROJECT_ID: PROJECT_ID,
    // Node keeps what it compiled: later starts load a third faster.
    NODE_COMPILE_CACHE: cache,
  };
}

function took(since: number): string {
  return ` (${((performance.now() - since) / 1_000).toFixed(1)} s)`;
}
