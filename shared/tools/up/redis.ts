// Brings a Redis up and down: on loopback alone, with a password, and never outliving us. Used by
// `npm start` (data kept) and by test runs (nothing kept).
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { startGuarded } from './guard.ts';
import type { GuardedProgram } from './guard.ts';
import { LaunchError, maskPassword, reasonOf } from './launch-error.ts';
import { choosePort } from './ports.ts';
import { findRedis } from './redis-program.ts';
import type { RedisProgram } from './redis-program.ts';
import { keptSecret, newPassword, writeSecret } from './secrets.ts';
import { untilReady } from './until-ready.ts';
import { waits } from './waits.ts';

export interface RedisOptions {
  /** Folder of this server: configuration, data, log. Made if need be. */
  readonly dir: string;
  /** A fixed port, which must be free; without it any free one. */
  readonly port?: number;
  /** Keep jobs and streams over a restart. Nothing that matters is lost without. */
  readonly persist: boolean;
  /** Remove `dir` once the server is gone, even when we were killed. */
  readonly throwAway?: boolean;
  /** Hears of steps that take long. */
  readonly report?: (step: string) => void;
}

export interface RunningRedis {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Resolves with the exit code when the server ends, wanted or not. */
  readonly exited: Promise<number>;
  readonly logFile: string;
  stop(): Promise<void>;
}

/** Starts Redis and waits until it answers. Throws a LaunchError that says what to do. */
export async function startRedis(options: RedisOptions): Promise<RunningRedis> {
  mkdirSync(options.dir, { recursive: true });
  const report = options.report ?? (() => undefined);
  const program = await findRedis(join(options.dir, 'program'), report);
  const port = await choosePort(options.port, 'Redis', 'REDIS_PORT');
  const password = keptSecret(join(options.dir, 'password'), newPassword);
  const logFile = join(options.dir, 'server.log');
  const server = await launch(program, { ...options, port, password, logFile });
  const url = `redis://:${password}@127.0.0.1:${port}`;
  try {
    await untilReady({
      name: 'Redis',
      program: server,
      logFile,
      timeoutMs: waits.redisReadyMs,
      isReady: async () => (await ping(url, waits.redisReadyMs)) === undefined,
    });
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    url,
    port,
    pid: server.pid,
    exited: server.exited,
    logFile,
    stop: async () => {
      await server.stop();
    },
  };
}

/** Refuses a server that was named by the environment and does not answer: no silent fallback. */
export async function checkExternalRedis(url: string): Promise<void> {
  const problem = await ping(url, waits.externalServerMs);
  if (problem === undefined) return;
  throw new LaunchError(
    `REDIS_URL is set, but ${maskPassword(url)} does not answer: ${problem}. Start that server, or unset the variable to use a Redis of this machine.`,
  );
}

interface Launch extends RedisOptions {
  readonly port: number;
  readonly password: string;
  readonly logFile: string;
}

async function launch(program: RedisProgram, options: Launch): Promise<GuardedProgram> {
  const log = openSync(options.logFile, 'a', 0o600);
  try {
    return await startGuarded({
      ...commandOf(program, options),
      output: log,
      stopSignal: 'TERM',
      killSignal: 'KILL',
      stopSeconds: waits.redisStopSeconds,
      cwd: options.dir,
      ...(options.throwAway ? { removeAfterwards: options.dir } : {}),
    });
  } finally {
    closeSync(log);
  }
}

function commandOf(
  program: RedisProgram,
  options: Launch,
): { command: string; args: string[]; env: Record<string, string> } {
  const config = join(options.dir, 'redis.conf');
  if (program.kind === 'program') {
    writeSecret(config, configuration(options, `port ${options.port}`, 'bind 127.0.0.1', 'dir .'));
    const env = { LD_LIBRARY_PATH: program.libraries.join(':'), LC_ALL: 'C', TZ: 'UTC' };
    return { command: program.command, args: [config], env };
  }
  // Data stays in the container: files of its root in our folder could not be removed by `reset`.
  writeSecret(config, configuration({ ...options, persist: false }, 'port 6379', 'dir /tmp'));
  const publish = `127.0.0.1:${options.port}:6379`;
  const args = ['run', '--rm', '--user', '0', '-p', publish, '-v', `${options.dir}:/conf:ro`];
  return {
    command: '/usr/bin/env',
    args: ['docker', ...args, program.image, 'valkey-server', '/conf/redis.conf'],
    env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/homebrew/bin' },
  };
}

/** The password stands in a file, since arguments are seen by every user of the machine. */
function configuration(options: Launch, ...lines: string[]): string {
  return [
    ...lines,
    `requirepass ${options.password}`,
    // Evicting would lose jobs and locks without a word; BullMQ insists on this.
    'maxmemory-policy noeviction',
    'save ""',
    `appendonly ${options.persist ? 'yes' : 'no'}`,
    'appendfsync everysec',
  ].join('\n');
}

/** Undefined when it answers, else why not. */
async function ping(url: string, timeoutMs: number): Promise<string | undefined> {
  const client = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let reason: string | undefined;
  // The rejected command says only "connection closed"; the event says why.
  client.on('error', (error) => (reason ??= reasonOf(error)));
  try {
    await client.connect();
    await client.ping();
    return undefined;
  } catch (error) {
    return reason ?? reasonOf(error);
  } finally {
    client.disconnect();
  }
}
