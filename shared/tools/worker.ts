// The worker process: runs the jobs of every subgraph that has any, found by path so that this file
// knows none of them. `node shared/tools/worker.ts --only reservation` runs one of them alone.
import { existsSync, readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { launcherEnvironment } from '../config/environment.ts';
import { projectPath } from '../config/paths.ts';
import { runUntilSignalled } from '../server/run-until-signalled.ts';
import type { Running } from '../server/run-until-signalled.ts';
import { createLogger } from '../telemetry/logger.ts';

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
const logger = createLogger('worker', launcherEnvironment().inherited['LOG_LEVEL'] ?? 'info');

await runUntilSignalled('worker', logger, async () => {
  const names = chosen(values.only);
  const running = await Promise.all(names.map(startOne));
  logger.info({ subgraphs: names }, 'jobs are being worked on');
  return {
    stop: async () => {
      await Promise.all(running.map((worker) => worker.stop()));
    },
  };
});

function chosen(only: readonly string[] | undefined): string[] {
  const all = readdirSync(projectPath('subgraphs')).filter((name) => existsSync(entryOf(name)));
  const unknown = only?.find((name) => !all.includes(name));
  if (unknown !== undefined) {
    throw new Error(`--only ${unknown}: there are jobs of ${all.join(', ')}`);
  }
  return only === undefined ? all.sort() : [...new Set(only)];
}

function entryOf(name: string): string {
  return projectPath('subgraphs', name, 'worker.ts');
}

async function startOne(name: string): Promise<Running> {
  const module = (await import(pathToFileURL(entryOf(name)).href)) as {
    startWorker?: () => Promise<Running>;
  };
  if (module.startWorker === undefined) throw new Error(`${entryOf(name)} exports no startWorker`);
  return module.startWorker();
}
