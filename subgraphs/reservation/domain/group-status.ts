// How the status of a group follows from its bookings, which differ once one of them is cancelled, did
// not show up or is over before the others.
import type { BookingStatus } from '../../../shared/domain/facts.ts';
import { invariant } from '../../../shared/domain/invariant.ts';

/** A group is where that one of its bookings is that has the most before it: the first of these. */
const FIRST_TO_LAST: readonly BookingStatus[] = [
  'HELD',
  'CONFIRMING',
  'UNKNOWN_DOWNSTREAM',
  'ON_REQUEST',
  'CONFIRMED',
  'COMPLETED',
  'NO_SHOW',
  'EXPIRED',
  'REJECTED',
  'CANCELLED',
];

/** CONFIRMED and CANCELLED is CONFIRMED; COMPLETED and NO_SHOW is COMPLETED; all CANCELLED is that. */
export function groupStatusOf(
  bookings: readonly { readonly status: BookingStatus }[],
): BookingStatus {
  const found = FIRST_TO_LAST.find((status) =>
    bookings.some((booking) => booking.status === status),
  );
  invariant(found !== undefined, 'a group has bookings');
  return found;
}
