// `npm start` from its first line to its last, with data and ports of its own.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launcherEnvironment } from '../../../config/environment.ts';
import { projectPath, projectRoot } from '../../../config/paths.ts';
import { removeMovedData } from '../postgres-binaries.ts';
import type { SystemState } from '../state.ts';
import { untilGone } from './processes-gone.ts';

const PORTS = ['POSTGRES', 'REDIS', 'GATEWAY', 'ALLOTMENT', 'RESERVATION', 'HARDBLOCK', 'AGENCY'];
const START_MS = 300_000;

let dataDir: string;
beforeAll(() => (dataDir = mkdtempSync(join(tmpdir(), 'staysync-start-'))));
afterAll(() => {
  removeMovedData(join(dataDir, 'postgres'));
  rmSync(dataDir, { recursive: true, force: true });
});

test(
  'serves, keeps its secrets to its owner, refuses a second start, and stops everything on SIGTERM; a later start finds its data',
  async () => {
    const first = launch();
    await first.says('Ctrl-C stops it, ');
    const state = stateFile();
    expect(first.output()).toMatch(/first sync: [1-9]\d* hotels/);
    expect(first.output()).toMatch(/PARTNER[^\n]*\s+eyJ/);
    expect(first.output()).toContain('calendar(input: { hotelIds: ["');
    expect((await fetch(new URL('/api/v1/health/ready', state.gatewayUrl))).status).toBe(200);

    for (const name of ['secrets.json', 'state.json', 'postgres/password', 'redis/redis.conf']) {
      expect(statSync(join(dataDir, name)).mode & 0o077).toBe(0);
    }

    const second = launch();
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain(`running from this folder already (process ${first.pid}`);

    first.process.kill('SIGTERM');
    expect(await first.exited).toBe(0);
    await untilGone(pidsOf(state));

    const third = launch();
    await third.says('Ctrl-C stops it, ');
    expect(third.output()).toContain('database is up to date');
    expect(third.output()).not.toContain('first sync');
    third.process.kill('SIGTERM');
    expect(await third.exited).toBe(0);
  },
  START_MS,
);

test(
  'a process that dies is started again, and it is said; SIGKILL of the launcher ends everything',
  async () => {
    const first = launch();
    await first.says('Ctrl-C stops it, ');
    const before = stateFile();
    process.kill(before.processes['agency']?.pid ?? 0, 'SIGKILL');
    await first.says('agency ended unexpectedly (exit 137) and is started again.');
    await first.says('agency serves again.');
    const after = stateFile();
    expect({ ...after.processes, agency: null }).toEqual({ ...before.processes, agency: null });
    expect(after.processes['agency']?.pid).not.toBe(before.processes['agency']?.pid);
    const { gatewayUrl } = after;
    expect((await fetch(new URL('/api/v1/health/ready', gatewayUrl))).status).toBe(200);

    first.process.kill('SIGKILL');
    await untilGone([...pidsOf(before), ...pidsOf(after)]);
  },
  START_MS,
);

interface Launched {
  readonly process: ChildProcess;
  readonly pid: number | undefined;
  readonly exited: Promise<number | null>;
  output(): string;
  /** Resolves when it has printed `text`, rejects when it ends without. */
  says(text: string): Promise<void>;
}

function launch(): Launched {
  const { PATH, HOME } = launcherEnvironment().inherited;
  const anyPort = Object.fromEntries([...PORTS, 'SIMULATOR'].map((name) => [`${name}_PORT`, '0']));
  const child = spawn(process.execPath, [projectPath('shared/tools/up/main.ts')], {
    cwd: projectRoot(),
    env: { PATH, HOME, STAYSYNC_DATA_DIR: dataDir, ...anyPort },
  });
  let output = '';
  const hear = (chunk: Buffer): void => void (output += chunk.toString());
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    process: child,
    pid: child.pid,
    exited,
    output: () => output,
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (output.includes(text)) resolve();
        };
        child.stdout.on('data', look);
        look();
        void exited.then((code) => {
          reject(new Error(`ended with ${String(code)} before it said "${text}":\n${output}`));
        });
      }),
  };
}

function stateFile(): SystemState {
  return JSON.parse(readFileSync(join(dataDir, 'state.json'), 'utf8')) as SystemState;
}

function pidsOf(state: SystemState): number[] {
  return Object.values(state.processes).map(({ pid }) => pid);
}
