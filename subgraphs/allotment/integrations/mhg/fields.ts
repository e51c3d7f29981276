// One decoder per kind of field: what this supplier means by a count, a date, an amount. Everything
// not declared here is unknown, and unknown goes to quarantine, never to a guess. Used by decode.ts.
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { limits } from '../../../../shared/config/limits.ts';
import type { ContractKind } from '../../../../shared/domain/facts.ts';
import { parseNight } from '../../../../shared/domain/nights.ts';
import type { DayNumber } from '../../../../shared/domain/nights.ts';
import { isCurrency } from '../../../../shared/domain/money.ts';
import type { QuarantineReason } from './quarantine.ts';

interface Refused {
  readonly reason: QuarantineReason;
  readonly message: string;
}
type Read<T> = { readonly value: T } | Refused;

/** What suppliers write when they mean "no number", "unlimited" or "ask us"; never a count here. */
const COUNT_SENTINELS: ReadonlySet<number> = new Set([-1, 999, 9_999]);
const CAPPED_COUNT = /^(?:>=?\s*\d+|\d+\s*\+)$/;
const WHOLE_NUMBER = /^(?:0|[1-9]\d{0,8})$/;
const CODE = /^[A-Z0-9][A-Z0-9-]{0,31}$/;
const CONTRACT_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const TIME_OF_DAY = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;
const PERCENT = /^(\d{1,4})(?:\.(\d{1,2}))?$/;
const DATE_WITH_TIME = /^\d{4}-\d{2}-\d{2}[T ]/;
const OTHER_DATE_ORDER = /^\d{1,4}[/.]\d{1,2}[/.]\d{1,4}$/;
const CONTRACT_KINDS = ['ALLOTMENT', 'COMMITTED', 'FREE_SALE', 'ON_REQUEST'] as const;
/** Control characters and halves of surrogate pairs. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;
const NAME_CHARS_MAX = 300;

/** A count of rooms, days or nights: an integer, also as text; sentinels and capped counts are none. */
export const count = field(readCount);

/** A count, or null where the supplier gives no number. Empty text is not how it says so. */
export const countOrNull = field<number | null>((raw) =>
  raw === null ? { value: null } : readCount(raw),
);

/** A night, `YYYY-MM-DD` and nothing else. Other orders and times of day are ambiguous. */
export const night = field<DayNumber>((raw) => {
  if (typeof raw !== 'string') return missingOr(raw, 'BAD_DATE', 'a night is text');
  const day = parseNight(raw);
  if (day !== null) return { value: day };
  return DATE_WITH_TIME.test(raw) || OTHER_DATE_ORDER.test(raw)
    ? refused('AMBIGUOUS_DATE', `${raw} could be more than one night`)
    : refused('BAD_DATE', `${raw} is no night`);
});

/** An instant with its offset, as UTC text of fixed width, so that text order is time order. */
export const instant = field<string>((raw) => {
  if (typeof raw !== 'string') return missingOr(raw, 'BAD_INSTANT', 'an instant is text');
  if (!INSTANT.test(raw)) return refused('BAD_INSTANT', `${raw} names no instant with its offset`);
  try {
    return { value: Temporal.Instant.from(raw).toString({ fractionalSecondDigits: 6 }) };
  } catch {
    return refused('BAD_INSTANT', `${raw} is no instant`);
  }
});

/** Hotel and room type codes. */
export const code = field<string>((raw) =>
  readText(raw, CODE, 'BAD_CODE', 'a code is capitals, digits and hyphens'),
);

/** A contract's id. Those of operators' own contracts are not the supplier's to use. */
export const contractId = field<string>((raw) => {
  const read = readText(raw, CONTRACT_ID, 'BAD_CODE', 'an id is letters, digits, dots and hyphens');
  if ('value' in read && read.value.toUpperCase().startsWith('LOCAL-')) {
    return refused('RESERVED_ID', 'ids that begin with LOCAL- are those of operators');
  }
  return read;
});

/** The four kinds of contract, spelt as the supplier spells them. */
export const contractKind = field<ContractKind>((raw) => {
  if (raw === undefined) return missingOr(raw, 'UNKNOWN_KIND', '');
  const kind = CONTRACT_KINDS.find((known) => known === raw);
  return kind
    ? { value: kind }
    : refused('UNKNOWN_KIND', `${JSON.stringify(raw)} is no kind of contract`);
});

/** A text shown to people. */
export const name = field<string>((raw) => {
  if (typeof raw !== 'string') return missingOr(raw, 'BAD_SHAPE', 'a name is text');
  const trimmed = raw.trim().normalize('NFC');
  return trimmed === '' || trimmed.length > NAME_CHARS_MAX || UNPRINTABLE.test(trimmed)
    ? refused('BAD_SHAPE', `a name has 1 to ${NAME_CHARS_MAX} characters, all printable`)
    : { value: trimmed };
});

/** An IANA zone by name; a bare offset is none, it knows no summer time. */
export const timezone = field<string>((raw) => {
  if (typeof raw !== 'string') return missingOr(raw, 'UNKNOWN_ZONE', 'a zone is text');
  if (raw !== 'UTC' && !raw.includes('/')) return refused('UNKNOWN_ZONE', `${raw} is no IANA zone`);
  try {
    new Intl.DateTimeFormat('en', { timeZone: raw });
    return { value: raw };
  } catch {
    return refused('UNKNOWN_ZONE', `${raw} is no IANA zone`);
  }
});

/** An ISO 4217 code. */
export const currency = field<string>((raw) => {
  if (typeof raw !== 'string') return missingOr(raw, 'BAD_CURRENCY', 'a currency is text');
  return isCurrency(raw) ? { value: raw } : refused('BAD_CURRENCY', `${raw} is no currency`);
});

/**
 * Decimal text of an amount, or null where there is none. A JSON number is taken by its shortest
 * decimal text, which is what the supplier wrote; zero is a sentinel, nobody gives rooms away.
 */
export const amountOrNull = field<string | null>((raw) => {
  if (raw === null) return { value: null };
  const text = typeof raw === 'number' ? String(raw) : raw;
  if (typeof text !== 'string') return missingOr(raw, 'BAD_MONEY', 'an amount is decimal text');
  if (!/^-?\d+(?:\.\d+)?$/.test(text)) return refused('BAD_MONEY', `${text} is no plain decimal`);
  return text.startsWith('-') || /^0+(?:\.0+)?$/.test(text)
    ? refused('SENTINEL', `${text} is no price`)
    : { value: text };
});

/** A share in percent, as decimal text or number: "12.5" is 1250 basis points. No finer than that. */
export const percent = field<number>((raw) => {
  const text = typeof raw === 'number' ? String(raw) : raw;
  if (typeof text !== 'string') return missingOr(raw, 'BAD_PERCENT', 'a share is decimal text');
  const match = PERCENT.exec(text);
  return match
    ? { value: Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) }
    : refused('BAD_PERCENT', `${text} is no share in percent`);
});

/** `HH:MM` of a wall clock, or null. */
export const timeOrNull = field<string | null>((raw) =>
  raw === null ? { value: null } : readText(raw, TIME_OF_DAY, 'BAD_SHAPE', 'a time is HH:MM'),
);

/** ISO weekdays, ascending; null where every day is meant. None at all is a contradiction. */
export const weekdaysOrNull = field<readonly number[] | null>((raw) => {
  if (raw === null) return { value: null };
  if (!Array.isArray(raw)) return missingOr(raw, 'BAD_SHAPE', 'weekdays are a list');
  const days = [...new Set<unknown>(raw)];
  const valid = days.every((day) => Number.isInteger(day) && Number(day) >= 1 && Number(day) <= 7);
  if (!valid || days.length === 0) return refused('OUT_OF_RANGE', 'weekdays are 1 to 7');
  return { value: days.length === 7 ? null : days.map(Number).sort((a, b) => a - b) };
});

function field<T>(read: (raw: unknown) => Read<T>): z.ZodType<T> {
  return z.unknown().transform((raw, context): T => {
    const result = read(raw);
    if ('value' in result) return result.value;
    context.addIssue({
      code: 'custom',
      message: result.message,
      params: { reason: result.reason },
    });
    return z.NEVER;
  });
}

function readCount(raw: unknown): Read<number> {
  if (typeof raw === 'string') {
    if (raw === '') return refused('SENTINEL', 'empty text is no count');
    if (CAPPED_COUNT.test(raw)) return refused('CAPPED', `${raw} says "at least"`);
    if (raw === '-1') return refused('SENTINEL', '-1 is no count');
    if (!WHOLE_NUMBER.test(raw)) return refused('NOT_A_COUNT', `${raw} is no count`);
    return readCount(Number(raw));
  }
  if (typeof raw !== 'number') return missingOr(raw, 'NOT_A_COUNT', 'a count is a whole number');
  if (COUNT_SENTINELS.has(raw)) return refused('SENTINEL', `${raw} is no count`);
  if (!Number.isInteger(raw)) return refused('NOT_A_COUNT', `${raw} is no whole number`);
  return raw < 0 || raw > limits.mhg.roomsMax
    ? refused('OUT_OF_RANGE', `${raw} is not between 0 and ${limits.mhg.roomsMax}`)
    : { value: raw };
}

function readText(
  raw: unknown,
  pattern: RegExp,
  reason: QuarantineReason,
  message: string,
): Read<string> {
  if (typeof raw !== 'string') return missingOr(raw, reason, message);
  return pattern.test(raw) ? { value: raw } : refused(reason, message);
}

function missingOr(raw: unknown, reason: QuarantineReason, message: string): Refused {
  return raw === undefined
    ? refused('MISSING_FIELD', 'the field is missing')
    : refused(reason, message);
}

function refused(reason: QuarantineReason, message: string): Refused {
  return { reason, message };
}
