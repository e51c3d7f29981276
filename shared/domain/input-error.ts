// What is wrong with an input, as data: one code, one place, one sentence. Used by every parser.
import type { core } from 'zod';

export interface InputError {
  readonly code: 'BAD_INPUT';
  /** JSON pointer (RFC 6901) into what was given; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

/** An error at `path`, whose members are object keys and array positions. */
export function inputError(path: readonly PropertyKey[], message: string): InputError {
  return { code: 'BAD_INPUT', path: jsonPointer(path), message };
}

/** The first issue of a failed zod parse; `prefix` says where the parsed value itself stands. */
export function inputErrorOf(
  issues: readonly core.$ZodIssue[],
  prefix: readonly PropertyKey[] = [],
): InputError {
  const [issue] = issues;
  if (!issue) return inputError(prefix, 'Invalid input');
  const unknownKeys = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  return inputError([...prefix, ...issue.path, ...unknownKeys], issue.message);
}

/** Every issue of a failed zod parse, one error per unknown key. */
export function inputErrorsOf(
  issues: readonly core.$ZodIssue[],
  prefix: readonly PropertyKey[] = [],
): InputError[] {
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => inputError([...prefix, ...issue.path, key], 'Unknown field'))
      : [inputError([...prefix, ...issue.path], issue.message)],
  );
}

/** `['facts', 0, 'a/b']` → `'/facts/0/a~1b'`. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path
    .map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}
