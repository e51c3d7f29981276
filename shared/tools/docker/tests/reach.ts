// What a process's entry file leads to: its own files, the packages that they load, and the settings
// that they ask the environment for. Read from the text of the imports, types left out.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { projectPath, projectRoot } from '../../../config/paths.ts';

export interface Reach {
  /** Paths from the project's root. */
  readonly files: ReadonlySet<string>;
  /** Names of packages; node's own are left out. */
  readonly packages: ReadonlySet<string>;
  /** Functions of config/environment.ts. */
  readonly settings: ReadonlySet<string>;
}

const ENVIRONMENT = 'shared/config/environment.ts';
const IMPORT = /^(?:import|export)\s(?!type\s)(?:([^'";=]*?)\sfrom\s)?'([^']+)';/gm;

/** Everything that `entries` import, whatever the depth. */
export function reachOf(entries: readonly string[]): Reach {
  const [files, packages, settings] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const waiting = [...entries];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file) || !file.endsWith('.ts')) continue;
    files.add(file);
    for (const { names, from } of importsOf(file)) {
      if (from === ENVIRONMENT) for (const name of names) settings.add(name);
      if (from.includes('/') && from.endsWith('.ts')) waiting.push(from);
      else if (!from.startsWith('node:')) packages.add(packageOf(from));
    }
  }
  return { files, packages, settings };
}

/** What a file imports, and from where: paths from the project's root, or packages. */
function importsOf(file: string): { readonly names: readonly string[]; readonly from: string }[] {
  const text = readFileSync(projectPath(file), 'utf8');
  return [...text.matchAll(IMPORT)].map(([, names = '', from = '']) => {
    const target = join(dirname(projectPath(file)), from);
    return {
      names: namesIn(names),
      from: from.startsWith('.') ? relative(projectRoot(), target) : from,
    };
  });
}

/** `{ a, type B, c as d }` → a, c. */
function namesIn(clause: string): string[] {
  return clause
    .replace(/[{}]/g, '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && !part.startsWith('type '))
    .map((part) => part.split(' ')[0] ?? '');
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** The composition roots of jobs: the worker finds them by path. */
export function workerEntries(subgraphs: readonly string[]): string[] {
  return subgraphs
    .map((name) => `subgraphs/${name}/worker.ts`)
    .filter((file) => existsSync(projectPath(file)));
}
