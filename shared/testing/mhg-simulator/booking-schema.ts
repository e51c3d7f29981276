// What partners may send about bookings, and what tools may: parsed bodies of the booking routes, of
// the planned faults and of the webhook commands.
import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { nightOf, parseNight } from '../../domain/nights.ts';
import { hotelCode } from './admin-schema.ts';

const bounds = limits.mhgSimulator;

const date = z
  .string()
  .refine(
    (text) => parseNight(text) !== null,
    'Input should be a valid date in the format YYYY-MM-DD',
  );

/** The partner's own id of a booking, sent as `Idempotency-Key`. */
export const bookingKey = z.string().regex(/^[A-Za-z0-9_-]{1,128}$/);

const currency = z.string().length(3).nullable();

const room = z
  .object({
    room_type: hotelCode,
    stay_from: date,
    /** The last night, inclusive. */
    stay_to: date,
    rooms: z.int().min(1),
    /** Net, for all rooms and nights of the line. */
    amount: z
      .string()
      .regex(/^\d+(\.\d+)?$/)
      .nullable(),
  })
  .refine(({ stay_from, stay_to }) => nightOf(stay_from) <= nightOf(stay_to), {
    path: ['stay_to'],
    message: 'stay_to must be stay_from or a later night',
  });

export const bookingBody = z.object({
  hotel_code: hotelCode,
  agency_reference: z.string().min(1),
  currency,
  rooms: z.array(room).min(1),
});
export type BookingBody = z.infer<typeof bookingBody>;

/** What an operator of the supplier changes by hand; what is left out stays. */
export const bookingChange = z.object({
  status: z.string().min(1).optional(),
  reason: z.string().nullable().optional(),
  currency: currency.optional(),
  rooms: z.array(room).min(1).optional(),
});
export type BookingChange = z.infer<typeof bookingChange>;

const httpStatus = z.int().min(400).max(599);
const count = z.int().min(1).max(bounds.webhooksPerCommandMax);

const faultScope = {
  /** The calls it is meant for: of one hotel, or of all. */
  hotel: hotelCode.optional(),
  operation: z.enum(['book', 'status', 'amend', 'cancel']).default('book'),
  /** How many of those calls, the next ones; null: all until cleared. */
  times: count.nullable().default(1),
  /** Before the answer, whatever it is. */
  delay_ms: z.int().min(0).max(bounds.delayMsMax).default(0),
};

/** `done`: whether the call's work is done all the same, behind the caller's back. */
export const faultBody = z.discriminatedUnion('kind', [
  z.object({ ...faultScope, kind: z.literal('DELAY') }),
  z.object({
    ...faultScope,
    kind: z.literal('REFUSE'),
    http_status: z.literal([409, 422]).default(409),
    reason: z.string().min(1).default('Sold out'),
  }),
  z.object({ ...faultScope, kind: z.literal('SILENCE'), done: z.boolean().default(true) }),
  z.object({ ...faultScope, kind: z.literal('DROP'), done: z.boolean().default(true) }),
  z.object({
    ...faultScope,
    kind: z.literal('ERROR'),
    http_status: httpStatus.default(500),
    done: z.boolean().default(false),
  }),
  z.object({ ...faultScope, kind: z.literal('GARBAGE'), text: z.string().default('<html>') }),
  z.object({ ...faultScope, kind: z.literal('STATUS'), word: z.string().min(1) }),
  z.object({ ...faultScope, kind: z.literal('DUPLICATE_WEBHOOK'), copies: count.default(2) }),
]);
export type Fault = z.infer<typeof faultBody>;
export type FaultOperation = Fault['operation'];

export const webhookSettings = z.object({
  /** Origin of the partner; null: none. */
  url: z.url({ protocol: /^https?$/ }).nullable(),
  /** Whether every change of a booking is told by itself. */
  automatic: z.boolean(),
});

const delivery = z
  .object({
    /** A booking whose present state is told; `body` is laid over it. */
    key: bookingKey.optional(),
    body: z.record(z.string(), z.unknown()).optional(),
    /** Sent as it stands instead. */
    raw: z.string().optional(),
    delivery_id: z.string().min(1).optional(),
    /** How long ago it was signed; negative: in the future. */
    age_seconds: z.int().default(0),
    /** `other_body`: the signature of another message, as a replay with changed content has it. */
    signature: z.enum(['good', 'wrong', 'missing', 'other_body']).default('good'),
    copies: count.default(1),
  })
  .refine(({ key, body, raw }) => [key, body, raw].some((part) => part !== undefined), {
    message: 'one of key, body and raw is needed',
  });
export type Delivery = z.infer<typeof delivery>;

export const sendCommand = z
  .object({
    url: z.url({ protocol: /^https?$/ }).optional(),
    deliveries: z.array(delivery).min(1),
    order: z.enum(['given', 'reversed', 'shuffled']).default('given'),
    /** Of the shuffle. */
    seed: z.int().default(1),
  })
  .refine(
    ({ deliveries }) =>
      deliveries.reduce((sum, { copies }) => sum + copies, 0) <= bounds.webhooksPerCommandMax,
    { path: ['deliveries'], message: 'too many deliveries' },
  );
