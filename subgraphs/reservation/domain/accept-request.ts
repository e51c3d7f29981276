// Somebody settles a group that was requested. Rooms of lines that are sold on request alone need no
// more than a yes; any others have to be free, because the group has held none of them.
import { invariant } from '../../../shared/domain/invariant.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { atAgreedPrices } from './agreed-prices.ts';
import { nightsOf } from './booking.ts';
import type { Booking, BookingGroup } from './booking.ts';
import { moveBooking, reviveBooking } from './booking-parts.ts';
import { nightsOfLine } from './room-request.ts';
import type { Grant, RoomRequest } from './room-request.ts';
import { moveLiving, stateReason, withBookings } from './transitions.ts';
import type { TransitionDecision } from './transitions.ts';

/** What has to be free for a yes; null where nothing has to, or the group is no request any more. */
export function acceptWants(group: BookingGroup): RoomRequest | null {
  const lines = toBeFound(group).map(({ roomType, checkIn, checkOut, rooms }) => ({
    roomType,
    checkIn,
    checkOut,
    rooms,
  }));
  return lines.length === 0 ? null : { agencyId: group.agencyId, lines };
}

/** CONFIRMED with the rooms that were found, or the reasons why they were not. Again: nothing to do. */
export function decideAccept(
  group: BookingGroup,
  answer: Result<Grant, Reason[]> | null,
): TransitionDecision {
  if (group.status === 'CONFIRMED') return ok({ group, changed: [] });
  if (group.status !== 'ON_REQUEST') return err([stateReason(group)]);
  if (answer?.ok === false) return answer;
  const found = toBeFound(group);
  const changed = group.bookings
    .filter((booking) => booking.status === group.status)
    .map((booking) => {
      const at = found.indexOf(booking);
      if (at === -1) return moveBooking(booking, 'CONFIRMED');
      invariant(answer !== null, 'rooms that have to be found were asked for');
      return withGrant(booking, answer.value, at);
    });
  return ok({ group: withBookings(group, changed), changed });
}

/** REJECTED: nothing was held, so nothing comes back. Again: nothing to do. */
export function decideDecline(group: BookingGroup): TransitionDecision {
  if (group.status === 'REJECTED') return ok({ group, changed: [] });
  if (group.status !== 'ON_REQUEST') return err([stateReason(group)]);
  return ok(moveLiving(group, 'REJECTED'));
}

function withGrant(booking: Booking, grant: Grant, lineIndex: number): Booking {
  return reviveBooking(booking, {
    status: 'CONFIRMED',
    heldAt: grant.asOf,
    decidedSeq: grant.seq,
    nights: atAgreedPrices(nightsOf(booking), nightsOfLine(grant, lineIndex)),
  });
}

function toBeFound(group: BookingGroup): Booking[] {
  if (group.status !== 'ON_REQUEST') return [];
  return group.bookings.filter(
    (booking) =>
      booking.status === group.status && nightsOf(booking).some((night) => !night.requested),
  );
}
