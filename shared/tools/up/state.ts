// What is running now, as a file that tools read: `npm run token`, `verify`, `replay` and a second
// `npm start`. Written by the launcher when everything serves, removed when it stops.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { launcherEnvironment } from '../../config/environment.ts';
import { projectPath } from '../../config/paths.ts';
import { LaunchError } from './launch-error.ts';
import { processMark } from './process-mark.ts';
import { writeSecret } from './secrets.ts';

const stateSchema = z.object({
  launcher: z.object({ pid: z.number(), mark: z.string() }),
  gatewayUrl: z.string(),
  simulatorUrl: z.string(),
  subgraphUrls: z.record(z.string(), z.string()),
  databaseUrls: z.object({ admin: z.string(), verify: z.string() }),
  redisUrl: z.string(),
  localIssuer: z.object({ dir: z.string(), url: z.string() }),
  projectId: z.string(),
  processes: z.record(z.string(), z.object({ pid: z.number(), log: z.string() })),
});

export type SystemState = z.infer<typeof stateSchema>;

const STATE_FILE = 'state.json';
const LOCK_FILE = 'launcher.lock';

/** `.staysync/` in the checkout, unless STAYSYNC_DATA_DIR says otherwise. */
export function dataDir(): string {
  return launcherEnvironment().dataDir ?? projectPath('.staysync');
}

/** The system that `npm start` brought up from this checkout; undefined when none runs. */
export function runningSystem(): SystemState | undefined {
  const file = join(dataDir(), STATE_FILE);
  if (!existsSync(file)) return undefined;
  const state = stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return processMark(state.launcher.pid) === state.launcher.mark ? state : undefined;
}

/** Says what runs; the file bears passwords. */
export function writeState(running: Omit<SystemState, 'launcher'>): SystemState {
  const state = { launcher: { pid: process.pid, mark: ownMark() }, ...running };
  writeSecret(join(dataDir(), STATE_FILE), JSON.stringify(state, null, 2));
  return state;
}

/** Takes the data folder for this launcher, or refuses because another one has it. */
export function lockDataDir(): () => void {
  const file = join(dataDir(), LOCK_FILE);
  const content = JSON.stringify({ pid: process.pid, mark: ownMark() });
  // A second try, after the lock of a launcher that was killed has been removed.
  for (const mayClear of [true, false]) {
    try {
      writeFileSync(file, content, { flag: 'wx' });
      return () => {
        rmSync(join(dataDir(), STATE_FILE), { force: true });
        rmSync(file, { force: true });
      };
    } catch {
      const holder = lockHolder(file);
      if (holder !== undefined || !mayClear) throw alreadyRunning(holder);
      rmSync(file, { force: true });
    }
  }
  throw alreadyRunning(undefined);
}

/** Refuses while a system runs on the data folder. */
export function refuseWhileRunning(): void {
  const holder = lockHolder(join(dataDir(), LOCK_FILE));
  if (holder !== undefined) throw alreadyRunning(holder);
}

const lockSchema = z.object({ pid: z.number(), mark: z.string() });

function lockHolder(file: string): number | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const { pid, mark } = lockSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return processMark(pid) === mark ? pid : undefined;
  } catch {
    // Cut off while it was written: nobody holds it.
    return undefined;
  }
}

function alreadyRunning(pid: number | undefined): LaunchError {
  const where = runningSystem()?.gatewayUrl;
  return new LaunchError(
    [
      `StaySync is running from this folder already (process ${pid ?? 'unknown'}`,
      where === undefined ? ').' : `, ${where}).`,
      ' Stop it with Ctrl-C there',
      pid === undefined ? '.' : ` or \`kill ${pid}\`.`,
    ].join(''),
  );
}

function ownMark(): string {
  return processMark(process.pid) ?? '';
}
