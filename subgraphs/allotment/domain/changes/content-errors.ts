// What is wrong with a fact's content as an operator gave it: every field at once, each by its JSON
// pointer into the input. Pure; used by the readers of inputs.
import { factErrors } from '../../../../shared/domain/fact-schema.ts';
import { jsonPointer } from '../../../../shared/domain/input-error.ts';
import type { Reason } from '../../../../shared/domain/reason-codes.ts';
import type { ChangedKind, Content } from './proposal.ts';

/** Ids that operators choose. */
const NEW_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;
/** Text that can be stored: no control characters, no half of a surrogate pair. */
const CONTROL = /\p{Cc}/u;
const TEXT_CHARS_MAX = 200;

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
  const found = [...unreadable, ...factErrors({ kind, id, rev: 1, recordedAt, ...content })];
  return found.map(({ path, message }) => badInput(`${pointer}${path}`, `${message}.`));
}

/** Names and ids within the content are short and printable. */
function textErrors(
  value: unknown,
  path: readonly PropertyKey[],
): { readonly path: string; readonly message: string }[] {
  if (typeof value === 'string') {
    if (isPlainText(value)) return [];
    const message = `Not printable text of up to ${TEXT_CHARS_MAX} characters`;
    return [{ path: jsonPointer(path), message }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => textErrors(member, [...path, key]));
}

export function isPlainText(text: string, charsMax: number = TEXT_CHARS_MAX): boolean {
  return text.length <= charsMax && text.isWellFormed() && !CONTROL.test(text);
}
