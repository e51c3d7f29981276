// Reads access-table.txt, the one place that says who may see what. Used when schemas are tagged, by
// `npm run compose` and by tests.
import { readFileSync } from 'node:fs';
import { userRoles, type UserRole } from '../../shared/auth/identity.ts';
import { projectPath } from '../../shared/config/paths.ts';

/** `OWN`: with rows of the caller's own alone. */
export type Access = 'ALL' | 'OWN' | 'NONE';

/** Alternatives, each of which is a list of names that are needed together. */
export type Alternatives = readonly (readonly string[])[];

export interface AccessRow {
  /** `Type.field`, `Type.field(argument)`, `Enum.VALUE` or `Input.field`. */
  readonly coordinate: string;
  readonly access: Readonly<Record<UserRole, Access>>;
  /** Scopes that the caller's token must carry; null when none. */
  readonly scopes: Alternatives | null;
  /** Predicates of policies.ts that must hold; null when none. */
  readonly policies: Alternatives | null;
}

export interface AccessTable {
  readonly rows: ReadonlyMap<string, AccessRow>;
  /** Scope → roles whose tokens carry it. */
  readonly scopes: ReadonlyMap<string, ReadonlySet<UserRole>>;
}

/** The role's name among the supergraph's tags. */
export function tagOf(role: UserRole): string {
  return role.toLowerCase();
}

let ownTable: AccessTable | undefined;

/** The table of this checkout, read once. */
export function readAccessTable(): AccessTable {
  ownTable ??= parseAccessTable(
    readFileSync(projectPath('gateway', 'roles', 'access-table.txt'), 'utf8'),
  );
  return ownTable;
}

const CELLS: Readonly<Record<string, Access>> = { x: 'ALL', o: 'OWN', '-': 'NONE' };

/** Throws with the number of the line that is not in the table's form or says a thing twice. */
export function parseAccessTable(text: string): AccessTable {
  const rows = new Map<string, AccessRow>();
  const scopes = new Map<string, ReadonlySet<UserRole>>();
  let section = '';
  for (const [index, line] of text.split('\n').entries()) {
    const words = line.trim().split(/\s+/);
    if (line.trim() === '' || line.startsWith('#')) continue;
    if (!/^\s/.test(line)) section = sectionOf(words, index);
    else for (const row of rowsOf(words, section, index)) add(row);
  }
  return { rows, scopes };

  function add(row: AccessRow): void {
    if (rows.has(row.coordinate) || scopes.has(row.coordinate)) {
      throw new Error(`The access table speaks twice of ${row.coordinate}.`);
    }
    if (row.coordinate.includes('.')) rows.set(row.coordinate, row);
    else scopes.set(row.coordinate, new Set(userRoles.filter((r) => row.access[r] !== 'NONE')));
  }
}

/** `type Agency` → `Agency`; the section of scopes has no name. */
function sectionOf(words: readonly string[], index: number): string {
  const [kind = '', name] = words;
  if (kind === 'scopes' && name === undefined) return '';
  if (/^(type|enum|input)$/.test(kind) && words.length === 2 && name !== undefined) return name;
  throw malformed(index, 'a section is `scopes`, `type T`, `enum E` or `input I`');
}

function rowsOf(words: readonly string[], section: string, index: number): AccessRow[] {
  const cells = words.slice(0, userRoles.length);
  const rest = words.slice(userRoles.length);
  const names = rest.filter((word) => !word.includes('='));
  if (cells.length < userRoles.length || cells.some((cell) => CELLS[cell] === undefined)) {
    throw malformed(index, `a line begins with ${userRoles.length} of x, o and -`);
  }
  if (cells.every((cell) => cell === '-')) {
    throw malformed(index, 'what is for nobody is @inaccessible in its schema, not listed here');
  }
  const access = Object.fromEntries(
    userRoles.map((role, at) => [role, CELLS[cells[at] ?? ''] ?? 'NONE']),
  ) as Record<UserRole, Access>;
  const guards = guardsOf(rest.slice(names.length), index);
  return names.map((name) => ({
    coordinate: section === '' ? name : `${section}.${name}`,
    access,
    ...guards,
  }));
}

function guardsOf(words: readonly string[], index: number): Pick<AccessRow, 'scopes' | 'policies'> {
  const guards: Record<string, Alternatives> = {};
  for (const word of words) {
    const [, kind = '', list = ''] = /^(scopes|policy)=(\S+)$/.exec(word) ?? [];
    if (kind === '') throw malformed(index, 'behind the names stand scopes=… and policy=… alone');
    guards[kind] = list.split('|').map((all) => all.split('+'));
  }
  return { scopes: guards['scopes'] ?? null, policies: guards['policy'] ?? null };
}

function malformed(index: number, why: string): Error {
  return new Error(`Line ${index + 1} of the access table: ${why}.`);
}
