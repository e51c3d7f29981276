// Ports on loopback: finding a free one, and saying who sits on one that was wanted.
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { LaunchError } from './launch-error.ts';
import { waits } from './waits.ts';

/** Below the range from which outgoing connections take their ports, so that none of them steals it. */
const FREE_PORTS_FROM = 20_000;
const FREE_PORTS_COUNT = 12_000;

/** `wanted`, which must be free; or any free port when none (or 0) is wanted. */
export async function choosePort(
  wanted: number | undefined,
  wantedBy: string,
  setting: string,
): Promise<number> {
  if (wanted === undefined || wanted === 0) return freePort();
  await claimPort(wanted, wantedBy, setting);
  return wanted;
}

/**
 * A port on which nothing listens right now and which nobody was given lately: a server opens it only
 * seconds later, and systems of parallel test files must not be sent to one door.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < waits.freePortTriesMax; tries++) {
    const port = FREE_PORTS_FROM + Math.floor(Math.random() * FREE_PORTS_COUNT);
    if ((await isFree(port)) && spokenFor(port)) return port;
  }
  throw new LaunchError(`no free port found in ${waits.freePortTriesMax} tries`);
}

/** Marks the port as given away, for all processes of this user; false when it was marked lately. */
function spokenFor(port: number): boolean {
  const folder = join(tmpdir(), `staysync-ports-${userInfo().uid}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const mark = join(folder, String(port));
  try {
    if (Date.now() - statSync(mark).mtimeMs < waits.portMarkMs) return false;
    rmSync(mark, { force: true });
  } catch {
    // No mark: the usual case.
  }
  try {
    writeFileSync(mark, '', { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}

/** Refuses a port that is taken: names the port, what wants it, who has it, and the setting. */
async function claimPort(port: number, wantedBy: string, setting: string): Promise<void> {
  if (await isFree(port)) return;
  const holder = holderOf(port) ?? 'another program (see `ss -ltnp`)';
  throw new LaunchError(
    `Port ${port}, wanted for ${wantedBy}, is taken by ${holder}. Stop that, or set ${setting} to a free port.`,
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else if (error.code === 'EACCES') {
        reject(new LaunchError(`Port ${port} may not be opened by this user; ports ≥ 1024 may.`));
      } else reject(error);
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

/** `postgres (process 4711)`, or undefined where the system does not tell. */
function holderOf(port: number): string | undefined {
  try {
    return process.platform === 'linux' ? holderOnLinux(port) : holderByLsof(port);
  } catch {
    // Processes of other users cannot be looked into; the message then does without.
    return undefined;
  }
}

const LISTENING = '0A';

function holderOnLinux(port: number): string | undefined {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const inodes = ['/proc/net/tcp', '/proc/net/tcp6']
    .flatMap((table) => readFileSync(table, 'utf8').split('\n'))
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[1]?.endsWith(suffix) === true && columns[3] === LISTENING)
    .map((columns) => `socket:[${columns[9] ?? ''}]`);
  const pid = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .find((candidate) => openFiles(candidate).some((file) => inodes.includes(file)));
  if (pid === undefined) return undefined;
  return `${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()} (process ${pid})`;
}

function openFiles(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
  } catch {
    return [];
  }
}

function holderByLsof(port: number): string | undefined {
  const { stdout } = spawnSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], {
    encoding: 'utf8',
  });
  const pid = /^p(\d+)/m.exec(stdout)?.[1];
  const name = /^c(.+)/m.exec(stdout)?.[1];
  return pid === undefined ? undefined : `${name ?? 'a program'} (process ${pid})`;
}
