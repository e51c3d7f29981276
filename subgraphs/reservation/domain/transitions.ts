// What may happen to a group that exists: pure decisions, from the group and the clock to the changed
// group or to reasons. The batch applies them under the hotel's head. How a group's status follows from
// bookings that differ is in group-status.ts, cancelling in cancel.ts.
import type { BookingStatus } from '../../../shared/domain/facts.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { instantOf } from '../../../shared/domain/instants.ts';
import { nightsOf } from './booking.ts';
import type { Booking, BookingGroup } from './booking.ts';
import { moveBooking } from './booking-parts.ts';
import { groupStatusOf } from './group-status.ts';
import type { OrderAmendment } from './penalties.ts';

/** A group after a change, with the bookings that changed. Empty `changed`: there was nothing to do. */
export interface Transition {
  readonly group: BookingGroup;
  readonly changed: readonly Booking[];
  /** What it adds to the group's sale order. */
  readonly amendments?: readonly OrderAmendment[];
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
export function whileHeld(before: BookingGroup, transition: Transition): Transition {
  const { status, expiresAt, downstreamConfirmed } = before;
  const endsWithHold = status === 'HELD' && expiresAt !== undefined && !downstreamConfirmed;
  return endsWithHold ? { ...transition, validUntil: expiresAt } : transition;
}

/** Whether a booking takes rooms of operators' own contracts only, which no supplier knows of. */
export function isOwnStock(booking: Booking): boolean {
  return nightsOf(booking).every((night) => night.line.startsWith('LOCAL-'));
}

/** The bookings that share the group's status go on with it to another. */
export function moveLiving(group: BookingGroup, status: BookingStatus): Transition {
  const changed = group.bookings
    .filter((booking) => booking.status === group.status)
    .map((booking) => moveBooking(booking, status));
  return { group: withBookings(group, changed), changed };
}

/** The group with these bookings in place of what they were; its status follows from them. */
export function withBookings(group: BookingGroup, changed: readonly Booking[]): BookingGroup {
  const byId = new Map(changed.map((booking) => [booking.id, booking]));
  const bookings = group.bookings.map((booking) => byId.get(booking.id) ?? booking);
  return { ...group, status: groupStatusOf(bookings), bookings };
}

function unchanged(group: BookingGroup): TransitionDecision {
  return ok({ group, changed: [] });
}

/** A group that ended, or whose outcome the supplier still owes us. */
export function stateReason({ status }: Pick<BookingGroup, 'status'>): Reason {
  const detail = `The booking is ${status}.`;
  switch (status) {
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
