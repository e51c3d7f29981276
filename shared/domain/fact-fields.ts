// The fields that facts are made of, each parsed strictly. Used by fact-schema.ts and by whoever
// parses the same kinds of values at another border (queries, mutations).
import { z } from 'zod';
import { isZone, parseInstant, parseWallTime } from './instants.ts';
import { parseLineId } from './line-ids.ts';
import { parseNight } from './nights.ts';

/** Counts fit 32 bits, in the database and in GraphQL; sums of them stay exact in a double. */
const COUNT_MAX = 2_147_483_647;

export const idField = z.string().min(1);
/** Rooms, days, weights: whole and not negative. */
export const countField = z.int().min(0).max(COUNT_MAX);
export const positiveField = z.int().min(1).max(COUNT_MAX);
export const signedField = z.int().min(-COUNT_MAX).max(COUNT_MAX);
/** Minor units; a change of rate may be negative. */
export const moneyField = z.int();
export const dateField = z.string().refine((text) => parseNight(text) !== null, {
  error: 'Not a civil date YYYY-MM-DD',
});
export const instantField = z.string().refine((text) => parseInstant(text) !== null, {
  error: 'Not an RFC 3339 instant with Z, to the microsecond at most',
});
export const wallTimeField = z.string().refine((text) => parseWallTime(text) !== null, {
  error: 'Not a time of day HH:MM',
});
export const zoneField = z.string().refine(isZone, { error: 'Not an IANA time zone' });
export const lineField = z.string().refine((text) => parseLineId(text) !== null, {
  error: 'Not a line id contract/roomType',
});
export const roomTypeField = idField.refine((text) => !text.includes('/'), {
  error: 'A room type has no slash, since line ids are contract/roomType',
});
export const currencyField = z.string().regex(/^[A-Z]{3}$/, 'Not an ISO 4217 code');
export const agenciesField = z.array(idField);
export const weekdaysField = z
  .array(z.int().min(1).max(7))
  .refine((days) => new Set(days).size === days.length, { error: 'A weekday stands twice' });

/**
 * `{ "2026-03-10": value }`. Keys are checked by hand: zod's record drops a key named `__proto__`
 * without a word, and nothing may be dropped here.
 */
export function byDateField<T>(value: z.ZodType<T>): z.ZodType<Readonly<Record<string, T>>> {
  return z.custom<Readonly<Record<string, T>>>().superRefine((given: unknown, context) => {
    if (typeof given !== 'object' || given === null || Array.isArray(given)) {
      context.addIssue({ code: 'custom', message: 'Not an object of dates' });
      return;
    }
    for (const [date, member] of Object.entries(given)) {
      const [issue] = value.safeParse(member).error?.issues ?? [];
      const message = parseNight(date) === null ? 'Not a civil date YYYY-MM-DD' : issue?.message;
      if (message !== undefined) context.addIssue({ code: 'custom', message, path: [date] });
    }
  });
}
