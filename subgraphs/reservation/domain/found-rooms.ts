// A yes to a group that holds no rooms: those of lines that are sold on request alone need no more than
// that, any others have to be free. Pure; called for requests that an operator accepts and for late
// words of the supplier.
import { invariant } from '../../../shared/domain/invariant.ts';
import { atAgreedPrices } from './agreed-prices.ts';
import { nightsOf } from './booking.ts';
import type { Booking, BookingGroup } from './booking.ts';
import { moveBooking, reviveBooking } from './booking-parts.ts';
import { nightsOfLine } from './room-request.ts';
import type { Grant, RoomRequest } from './room-request.ts';
import { withBookings } from './transitions.ts';
import type { Transition } from './transitions.ts';

/** What has to be free for a yes; null where nothing has to. */
export function roomsToFind(group: BookingGroup): RoomRequest | null {
  const lines = toBeFound(group).map(({ roomType, checkIn, checkOut, rooms }) => ({
    roomType,
    checkIn,
    checkOut,
    rooms,
  }));
  return lines.length === 0 ? null : { agencyId: group.agencyId, lines };
}

/** The bookings that share the group's status CONFIRMED, with the rooms that were found for them. */
export function confirmFound(group: BookingGroup, grant: Grant | null): Transition {
  const found = toBeFound(group);
  const changed = group.bookings
    .filter((booking) => booking.status === group.status)
    .map((booking) => {
      const at = found.indexOf(booking);
      if (at === -1) return moveBooking(booking, 'CONFIRMED');
      invariant(grant !== null, 'rooms that have to be found were asked for');
      return withGrant(booking, grant, at);
    });
  return { group: withBookings(group, changed), changed };
}

function withGrant(booking: Booking, grant: Grant, lineIndex: number): Booking {
  return reviveBooking(booking, {
    status: 'CONFIRMED',
    heldAt: grant.asOf,
    decidedSeq: grant.seq,
    nights: atAgreedPrices(nightsOf(booking), nightsOfLine(grant, lineIndex)),
  });
}

/** Bookings with rooms of lines that have a number. */
function toBeFound(group: BookingGroup): Booking[] {
  return group.bookings.filter(
    (booking) =>
      booking.status === group.status && nightsOf(booking).some((night) => !night.requested),
  );
}
