// How the parts of a booking change: pure steps, each giving the booking at its next revision. What
// they mean is decided in transitions.ts and in the files of the single changes.
import type { BookingStatus } from '../../../shared/domain/facts.ts';
import { invariant } from '../../../shared/domain/invariant.ts';
import type { Booking, BookingNight, BookingPart } from './booking.ts';

/** All that the booking consists of goes on to another status, and the booking with it. */
export function moveBooking(booking: Booking, status: BookingStatus): Booking {
  return {
    ...booking,
    status,
    rev: booking.rev + 1,
    parts: booking.parts.map((part) => (part.live ? moved(part, status) : part)),
  };
}

/** Rooms as they were granted: held since when, found free on which head (absent: nobody looked). */
export interface GrantedPart {
  readonly status: BookingStatus;
  readonly heldAt: string;
  readonly decidedSeq?: number;
  readonly nights: readonly BookingNight[];
}

/**
 * The booking comes to life again with rooms granted anew; what it held before it ended is a part no
 * more, and its facts stay as they ended.
 */
export function reviveBooking(booking: Booking, granted: GrantedPart): Booking {
  const ended = booking.parts.map((part) => ({ ...part, live: false }));
  return {
    ...booking,
    status: granted.status,
    rev: booking.rev + 1,
    parts: [...ended, newPart(booking, granted, true)],
  };
}

/** The part that follows the last; `live`: whether the booking consists of it at once. */
export function newPart(booking: Booking, granted: GrantedPart, live: boolean): BookingPart {
  invariant(granted.nights.length > 0, 'a part has rooms');
  return { part: booking.parts.length + 1, live, rev: 1, ...granted };
}

function moved(part: BookingPart, status: BookingStatus): BookingPart {
  return { ...part, status, rev: part.rev + 1 };
}
