// The history of a load run: one JSON line per event, written by recorder.ts while it happens and read
// offline by `npm run check-history`. Times are milliseconds of the driver's own steady clock.
import { z } from 'zod';

const at = z.number();
const line = z.strictObject({
  roomType: z.string(),
  checkIn: z.iso.date(),
  checkOut: z.iso.date(),
  rooms: z.number().int().positive(),
});
const reason = z.strictObject({
  code: z.string(),
  path: z.string().nullable(),
  nights: z.array(z.iso.date()),
  needed: z.number().nullable(),
  have: z.number().nullable(),
  retryable: z.boolean(),
});
const group = z.strictObject({
  id: z.string(),
  status: z.string(),
  heldAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  bookings: z.array(z.strictObject({ id: z.string(), status: z.string() })),
});
/** An operation: which client's, and its number in the run. */
const operation = { at, client: z.number().int(), op: z.number().int() };

export const historyEvent = z.discriminatedUnion('type', [
  /** First line. Every client reference of the run begins with `run`. */
  z.strictObject({ type: z.literal('start'), at, run: z.string().min(1), seed: z.number().int() }),
  /** The ledger's clock showed `clock` at some moment from `at` to `until`. */
  z.strictObject({ type: z.literal('clock'), at, until: at, clock: z.iso.datetime() }),
  /** Rooms on sale per night from `from` on, before the run; supply does not grow while it lasts. */
  z.strictObject({
    type: z.literal('stock'),
    at,
    hotelId: z.string(),
    roomType: z.string(),
    from: z.iso.date(),
    rooms: z.array(z.number().int()),
  }),
  z.discriminatedUnion('do', [
    z.strictObject({
      type: z.literal('invoke'),
      ...operation,
      do: z.literal('createBooking'),
      agencyId: z.string(),
      hotelId: z.string(),
      clientReference: z.string(),
      lines: z.array(line).min(1),
    }),
    z.strictObject({
      type: z.literal('invoke'),
      ...operation,
      do: z.enum(['confirmBooking', 'cancelBooking']),
      agencyId: z.string(),
      groupId: z.string(),
    }),
  ]),
  z.strictObject({ type: z.literal('ok'), ...operation, group }),
  z.strictObject({
    type: z.literal('fail'),
    ...operation,
    refusal: z.string(),
    reasons: z.array(reason).min(1),
  }),
  /** Cut, timed out, or an error that says nothing of the outcome: it may have happened or not. */
  z.strictObject({ type: z.literal('unknown'), ...operation, why: z.string() }),
]);

export type HistoryEvent = z.infer<typeof historyEvent>;
export type HistoryLine = z.infer<typeof line>;
export type HistoryReason = z.infer<typeof reason>;
export type HistoryGroup = z.infer<typeof group>;
type Of<Type extends HistoryEvent['type']> = Extract<HistoryEvent, { type: Type }>;
export type Invoke = Of<'invoke'>;
export type Ending = Of<'ok'> | Of<'fail'> | Of<'unknown'>;

/** Events of a history file, in its order. Throws with the number of the line that is none. */
export function parseHistory(text: string): HistoryEvent[] {
  return text
    .split('\n')
    .map((content, index) => [content, index + 1] as const)
    .filter(([content]) => content.trim() !== '')
    .map(([content, number]) => {
      try {
        return historyEvent.parse(JSON.parse(content));
      } catch (error) {
        throw new Error(`line ${number} is no event of a history: ${String(error)}`);
      }
    });
}
