// The supplier's bodies about bookings, field by field: what is not as declared is no answer. Used by
// exchange.ts, translate.ts and decode-confirmation.ts.
import { z } from 'zod';
import { limits } from '../../../../shared/config/limits.ts';
import { minorUnitsOf } from '../../../../shared/domain/money.ts';
import { formatNight, nightOf, parseNight } from '../../../../shared/domain/nights.ts';
import type { DownstreamLine } from '../../domain/downstream.ts';

const { booking: bounds, downstream } = limits;

/** A reference or word as it can be stored and shown. */
const printable = z
  .string()
  .trim()
  .min(1)
  .max(downstream.textCharsMax)
  .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), 'characters that cannot be shown');
const code = z.string().regex(/^[A-Z0-9][A-Z0-9-]{0,31}$/);
const night = z.string().refine((text) => parseNight(text) !== null, 'not a night YYYY-MM-DD');
const currency = z.string().regex(/^[A-Z]{3}$/);

/** The answer about one booking. Fields beyond these are the supplier's affair. */
export const bookingAnswer = z.object({
  key: z.string(),
  supplier_reference: printable.nullish(),
  status: printable,
  reason: printable.nullish(),
  /** It helps to tell old news from new; an answer without it is an answer all the same. */
  version: z.int().min(1).nullable().catch(null),
});

/** The answer about a key that the supplier never heard of, sent with 404. */
export const notFoundAnswer = z.object({ key: z.string(), status: z.literal('NOT_FOUND') });

const line = z
  .object({
    room_type: code,
    stay_from: night,
    /** The last night, inclusive. */
    stay_to: night,
    rooms: z.int().min(1).max(bounds.roomsPerLineMax),
    amount: z.string().nullable(),
  })
  .refine(
    ({ stay_from, stay_to }) => {
      const nights = nightOf(stay_to) - nightOf(stay_from) + 1;
      return nights >= 1 && nights <= bounds.nightsPerStayMax;
    },
    { path: ['stay_to'], message: 'not a stay' },
  );

/** The body of a confirmation. */
export const confirmationBody = z
  .object({
    delivery_id: printable.max(128),
    key: printable.max(128).nullish(),
    supplier_reference: printable,
    hotel_code: code,
    status: printable,
    reason: printable.nullish(),
    version: z.int().min(1),
    currency: currency.nullable(),
    rooms: z.array(line).min(1).max(bounds.linesPerGroupMax),
  })
  .superRefine((body, context) => {
    body.rooms.forEach((room, index) => {
      if (room.amount === null) return;
      if (body.currency !== null && minorUnitsOf(room.amount, body.currency) !== null) return;
      const message = 'no exact amount of the currency';
      context.addIssue({ code: 'custom', path: ['rooms', index, 'amount'], message });
    });
  });

/** A line in our words: the inclusive last night becomes the day of departure. */
export function lineFrom(room: z.infer<typeof line>, currencyCode: string | null): DownstreamLine {
  return {
    roomType: room.room_type,
    checkIn: room.stay_from,
    checkOut: formatNight(nightOf(room.stay_to) + 1),
    rooms: room.rooms,
    amount:
      room.amount === null || currencyCode === null
        ? null
        : minorUnitsOf(room.amount, currencyCode),
  };
}

/** What a body says, or undefined where it is no JSON text in UTF-8. */
export function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
