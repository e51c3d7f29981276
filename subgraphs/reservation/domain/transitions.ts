// What may happen to a group that exists: pure decisions, from the group and the clock to the changed
// group or to reasons. The batch applies them under the hotel's head.
import type { BookingStatus } from '../../../shared/domain/facts.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { instantOf } from '../../../shared/domain/instants.ts';
import { nightsOf } from './booking.ts';
import type { Booking, BookingGroup } from './booking.ts';
import { moveBooking } from './booking-parts.ts';

/** A group after a change, with the bookings that changed. Empty `changed`: there was nothing to do. */
export interface Transition {
  readonly group: BookingGroup;
  readonly changed: readonly Booking[];
  /** The instant at which this decision is no longer good; absent: never. */
  readonly validUntil?: string;
}

export type TransitionDecision = Result<Transition, Reason[]>;

/** Nothing is left to begin: it is decided, or the supplier is being asked. */
const CONFIRM_BEGAN: ReadonlySet<BookingStatus> = new Set([
  'CONFIRMING',
  'UNKNOWN_DOWNSTREAM',
  'ON_REQUEST',
  'CONFIRMED',
  'REJECTED',
]);

/**
 * A live hold goes to the supplier, and straight into a sale order where no supplier knows of its
 * rooms. A group whose confirmation has begun stays as it is.
 */
export function decideConfirm(group: BookingGroup, clock: string): TransitionDecision {
  if (CONFIRM_BEGAN.has(group.status)) return unchanged(group);
  if (group.status === 'EXPIRED') return err([{ code: 'HOLD_EXPIRED' }]);
  if (group.status !== 'HELD') return err([stateReason(group)]);
  if (holdIsOver(group, clock)) return err([{ code: 'HOLD_EXPIRED' }]);
  const living = group.bookings.filter((booking) => booking.status === group.status);
  const next = living.every(isOwnStock) ? 'CONFIRMED' : 'CONFIRMING';
  return ok(whileHeld(group, moveLiving(group, next)));
}

/** Gives rooms back: the whole group, or the one booking. Again: nothing to do. */
export function decideCancel(
  group: BookingGroup,
  clock: string,
  bookingId?: string,
): TransitionDecision {
  const named = bookingId === undefined ? group.bookings : bookingsOf(group, bookingId);
  if (named.every((booking) => booking.status === 'CANCELLED')) return unchanged(group);
  if (group.status === 'HELD' && holdIsOver(group, clock)) return err([{ code: 'HOLD_EXPIRED' }]);
  if (group.status === 'EXPIRED') return err([{ code: 'HOLD_EXPIRED' }]);
  if (group.status !== 'HELD' && group.status !== 'CONFIRMED') return err([stateReason(group)]);
  const transition =
    bookingId === undefined ? moveLiving(group, 'CANCELLED') : cancelOne(group, bookingId);
  return ok(whileHeld(group, transition));
}

/** Ends a hold whose time is up and which nobody confirmed; anything else is left as it is. */
export function decideExpire(group: BookingGroup, clock: string): TransitionDecision {
  if (group.status !== 'HELD' || !holdIsOver(group, clock)) return unchanged(group);
  return ok(moveLiving(group, 'EXPIRED'));
}

/** Time does the work: from `expiresAt` on a hold no longer counts, whether or not a job ran. */
export function holdIsOver(group: BookingGroup, clock: string): boolean {
  if (group.downstreamConfirmed || group.expiresAt === undefined) return false;
  return instantOf(clock) >= instantOf(group.expiresAt);
}

/** What was decided on a live hold is good until the hold is over. */
function whileHeld(before: BookingGroup, transition: Transition): Transition {
  const { status, expiresAt, downstreamConfirmed } = before;
  const endsWithHold = status === 'HELD' && expiresAt !== undefined && !downstreamConfirmed;
  return endsWithHold ? { ...transition, validUntil: expiresAt } : transition;
}

/** Whether a booking takes rooms of operators' own contracts only, which no supplier knows of. */
export function isOwnStock(booking: Booking): boolean {
  return nightsOf(booking).every((night) => night.line.startsWith('LOCAL-'));
}

function bookingsOf(group: BookingGroup, bookingId: string): readonly Booking[] {
  return group.bookings.filter((booking) => booking.id === bookingId);
}

/** The bookings that share the group's status go on with it to another. */
export function moveLiving(group: BookingGroup, status: BookingStatus): Transition {
  const changed = group.bookings
    .filter((booking) => booking.status === group.status)
    .map((booking) => moveBooking(booking, status));
  return { group: withBookings({ ...group, status }, changed), changed };
}

function cancelOne(group: BookingGroup, bookingId: string): Transition {
  const changed = bookingsOf(group, bookingId).map((booking) => moveBooking(booking, 'CANCELLED'));
  const next = withBookings(group, changed);
  const allGone = next.bookings.every((booking) => booking.status === 'CANCELLED');
  return { group: allGone ? { ...next, status: 'CANCELLED' } : next, changed };
}

export function withBookings(group: BookingGroup, changed: readonly Booking[]): BookingGroup {
  const byId = new Map(changed.map((booking) => [booking.id, booking]));
  return {
    ...group,
    bookings: group.bookings.map((booking) => byId.get(booking.id) ?? booking),
  };
}

function unchanged(group: BookingGroup): TransitionDecision {
  return ok({ group, changed: [] });
}

/** A group that ended, or whose outcome the supplier still owes us. */
export function stateReason(group: BookingGroup): Reason {
  const detail = `The booking is ${group.status}.`;
  switch (group.status) {
    case 'CONFIRMING':
    case 'UNKNOWN_DOWNSTREAM':
      return { code: 'DOWNSTREAM_UNKNOWN' };
    case 'COMPLETED':
    case 'NO_SHOW':
      return { code: 'ALREADY_CONFIRMED', detail };
    default:
      return { code: 'HOLD_EXPIRED', detail };
  }
}
