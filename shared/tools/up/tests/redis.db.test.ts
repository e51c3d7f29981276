import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { checkExternalRedis, startRedis } from '../redis.ts';
import { untilGone } from './processes-gone.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'staysync-up-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('keeps jobs over a restart when told to', async () => {
  const first = await startRedis({ dir: folder, persist: true });
  await command(first.url, (client) => client.set('job', '1'));
  await first.stop();
  const second = await startRedis({ dir: folder, persist: true });
  expect(await command(second.url, (client) => client.get('job'))).toBe('1');
  await second.stop();
});

test('lets nobody in without the password', async () => {
  const redis = await startRedis({ dir: folder, persist: false });
  const stranger = `redis://127.0.0.1:${redis.port}`;
  await expect(command(stranger, (client) => client.get('job'))).rejects.toThrow('NOAUTH');
  await redis.stop();
});

test('is gone after SIGKILL of whoever started it', async () => {
  const parent = spawn(process.execPath, [join(__dirname, 'fixtures/parent.ts'), folder, 'redis']);
  const [line] = await new Promise<string[]>((resolve) =>
    parent.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().split('\n'))),
  );
  parent.kill('SIGKILL');
  await untilGone(JSON.parse(line ?? '') as number[]);
});

test('a throw-away server takes its folder with it', async () => {
  const redis = await startRedis({ dir: folder, persist: false, throwAway: true });
  await redis.stop();
  expect(existsSync(folder)).toBe(false);
});

test('a dead REDIS_URL is an error that names it without its password, never a fallback', async () => {
  await expect(checkExternalRedis('redis://:secret@127.0.0.1:1')).rejects.toThrow(
    /^REDIS_URL is set, but redis:\/\/:•••@127\.0\.0\.1:1 does not answer: connect ECONNREFUSED/,
  );
});

async function command<T>(url: string, work: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url);
  // A refused command is told by the command's own promise.
  client.on('error', () => undefined);
  try {
    return await work(client);
  } finally {
    client.disconnect();
  }
}
