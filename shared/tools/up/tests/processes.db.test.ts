import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from '../processes.ts';
import type { ProcessOptions } from '../processes.ts';
import { untilGone } from './processes-gone.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'staysync-up-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const fixture = (...args: string[]): ProcessOptions => ({
  name: 'fixture',
  entry: 'shared/tools/up/tests/fixtures/server.ts',
  args,
  env: {},
  logFile: join(folder, 'logs', 'fixture.log'),
});

test('serves as soon as it says so, on the port that it names, and stops when asked', async () => {
  const running = await startProcess(fixture());
  expect(running.port).toBe(4711);
  expect(await running.stop()).toBe(0);
  await untilGone([running.pid]);
});

test('keeps a readable log and tells errors, but those before it served only on failure', async () => {
  const told: string[] = [];
  const running = await startProcess({ ...fixture(), onError: (line) => told.push(line) });
  await running.stop();
  expect(readFileSync(running.logFile, 'utf8')).toContain('05:00:00.000 ERROR early\n');
  expect(told).toEqual(['05:00:00.000 ERROR late {"hotelId":"H1"}']);
});

test('one that dies while starting is an error with its exit code and its last words', async () => {
  await expect(startProcess(fixture('dies'))).rejects.toThrow(
    /^fixture ended while starting \(exit 3\)\. End of .*\nthe reason why it died$/,
  );
});

test('one that never says that it serves is given up and stopped', async () => {
  await expect(startProcess({ ...fixture('silent'), readyTimeoutMs: 500 })).rejects.toThrow(
    'fixture was not ready after 0.5 s',
  );
});

test('tells the exit code of one that was killed', async () => {
  const running = await startProcess(fixture());
  running.kill('SIGKILL');
  expect(await running.exited).toBe(137);
});

test('one that is suspended hears the request to stop all the same', async () => {
  const running = await startProcess(fixture());
  running.kill('SIGSTOP');
  expect(await running.stop()).toBe(0);
});

test('is gone after SIGKILL of whoever started it', async () => {
  const parent = spawn(process.execPath, [
    join(__dirname, 'fixtures/parent.ts'),
    folder,
    'process',
  ]);
  const [line] = await new Promise<string[]>((resolve) =>
    parent.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().split('\n'))),
  );
  parent.kill('SIGKILL');
  await untilGone(JSON.parse(line ?? '') as number[]);
});
