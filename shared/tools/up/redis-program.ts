// Finds a Redis (or Valkey) server program, since no npm package brings one: on the PATH, in the cache
// of an earlier start, in Docker, or downloaded as Debian packages without needing root. Called by
// redis.ts.
import { execFile } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LaunchError, reasonOf } from './launch-error.ts';
import { moveUnlessThere } from './postgres-binaries.ts';
import { newId } from './secrets.ts';
import { waits } from './waits.ts';

const execute = promisify(execFile);

export type RedisProgram =
  | {
      readonly kind: 'program';
      readonly command: string;
      /** Folders with libraries that the system does not have. */
      readonly libraries: readonly string[];
    }
  | { readonly kind: 'docker'; readonly image: string };

const DOCKER_IMAGE = 'valkey/valkey:8-alpine';
const NAMES = ['valkey-server', 'redis-server'];

/**
 * The first that works of: PATH, cache, Docker, download. `fallbackCache` is used where the home
 * folder cannot be written. Throws a LaunchError naming the remedies when nothing helps.
 */
export async function findRedis(
  fallbackCache: string,
  report: (step: string) => void,
): Promise<RedisProgram> {
  const installed = await onPath();
  if (installed) return installed;
  const cache = join(cacheFolder(fallbackCache), await systemName());
  const cached = await unpacked(cache);
  if (cached) return cached;
  if (await dockerAnswers()) return { kind: 'docker', image: DOCKER_IMAGE };
  report('downloading redis-server packages (once, about 4 MB)');
  const problem = await download(cache);
  const downloaded = problem === undefined ? await unpacked(cache) : undefined;
  if (downloaded) return downloaded;
  throw new LaunchError(
    [
      'No Redis found: none on the PATH, no Docker engine answers, and the packages could not be downloaded',
      `(${problem ?? 'what was downloaded does not run here'}). One of these helps:`,
      '  - install redis-server or valkey-server (apt install redis-server, brew install redis)',
      '  - start Docker',
      '  - set REDIS_URL to a running server',
    ].join('\n'),
  );
}

async function onPath(): Promise<RedisProgram | undefined> {
  for (const name of NAMES) {
    const found = await execute('/bin/sh', ['-c', 'command -v "$1"', 'sh', name]).catch(() => null);
    const command = found?.stdout.trim();
    if (command && (await runs(command, []))) return { kind: 'program', command, libraries: [] };
  }
  return undefined;
}

async function runs(command: string, libraries: readonly string[]): Promise<boolean> {
  const env = { LD_LIBRARY_PATH: libraries.join(':') };
  return execute(command, ['--version'], { env }).then(
    () => true,
    () => false,
  );
}

async function dockerAnswers(): Promise<boolean> {
  return execute('docker', ['info'], { timeout: waits.externalServerMs }).then(
    () => true,
    () => false,
  );
}

/** Shared by all checkouts of a user, so that a fresh clone need not download again. */
function cacheFolder(fallback: string): string {
  const shared = join(homedir(), '.cache', 'staysync');
  try {
    mkdirSync(shared, { recursive: true });
    accessSync(shared, constants.W_OK);
    return shared;
  } catch {
    return fallback;
  }
}

/** `redis-debian-12-x64`: libraries of one release do not fit another. */
async function systemName(): Promise<string> {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const field = (name: string): string | undefined =>
    new RegExp(`^${name}="?([^"\n]+)"?$`, 'm').exec(release)?.[1];
  return `redis-${field('ID') ?? process.platform}-${field('VERSION_ID') ?? '0'}-${process.arch}`;
}

async function unpacked(cache: string): Promise<RedisProgram | undefined> {
  const command = join(cache, 'usr', 'bin', 'redis-server');
  if (!existsSync(command)) return undefined;
  const libraries = ['usr/lib', 'lib']
    .map((folder) => join(cache, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => [folder, ...foldersIn(folder)]);
  return (await runs(command, libraries)) ? { kind: 'program', command, libraries } : undefined;
}

function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name));
}

/**
 * Fetches redis-server, redis-tools and what they need beyond the installed packages, with package
 * lists and cache of our own: neither root nor the system's state is touched. Answers what went wrong.
 */
async function download(cache: string): Promise<string | undefined> {
  const building = `${cache}.${newId()}`;
  const root = join(building, 'root');
  const own = aptOptions(building);
  const apt = async (command: string, args: string[], cwd?: string): Promise<string> => {
    const result = await execute(command, [...own, ...args], {
      cwd,
      timeout: waits.downloadMs,
      maxBuffer: waits.commandOutputBytesMax,
    });
    return result.stdout;
  };
  try {
    mkdirSync(join(building, 'lists', 'partial'), { recursive: true });
    mkdirSync(join(building, 'archives', 'partial'), { recursive: true });
    mkdirSync(root);
    await apt('apt-get', ['-q', 'update']);
    const wanted = ['redis-server', 'redis-tools'];
    const needs = dependencies(await apt('apt-cache', ['depends', '--important', ...wanted]));
    const missing = await notInstalled(needs.filter((name) => !wanted.includes(name)));
    await apt('apt-get', ['-q', 'download', ...wanted, ...missing], building);
    for (const file of readdirSync(building).filter((name) => name.endsWith('.deb'))) {
      await execute('dpkg-deb', ['-x', join(building, file), root]);
    }
    moveUnlessThere(root, cache);
    return undefined;
  } catch (error) {
    return reasonOf(error).split('\n').slice(0, 2).join(' ');
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

function aptOptions(folder: string): string[] {
  const settings = {
    'Dir::State::lists': join(folder, 'lists'),
    'Dir::Cache': folder,
    'Dir::Cache::archives': join(folder, 'archives'),
    // Without it root hands the download to a user who cannot write here.
    ...(process.getuid?.() === 0 ? { 'APT::Sandbox::User': 'root' } : {}),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

/** `  Depends: libssl3` → `libssl3`; of alternatives (`|Depends:`) the last is as good as the first. */
function dependencies(text: string): string[] {
  const names = [...text.matchAll(/^ +(?:Pre)?Depends: ([a-z0-9.+-]+)$/gm)].map(
    (match) => match[1],
  );
  return [...new Set(names.filter((name) => name !== undefined))];
}

async function notInstalled(names: string[]): Promise<string[]> {
  const missing: string[] = [];
  for (const name of names) {
    const status = await execute('dpkg-query', ['-W', '-f', '${db:Status-Status}', name]).catch(
      () => null,
    );
    if (status?.stdout !== 'installed') missing.push(name);
  }
  return missing;
}
