// Cancelling: gives each night back to the line or block that it was taken from, and charges what was
// agreed. What a line has released by then goes back to the hotel and not to the line: the pipeline
// counts it so (domain.md §3.4). A pure decision, applied under the hotel's head.
import { instantOf } from '../../../shared/domain/instants.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Booking, BookingGroup } from './booking.ts';
import { moveBooking } from './booking-parts.ts';
import { cancelled, costChangesAt } from './penalties.ts';
import { isStayOver, stayEndsAt } from './stay-time.ts';
import { holdIsOver, stateReason, whileHeld, withBookings } from './transitions.ts';
import type { Transition, TransitionDecision } from './transitions.ts';

/** The whole group, or the one booking. Again: nothing to do. What is over stays as it was. */
export function decideCancel(
  group: BookingGroup,
  clock: string,
  bookingId?: string,
): TransitionDecision {
  const named = group.bookings.filter(({ id }) => bookingId === undefined || id === bookingId);
  if (named.every((booking) => booking.status === 'CANCELLED')) return ok({ group, changed: [] });
  if (group.status === 'HELD' && holdIsOver(group, clock)) return err([{ code: 'HOLD_EXPIRED' }]);
  if (group.status === 'EXPIRED') return err([{ code: 'HOLD_EXPIRED' }]);
  const standing = named.filter((booking) => mayBeCancelled(group, booking));
  if (standing.length === 0) return err([whyNot(group, named)]);
  const left = standing.filter(
    (booking) => booking.status !== 'CONFIRMED' || !isStayOver(group, booking, clock),
  );
  if (left.length === 0) return err([{ code: 'ALREADY_CONFIRMED', detail: 'The stay is over.' }]);
  return ok(cancelThese(group, left, clock));
}

/** The supplier has taken the rooms back: nobody here is charged for it. */
export function decideCancelledBySupplier(group: BookingGroup, clock: string): TransitionDecision {
  const decision = decideCancel(group, clock);
  if (!decision.ok) return decision;
  const { amendments = [], ...transition } = decision.value;
  return ok({ ...transition, amendments: amendments.filter(({ kind }) => kind !== 'PENALTY') });
}

function cancelThese(group: BookingGroup, bookings: readonly Booking[], clock: string): Transition {
  const changed = bookings.map((booking) => moveBooking(booking, 'CANCELLED'));
  const sold = bookings.filter((booking) => booking.status === 'CONFIRMED');
  const goodUntil = firstOf(
    sold.map((booking) => costChangesAt(group, booking, clock) ?? stayEndsAt(group, booking)),
  );
  return whileHeld(group, {
    group: withBookings(group, changed),
    changed,
    amendments: sold.flatMap((booking) => cancelled(group, booking, clock)),
    ...(goodUntil === undefined ? {} : { validUntil: goodUntil }),
  });
}

/** A request that no supplier has heard of may be taken back like a hold: it has no end of its own. */
function mayBeCancelled(group: BookingGroup, { status }: Booking): boolean {
  if (status === 'ON_REQUEST') return group.expiresAt === undefined;
  return status === 'HELD' || status === 'CONFIRMED';
}

function whyNot(group: BookingGroup, named: readonly Booking[]): Reason {
  const standing = named.find((booking) => booking.status !== 'CANCELLED');
  return stateReason(standing ?? group);
}

function firstOf(instants: readonly string[]): string | undefined {
  return instants.toSorted((a, b) => instantOf(a) - instantOf(b))[0];
}
