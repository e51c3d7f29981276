// docker-compose.yml as Docker reads it: merged, and with its variables filled in.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { projectPath } from '../../../config/paths.ts';

export interface Service {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number | null>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly profiles?: readonly string[];
  readonly restart?: string;
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, unknown>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

export type Variables = Readonly<Record<string, string>>;

export const composeText = readFileSync(projectPath('docker-compose.yml'), 'utf8');

/** Unset variables are empty, as Docker has it; `:-` gives them a value, `$$` is a dollar. */
export function composeFile(variables: Variables): ComposeFile {
  const filled = parse(composeText, { merge: true }) as ComposeFile;
  return fill(filled, variables) as ComposeFile;
}

function fill(value: unknown, variables: Variables): unknown {
  if (typeof value === 'string') return interpolate(value, variables);
  if (Array.isArray(value)) return value.map((item) => fill(item, variables));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, fill(member, variables)]),
  );
}

function interpolate(text: string, variables: Variables): string {
  return text.replace(/\$\$|\$\{(\w+)(?::-([^}]*))?\}/g, (whole, name?: string, otherwise = '') => {
    if (whole === '$$') return '$';
    const given = variables[name ?? ''] ?? '';
    return given === '' ? String(otherwise) : given;
  });
}

/** Every `${NAME}` of the file; true where it has a value of its own. */
export function variablesAsked(): ReadonlyMap<string, boolean> {
  const asked = new Map<string, boolean>();
  const text = composeText.replaceAll(/^\s*#.*$/gm, '').replaceAll('$$', '');
  for (const [, name = '', otherwise] of text.matchAll(/\$\{(\w+)(:-[^}]*)?\}/g)) {
    asked.set(name, otherwise !== undefined && asked.get(name) !== false);
  }
  return asked;
}

/** What `npm run --silent compose:secrets` prints, line by line. */
export function printedSecrets(): Variables {
  const printed = execFileSync(process.execPath, [projectPath('shared/tools/compose-secrets.ts')], {
    encoding: 'utf8',
  });
  const lines = printed.split('\n').filter((line) => line !== '');
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}
