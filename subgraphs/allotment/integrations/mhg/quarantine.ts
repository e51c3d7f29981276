// What could not be understood is set aside with its place and its reason, and everything around it
// goes on. Shapes and makers, used by the decoders and by translate.ts.
import type { z } from 'zod';
import { limits } from '../../../../shared/config/limits.ts';
import type { EndpointName } from './endpoints.ts';

export type QuarantineReason =
  /** A field is not there, or is of another shape. */
  | 'MISSING_FIELD'
  | 'BAD_SHAPE'
  /** Counts. */
  | 'NOT_A_COUNT'
  | 'SENTINEL'
  | 'CAPPED'
  | 'OUT_OF_RANGE'
  | 'SUM_MISMATCH'
  | 'UNKNOWN_UNIT'
  /** Dates and times. */
  | 'BAD_DATE'
  | 'AMBIGUOUS_DATE'
  | 'BAD_INSTANT'
  | 'BAD_RANGE'
  | 'NOT_COVERED'
  /** Money. */
  | 'BAD_MONEY'
  | 'BAD_CURRENCY'
  | 'BAD_PERCENT'
  /** Words and references. */
  | 'BAD_CODE'
  | 'RESERVED_ID'
  | 'UNKNOWN_KIND'
  | 'UNKNOWN_CHARGE'
  | 'UNKNOWN_ZONE'
  | 'UNKNOWN_ROOM_TYPE'
  | 'UNKNOWN_CONTRACT'
  | 'OTHER_HOTEL'
  /** The same thing said twice, differently. */
  | 'CONFLICT';

/** One piece set aside: an item, or one night of a line. */
export interface Quarantine {
  /** JSON pointer into the item. */
  readonly path: string;
  readonly reason: QuarantineReason;
  readonly message: string;
  /** The item or night as it came; decoding it again is the replay. */
  readonly raw: unknown;
}

/** A quarantine with its origin, as it is stored and shown. */
export interface QuarantinedItem extends Quarantine {
  readonly endpoint: EndpointName;
  readonly hotelCode: string | null;
  /** Hotel code, contract id or `contractId/roomType`; null where none can be read. */
  readonly key: string | null;
  /** Hash of the raw page on which it stood. */
  readonly pageHash: string;
}

export type Decoded<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly quarantine: Quarantine };

/** A parser's first issue as a quarantine of `raw`. */
export function quarantineOf(error: z.ZodError, raw: unknown): Quarantine {
  const issue = error.issues[0];
  if (!issue) return { path: '', reason: 'BAD_SHAPE', message: 'unreadable', raw };
  return {
    path: pointer(issue.path),
    reason: reasonOf(issue),
    message: issue.message,
    raw,
  };
}

/** `['rooms', 0, 'rate']` → `/rooms/0/rate`. */
export function pointer(path: readonly PropertyKey[]): string {
  return path
    .map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

function reasonOf(issue: z.core.$ZodIssue): QuarantineReason {
  if (issue.code === 'custom') {
    const reason: unknown = issue.params?.['reason'];
    if (typeof reason === 'string') return reason as QuarantineReason;
  }
  return 'BAD_SHAPE';
}

/**
 * A quarantine as it can be stored: bounded, and free of what no text column holds. A piece that is
 * too long is kept as the beginning of its text; the raw page of `pageHash` has all of it.
 */
export function storable(item: QuarantinedItem): QuarantinedItem {
  const text = (value: string): string => storableText(value, limits.mhg.quarantineTextCharsMax);
  return {
    ...item,
    key: item.key === null ? null : text(item.key),
    path: text(item.path),
    message: text(item.message),
    raw: storableRaw(item.raw),
  };
}

function storableRaw(raw: unknown): unknown {
  const max = limits.mhg.quarantineRawCharsMax;
  const copy = storableCopy(raw, limits.mhg.quarantineRawDepthMax);
  const text = JSON.stringify(copy);
  return text.length <= max ? copy : { truncated: storableText(text, max) };
}

/** Hostile nesting ends here, before it meets anything recursive without a bound. */
function storableCopy(raw: unknown, levels: number): unknown {
  if (typeof raw === 'string') return storableText(raw, limits.mhg.quarantineRawCharsMax);
  if (typeof raw !== 'object' || raw === null) return raw ?? null;
  if (levels === 0) return '…';
  if (Array.isArray(raw)) return raw.map((part) => storableCopy(part, levels - 1));
  const entries = Object.entries(raw).map(([name, part]) => [
    storableText(name, limits.mhg.quarantineTextCharsMax),
    storableCopy(part, levels - 1),
  ]);
  return Object.fromEntries(entries);
}

/** NUL and halves of surrogate pairs become U+FFFD: Postgres takes neither. */
function storableText(text: string, charsMax: number): string {
  return text.slice(0, charsMax).toWellFormed().replaceAll('\0', '\uFFFD');
}
