// The life of a process: start, say so, serve, and on SIGTERM or SIGINT finish what is in flight and
// go. Called at the end of every server.ts, and by other entry files that run until they are told.
import { realpathSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { subgraphEnvironment } from '../config/environment.ts';
import type { SubgraphEnvironment, SubgraphName } from '../config/environment.ts';
import { limits } from '../config/limits.ts';
import { projectPath } from '../config/paths.ts';
import { announceReady, createLogger } from '../telemetry/logger.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { RunningSubgraph } from './subgraph-server.ts';

/** What a composition root gives back: it serves already. */
export interface Running {
  /** Absent for a process that does not listen. */
  readonly port?: number;
  /** Lets what is in flight finish, then closes everything that was opened. */
  stop(): Promise<void>;
}

export type StartSubgraph = (
  settings: SubgraphEnvironment,
  logger: Logger,
) => Promise<RunningSubgraph>;

/**
 * Runs `start` with the settings of the environment if this process was started with
 * `node subgraphs/<name>/server.ts`; does nothing in a test, which imports `start` and passes settings.
 */
export function runSubgraph(name: SubgraphName, start: StartSubgraph): void {
  if (!isEntry(projectPath('subgraphs', name, 'server.ts'))) return;
  const settings = subgraphEnvironment(name);
  const logger = createLogger(name, settings.logLevel);
  void runUntilSignalled(name, logger, () => start(settings, logger));
}

/**
 * Starts, announces readiness, and stops on the first SIGTERM or SIGINT, also when that comes while
 * it still starts. Ends the process: 0 after a clean stop, 1 when starting or stopping failed or
 * stopping took too long.
 */
export async function runUntilSignalled(
  processName: string,
  logger: Logger,
  start: () => Promise<Running>,
): Promise<void> {
  const signalled = nextSignal();
  try {
    const running = await start();
    announceReady(processName, running.port);
    logger.info({ signal: await signalled }, 'stopping');
    await stopInTime(running);
    process.exit(0);
  } catch (error) {
    logger.fatal({ err: error }, 'process ends with an error');
    process.exit(1);
  }
}

function isEntry(file: string): boolean {
  const started = process.argv[1];
  if (started === undefined) return false;
  try {
    return realpathSync(started) === realpathSync(file);
  } catch {
    return false;
  }
}

/** Later signals change nothing: stopping is under way and bounded. */
function nextSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    process.on('SIGTERM', resolve);
    process.on('SIGINT', resolve);
  });
}

async function stopInTime(running: Running): Promise<void> {
  const inTime = await Promise.race([
    running.stop().then(() => true),
    wait(limits.server.drainMs, false),
  ]);
  if (!inTime) throw new Error(`did not stop within ${limits.server.drainMs} ms`);
}
