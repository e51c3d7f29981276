// What is wrong with a fact's content as an operator gave it: every field at once, each by its JSON
// pointer into the input. Pure; used by the readers of inputs.
import type { RefinementCtx } from 'zod';
import { factErrors } from '../../../../shared/domain/fact-schema.ts';
import { contentLaws } from '../../../../shared/domain/fact-laws.ts';
import { jsonPointer } from '../../../../shared/domain/input-error.ts';
import type { InputError } from '../../../../shared/domain/input-error.ts';
import { isPlainText, TEXT_CHARS_MAX } from '../../../../shared/domain/plain-text.ts';
import type { Reason } from '../../../../shared/domain/reason-codes.ts';
import type { ChangedKind, Content } from './proposal.ts';

/** Ids that operators choose. */
const NEW_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;
/** Text that can be stored: no control characters, no half of a surrogate pair. */

export function badInput(path: string, detail: string): Reason {
  return { code: 'BAD_INPUT', path, detail };
}

export function newIdErrors(id: string, path: string): Reason[] {
  if (NEW_ID.test(id)) return [];
  return [badInput(path, 'Up to 64 letters, digits and . _ : - beginning with a letter or digit.')];
}

/** Errors of the content of one fact that stands at `pointer` in the input. */
export function contentErrors(kind: ChangedKind, content: Content, pointer: string): Reason[] {
  const unreadable = textErrors(content, []);
  const id = kind === 'AUDIENCE' ? content['contract'] : 'new';
  const recordedAt = '1970-01-01T00:00:00Z';
  const fact = { kind, id, rev: 1, recordedAt, ...content };
  const found = [...unreadable, ...factErrors(fact)];
  const known = new Set(found.map(({ path }) => path));
  found.push(...lawErrors(kind, fact).filter(({ path }) => !known.has(path)));
  return found.map(({ path, message }) => badInput(`${pointer}${path}`, `${message}.`));
}

type Fault = Pick<InputError, 'path' | 'message'>;

/**
 * What is wrong between fields, also while single fields are: a parser looks no further than those.
 * GraphQL has seen to it that fields have their types.
 */
function lawErrors(kind: ChangedKind, fact: Content): Fault[] {
  const faults: Fault[] = [];
  const collect = ({ path, message }: { path: PropertyKey[]; message: string }): void => {
    faults.push({ path: jsonPointer(path), message });
  };
  const name = kind === 'EVENT' ? String(fact['type']) : kind;
  contentLaws(name)(fact, { addIssue: collect } as unknown as RefinementCtx);
  return faults;
}

/** Names and ids within the content are short and printable. */
function textErrors(value: unknown, path: readonly PropertyKey[]): Fault[] {
  if (typeof value === 'string') {
    if (isPlainText(value)) return [];
    const message = `Not printable text of up to ${TEXT_CHARS_MAX} characters`;
    return [{ path: jsonPointer(path), message }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => textErrors(member, [...path, key]));
}
