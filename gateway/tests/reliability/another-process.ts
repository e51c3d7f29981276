// One more process of a kind than the system has: the same database, Redis and keys.
import { startProcess } from '../../../shared/tools/up/processes.ts';
import type { RunningProcess } from '../../../shared/tools/up/processes.ts';
import { entryOf, environmentOf } from '../../../shared/tools/up/system-processes.ts';
import type { World } from '../e2e/world.ts';

export interface AnotherProcess {
  readonly name: 'reservation' | 'worker';
  readonly process: RunningProcess;
  /** `http://127.0.0.1:port`; a worker listens nowhere. */
  readonly url: string;
}

export async function startAnother(
  { system }: World,
  options: {
    readonly name: AnotherProcess['name'];
    readonly env: Readonly<Record<string, string>>;
    readonly logFile: string;
  },
): Promise<AnotherProcess> {
  const { name, env, logFile } = options;
  const started = await startProcess({
    name,
    entry: entryOf(name),
    env: { ...environmentOf(name, system.settings), PORT: '0', ...env },
    logFile,
  });
  return { name, process: started, url: `http://127.0.0.1:${started.port ?? 0}` };
}
