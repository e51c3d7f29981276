// The bootstrap in a tiny project of its own, with an `npm` that only counts how often it was asked.
import { spawn } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { launcherEnvironment } from '../../../config/environment.ts';
import { projectPath } from '../../../config/paths.ts';

let project: string;
const file = (name: string): string => join(project, name);
const installs = (): number => readFileSync(file('installs'), 'utf8').length;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'staysync-bootstrap-'));
  mkdirSync(file('shared/tools'), { recursive: true });
  mkdirSync(file('bin'));
  copyFileSync(projectPath('shared/tools/bootstrap.mjs'), file('shared/tools/bootstrap.mjs'));
  writeFileSync(file('package-lock.json'), '{}');
  writeFileSync(file('installs'), '');
  writeNpm('printf x >> installs; rm -rf node_modules; sleep 0.3; mkdir node_modules');
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

test('installs once, and does nothing the second time', async () => {
  expect(await bootstrap('true')).toMatchObject({ code: 0 });
  expect(await bootstrap('true')).toMatchObject({ code: 0, errors: '' });
  expect(installs()).toBe(1);
});

test('installs anew when the lock file has changed', async () => {
  await bootstrap('true');
  writeFileSync(file('package-lock.json'), '{ "changed": true }');
  await bootstrap('true');
  expect(installs()).toBe(2);
});

test('two at once install once: the second waits for the first', async () => {
  const ends = await Promise.all([bootstrap('true'), bootstrap('true'), bootstrap('true')]);
  expect(ends.map((end) => end.code)).toEqual([0, 0, 0]);
  expect(installs()).toBe(1);
});

test('an install that was killed leaves no lock that anybody waits for', async () => {
  mkdirSync(file('.staysync'));
  const gone = spawn('true');
  await new Promise((resolve) => gone.once('exit', resolve));
  writeFileSync(file('.staysync/install.lock'), String(gone.pid));
  expect(await bootstrap('true')).toMatchObject({ code: 0 });
});

test('a failing install is an error in words, is not taken for done, and the command does not run', async () => {
  writeNpm('echo no network >&2; exit 5');
  const failed = await bootstrap('touch', 'ran');
  expect(failed.code).toBe(1);
  expect(failed.errors).toContain('no network');
  expect(failed.errors).toContain('`npm ci` failed (exit 5)');
  expect(() => readFileSync(file('ran'))).toThrow('ENOENT');
  writeNpm('printf x >> installs; mkdir -p node_modules');
  expect(await bootstrap('true')).toMatchObject({ code: 0 });
  expect(installs()).toBe(1);
});

test('passes on the exit code of the command, and the signal it died of', async () => {
  expect(await bootstrap('sh', '-c', 'exit 7')).toMatchObject({ code: 7 });
  expect(await bootstrap('sh', '-c', 'kill -TERM $$')).toMatchObject({ signal: 'SIGTERM' });
});

test('passes SIGTERM and SIGINT on to the command and waits for its end', async () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const command = 'trap "echo stopped; exit 4" TERM INT; echo up; while :; do sleep 0.05; done';
    const hear: Hear = (line, kill) => {
      if (line.includes('up')) kill(signal);
    };
    const end = await bootstrapHeard(hear, 'sh', '-c', command);
    expect(end).toMatchObject({ code: 4, output: 'up\nstopped\n' });
  }
});

interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly errors: string;
}

type Hear = (output: string, kill: (signal: NodeJS.Signals) => void) => void;

function bootstrap(...command: string[]): Promise<End> {
  return bootstrapHeard(() => undefined, ...command);
}

function bootstrapHeard(hear: Hear, ...command: string[]): Promise<End> {
  const { PATH = '' } = launcherEnvironment().inherited;
  const path = [file('bin'), dirname(process.execPath), PATH];
  const child = spawn(process.execPath, ['shared/tools/bootstrap.mjs', ...command], {
    cwd: project,
    env: { PATH: path.join(delimiter) },
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    hear(chunk.toString(), (signal) => child.kill(signal));
  });
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  return new Promise((resolve) => {
    child.once('close', (code, signal) => {
      resolve({ code, signal, output, errors });
    });
  });
}

function writeNpm(script: string): void {
  writeFileSync(file('bin/npm'), `#!/bin/sh\n${script}\n`);
  chmodSync(file('bin/npm'), 0o755);
}
