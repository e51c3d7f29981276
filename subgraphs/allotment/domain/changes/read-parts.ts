// Parts that several inputs share, read into the shapes of facts: what is left out, lists of dated
// numbers, notes. Each answers what is wrong beside what it read. Pure.
import type { Reason } from '../../../../shared/domain/reason-codes.ts';
import { badInput, newIdErrors } from './content-errors.ts';
import { isPlainText } from '../../../../shared/domain/plain-text.ts';
import type { ChangeFields, DatedRooms } from './change-inputs.ts';
import type { ChangedKind, Content, Proposal } from './proposal.ts';

/** Bounds of inputs; from limits.ts, since the domain reads no configuration. */
export interface ChangeBounds {
  readonly eventsPerChangeMax: number;
  readonly nightsPerEventMax: number;
  readonly itemsPerListMax: number;
  readonly roomsMax: number;
  readonly noteCharsMax: number;
  readonly nameCharsMax: number;
}

/** Without the fields that were left out: a fact has no nulls where GraphQL has. */
export function withoutNulls(fields: Readonly<Record<string, unknown>>): Content {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  );
}

/** In ascending order, so that the same days are the same content. */
export function weekdaysOf(days: readonly number[] | null | undefined): number[] | undefined {
  return days?.toSorted((left, right) => left - right);
}

/** `[{ date, rooms }]` → `{ date: rooms }`; a date that stands twice keeps its first number. */
export function byDateOf(
  dated: readonly DatedRooms[] | null | undefined,
): Record<string, number | null> | undefined {
  if (!dated) return undefined;
  const numbers: Record<string, number | null> = {};
  for (const { date, rooms } of dated) numbers[date] ??= rooms ?? null;
  return numbers;
}

/** `pointer` is the list's. */
export function datedErrors(
  dated: readonly DatedRooms[] | null | undefined,
  pointer: string,
  { itemsPerListMax, roomsMax }: ChangeBounds,
): Reason[] {
  const seen = new Set<string>();
  const errors = listErrors(dated ?? [], pointer, itemsPerListMax);
  for (const [at, { date, rooms }] of (dated ?? []).entries()) {
    if (seen.has(date)) errors.push(badInput(`${pointer}/${at}/date`, 'Stands there twice.'));
    seen.add(date);
    errors.push(...roomsErrors(rooms, `${pointer}/${at}/rooms`, roomsMax));
  }
  return errors;
}

/** The fact's own error names the date; the input's field is the list's item. */
export function pointToItems(
  errors: readonly Reason[],
  dated: readonly DatedRooms[] | null | undefined,
  pointer: string,
): Reason[] {
  return errors.filter(({ path }) => {
    // What datedErrors has said with its place in the list need not be said again.
    return !(dated && path?.startsWith(`${pointer}/`) && /\/\d{4}-\d\d-\d\d$/.test(path));
  });
}

export function roomsErrors(
  rooms: number | null | undefined,
  path: string,
  roomsMax: number,
): Reason[] {
  if (rooms == null || (rooms >= 0 && rooms <= roomsMax)) return [];
  return [badInput(path, `From 0 to ${roomsMax} rooms.`)];
}

export function listErrors(items: readonly unknown[], path: string, max: number): Reason[] {
  return items.length > max ? [badInput(path, `At most ${max}.`)] : [];
}

/** Errors of what every mutation takes. */
export function commonErrors({ note }: ChangeFields, { noteCharsMax }: ChangeBounds): Reason[] {
  if (note == null || isPlainText(note.replaceAll('\n', ' '), noteCharsMax)) return [];
  return [badInput('/note', `Printable text of up to ${noteCharsMax} characters.`)];
}

/** What a `save…` mutation proposes: something new, or an amendment of the revision it names. */
export function saving(
  given: { readonly kind: ChangedKind; readonly id: string; readonly content: Content },
  revision: number | null | undefined,
  idPointer: string,
): Proposal {
  const named = { ...given, pointer: '', idPointer };
  return revision == null
    ? { ...named, action: 'create' }
    : { ...named, action: 'amend', revision };
}

/** Only what is made anew needs a well-formed id: what is amended is found or not. */
export function savedIdErrors(
  id: string,
  revision: number | null | undefined,
  path: string,
): Reason[] {
  return revision == null ? newIdErrors(id, path) : namedIdErrors(id, path);
}

/** An id that nothing can have is not looked for. */
export function namedIdErrors(id: string, path: string): Reason[] {
  return id !== '' && isPlainText(id) ? [] : [badInput(path, 'Not an id.')];
}
