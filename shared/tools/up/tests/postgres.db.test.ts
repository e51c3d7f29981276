import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { checkExternalPostgres, startPostgres } from '../postgres.ts';
import type { PostgresOptions } from '../postgres.ts';
import { removeMovedData } from '../postgres-binaries.ts';
import { untilGone } from './processes-gone.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'staysync-up-'));
  // Else the server's user could not reach it, and root's data would live elsewhere.
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Nothing is flushed: only the crash of the machine would show the difference. */
const server = (): PostgresOptions => ({ dir: folder, durable: false, database: 'staysync' });

test('what was written is there after a restart, under the same password', async () => {
  const first = await startPostgres({ ...server(), durable: true });
  await query(first.adminUrl, 'create table t as select 42 as n');
  await first.stop();
  await untilGone([first.pid]);
  const second = await startPostgres({ ...server(), durable: true });
  expect(await query(second.adminUrl, 'select n from t')).toEqual([{ n: 42 }]);
  expect(new URL(second.adminUrl).password).toBe(new URL(first.adminUrl).password);
  await second.stop();
});

test('sorts, counts time and answers the same on every machine, and only on loopback with a password', async () => {
  const postgres = await startPostgres(server());
  const setting = async (name: string) => (await query(postgres.adminUrl, `show ${name}`))[0];
  expect(await setting('timezone')).toEqual({ TimeZone: 'UTC' });
  expect(await setting('listen_addresses')).toEqual({ listen_addresses: '127.0.0.1' });
  expect(await query(postgres.adminUrl, `select upper('é') as u, 'Z' < 'a' as bytes`)).toEqual([
    { u: 'É', bytes: true },
  ]);
  const stranger = new URL(postgres.adminUrl);
  stranger.password = 'guess';
  await expect(query(stranger.href, 'select 1')).rejects.toThrow('password authentication failed');
  await postgres.stop();
});

test('is gone after SIGKILL of whoever started it', async () => {
  const parent = spawn(process.execPath, [
    join(__dirname, 'fixtures/parent.ts'),
    folder,
    'postgres',
  ]);
  const [line] = await new Promise<string[]>((resolve) =>
    parent.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().split('\n'))),
  );
  parent.kill('SIGKILL');
  await untilGone(JSON.parse(line ?? '') as number[]);
});

test('a throw-away server takes its folder with it', async () => {
  const postgres = await startPostgres({ ...server(), throwAway: true });
  await postgres.stop();
  expect(existsSync(folder)).toBe(false);
});

test('a second server on the same data is refused, and the first one goes on', async () => {
  const first = await startPostgres(server());
  await expect(startPostgres(server())).rejects.toThrow(
    `in use by a Postgres that runs already (process ${first.pid})`,
  );
  expect(await query(first.adminUrl, 'select 1 as n')).toEqual([{ n: 1 }]);
  await first.stop();
});

test('data of another major version is refused, naming both versions and the remedy', async () => {
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data', 'PG_VERSION'), '16\n');
  await expect(startPostgres(server())).rejects.toThrow(
    /is from Postgres 16, but this is Postgres 17\. Run `npm run reset`/,
  );
});

test('a port that is taken is refused, naming the port, its holder and the setting', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => holder.once('listening', resolve));
  const { port } = holder.address() as AddressInfo;
  await expect(startPostgres({ ...server(), port })).rejects.toThrow(
    new RegExp(`Port ${port}, wanted for Postgres, is taken by .*set POSTGRES_PORT`),
  );
  holder.close();
});

test('a cluster is made aside, so that nothing half made is left beside it', async () => {
  const postgres = await startPostgres(server());
  await postgres.stop();
  expect(readdirSync(folder).sort()).toEqual(['data', 'password', 'server.log']);
});

test('data in a folder that the server may not enter lives elsewhere, is found again, and goes on reset', async () => {
  if (process.getuid?.() !== 0) return;
  chmodSync(folder, 0o700);
  const first = await startPostgres(server());
  await query(first.adminUrl, 'create table t as select 42 as n');
  await first.stop();
  const second = await startPostgres(server());
  expect(await query(second.adminUrl, 'select n from t')).toEqual([{ n: 42 }]);
  await second.stop();
  const elsewhere = readFileSync(join(folder, 'moved-to'), 'utf8');
  removeMovedData(folder);
  expect(existsSync(elsewhere)).toBe(false);
});

test('a dead DATABASE_URL_ADMIN is named without its password', async () => {
  const check = checkExternalPostgres('postgresql://owner:secret@127.0.0.1:1/db');
  await expect(check).rejects.toThrow('postgresql://owner:•••@127.0.0.1:1/db does not answer');
});

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}
