// The supplier's bookings in memory, by the partner's key: the same key is one booking. Changed by the
// booking routes and by tools.
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { BookingBody, BookingChange } from './booking-schema.ts';

export interface StoredBooking {
  readonly key: string;
  readonly supplierReference: string;
  /** What was asked for first; another body under the key is refused. */
  readonly asked: BookingBody;
  /** What stands now. */
  readonly currency: BookingBody['currency'];
  readonly rooms: BookingBody['rooms'];
  /** In the supplier's words. */
  readonly status: string;
  readonly reason: string | null;
  /** HTTP status with which a refusal was told, told again to who asks again. */
  readonly refusedWith: 409 | 422 | null;
  /** Grows with every change. */
  readonly version: number;
  /** How often it was asked for. */
  readonly requests: number;
  /** What was amended, by the partner's key of the amendment. */
  readonly amendments: Readonly<Record<string, BookingBody>>;
}

export type NewBooking = Pick<StoredBooking, 'key' | 'asked' | 'status' | 'reason' | 'refusedWith'>;

export interface BookingStore {
  find(key: string): StoredBooking | undefined;
  list(): StoredBooking[];
  /** The booking as it is now, or null where its key has another body. */
  askedAgain(before: StoredBooking, body: BookingBody): StoredBooking | null;
  add(booking: NewBooking): StoredBooking;
  /**
   * The booking as the body has it, with the next version; itself where the key of the amendment was
   * used before, null where that was with another body.
   */
  amend(before: StoredBooking, amendmentKey: string, body: BookingBody): StoredBooking | null;
  /** The booking with the change and the next version; itself where nothing changes. */
  change(before: StoredBooking, change: BookingChange): StoredBooking;
  reset(): void;
}

/** An empty store that keeps the newest `bookingsMax`. */
export function createBookingStore(bookingsMax: number): BookingStore {
  const bookings = new Map<string, StoredBooking>();
  const put = (booking: StoredBooking): StoredBooking => {
    bookings.set(booking.key, booking);
    const [oldest] = bookings.keys();
    if (bookings.size > bookingsMax && oldest !== undefined) bookings.delete(oldest);
    return booking;
  };
  return {
    find: (key) => bookings.get(key),
    list: () => [...bookings.values()],
    askedAgain(before, body) {
      const again = put({ ...before, requests: before.requests + 1 });
      return isDeepStrictEqual(before.asked, body) ? again : null;
    },
    add: (booking) =>
      put({
        ...booking,
        supplierReference: supplierReferenceOf(booking.key),
        currency: booking.asked.currency,
        rooms: booking.asked.rooms,
        version: 1,
        requests: 1,
        amendments: {},
      }),
    amend(before, amendmentKey, body) {
      const known = before.amendments[amendmentKey];
      if (known !== undefined) return isDeepStrictEqual(known, body) ? before : null;
      return put({
        ...before,
        currency: body.currency,
        rooms: body.rooms,
        version: before.version + 1,
        amendments: { ...before.amendments, [amendmentKey]: body },
      });
    },
    change(before, { status, reason, currency, rooms }) {
      const after: StoredBooking = {
        ...before,
        status: status ?? before.status,
        reason: reason === undefined ? before.reason : reason,
        currency: currency === undefined ? before.currency : currency,
        rooms: rooms ?? before.rooms,
      };
      if (isDeepStrictEqual(after, before)) return before;
      return put({ ...after, refusedWith: null, version: before.version + 1 });
    },
    reset: () => bookings.clear(),
  };
}

/** Of the key alone, so that a simulator started anew never gives one reference to two bookings. */
function supplierReferenceOf(key: string): string {
  return `MHG-${createHash('sha256').update(key).digest('hex').slice(0, 12).toUpperCase()}`;
}
