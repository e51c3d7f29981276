// What becomes of confirmed bookings once their time has come: guests who did not show up, stays that
// are over. Pure decisions, applied under the hotel's head.
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { BookingGroup } from './booking.ts';
import { moveBooking } from './booking-parts.ts';
import { notShown } from './penalties.ts';
import { isArrivalOver, isStayOver } from './stay-time.ts';
import { stateReason, withBookings } from './transitions.ts';
import type { TransitionDecision } from './transitions.ts';

/**
 * The guest did not come: the rooms stay taken, the penalty for it is charged. From the end of the first
 * night in the hotel's zone on; whether a worker has completed the stay meanwhile makes no difference.
 */
export function decideNoShow(
  group: BookingGroup,
  clock: string,
  bookingId: string,
): TransitionDecision {
  const booking = group.bookings.find(({ id }) => id === bookingId);
  if (!booking) return err([{ code: 'NOT_FOUND', path: '/bookingId' }]);
  if (booking.status === 'NO_SHOW') return ok({ group, changed: [] });
  if (!SOLD.has(booking.status)) return err([stateReason(booking)]);
  if (!isArrivalOver(group, booking, clock)) return err([tooEarly(booking.checkIn)]);
  const changed = [moveBooking(booking, 'NO_SHOW')];
  const amendments = notShown(group, booking);
  return ok({ group: withBookings(group, changed), changed, amendments });
}

const SOLD: ReadonlySet<string> = new Set(['CONFIRMED', 'COMPLETED']);

/** Completes what is over by now; nothing else, however late or often it is asked. */
export function decideComplete(group: BookingGroup, clock: string): TransitionDecision {
  const changed = group.bookings
    .filter((booking) => booking.status === 'CONFIRMED' && isStayOver(group, booking, clock))
    .map((booking) => moveBooking(booking, 'COMPLETED'));
  return ok({ group: changed.length === 0 ? group : withBookings(group, changed), changed });
}

function tooEarly(night: string): Reason {
  const detail = 'The first night is not over yet at the hotel.';
  return { code: 'NOT_YET_OPEN', nights: [night], detail };
}
