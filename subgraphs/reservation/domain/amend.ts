// Changing bookings that exist: other nights, another room type, more or fewer rooms. Only the difference
// is asked for; what a booking has already it keeps, at the price and since the instant that it has it.
// Pure; called for a quote, and again under the hotel's head.
import { instantOf } from '../../../shared/domain/instants.ts';
import { invariant } from '../../../shared/domain/invariant.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { rebuilt } from './amended-parts.ts';
import { factIdOf, nightsOf } from './booking.ts';
import type { Booking, BookingGroup } from './booking.ts';
import { toDownstreamRequest } from './downstream.ts';
import { costChangesAt, repriced } from './penalties.ts';
import type { Grant, RoomLine, RoomRequest } from './room-request.ts';
import { amountsOf, commonCurrency } from './sale-order.ts';
import { isStayOver, nextNightEndsAt, nightsSlept } from './stay-time.ts';
import { holdIsOver, stateReason, whileHeld, withBookings } from './transitions.ts';
import type { Transition, TransitionDecision } from './transitions.ts';

/** What a booking of the group is to become. */
export interface AmendedLine {
  readonly bookingId: string;
  readonly roomType: string;
  readonly checkIn: string;
  readonly checkOut: string;
  readonly rooms: number;
}

/** What has to be there for the change; null where the group cannot be changed. */
export function amendWants(
  group: BookingGroup,
  lines: readonly AmendedLine[],
  clock: string,
): RoomRequest | null {
  if (objectionsToAmend(group, lines, clock).length > 0) return null;
  return {
    agencyId: group.agencyId,
    lines: lines.map((line) => wantedLine(bookingIn(group, line), line)),
    revisions: group.bookings.map(({ rev }) => rev),
  };
}

/** The group with its bookings changed and what that adds to its order, or why it stays as it is. */
export function decideAmend(
  group: BookingGroup,
  lines: readonly AmendedLine[],
  clock: string,
  answer: Result<Grant, Reason[]> | null,
): TransitionDecision {
  const objections = objectionsToAmend(group, lines, clock);
  if (objections.length > 0) return err(objections);
  invariant(answer !== null, 'rooms of a change were asked for');
  const slept = lines.flatMap((line, index) => sleptAndLost(group, line, index, clock));
  if (slept.length > 0 || !answer.ok) return err([...slept, ...(answer.ok ? [] : answer.error)]);
  const transition = changeTo(group, lines, clock, answer.value);
  const unpriced = lines.flatMap((line, index) => soldUnpriced(group, transition, line, index));
  if (unpriced.length > 0) return err(unpriced);
  return isUnknownThere(group, transition) ? err([NOT_BOOKED_THERE]) : ok(transition);
}

/** Whether each booking may be changed is its own matter; all that may not are named. */
function objectionsToAmend(
  group: BookingGroup,
  lines: readonly AmendedLine[],
  clock: string,
): Reason[] {
  return lines.flatMap((line, index) => {
    const reason = standsInTheWay(group, bookingIn(group, line), clock);
    return reason ? [{ ...reason, path: `/lines/${index}/bookingId` }] : [];
  });
}

function standsInTheWay(group: BookingGroup, booking: Booking, clock: string): Reason | null {
  if (booking.status === 'HELD') return holdIsOver(group, clock) ? { code: 'HOLD_EXPIRED' } : null;
  if (booking.status !== 'CONFIRMED') return stateReason(booking);
  if (!isStayOver(group, booking, clock)) return null;
  return { code: 'ALREADY_CONFIRMED', detail: 'The stay is over.' };
}

function bookingIn(group: BookingGroup, { bookingId }: AmendedLine): Booking {
  const booking = group.bookings.find(({ id }) => id === bookingId);
  invariant(booking, 'bookings that are changed are in the group');
  return booking;
}

/** A booking that came out of one hardblock goes on to do so. */
function wantedLine(
  booking: Booking,
  { roomType, checkIn, checkOut, rooms }: AmendedLine,
): RoomLine {
  const blocks = new Set(nightsOf(booking).map(({ block }) => block));
  const [block] = blocks;
  const keeps = booking.parts
    .filter(({ live }) => live)
    .map(({ part }) => factIdOf(booking.id, part));
  const from = blocks.size === 1 && block !== undefined ? { block } : {};
  return { roomType, checkIn, checkOut, rooms, ...from, keeps };
}

/** A guest who was in the house cannot give that night back, nor have slept in another room type. */
function sleptAndLost(
  group: BookingGroup,
  line: AmendedLine,
  index: number,
  clock: string,
): Reason[] {
  const booking = bookingIn(group, line);
  if (booking.status !== 'CONFIRMED') return [];
  const isLess = line.roomType !== booking.roomType || line.rooms < booking.rooms;
  const nights = nightsSlept(group, booking, clock).filter(
    (night) => isLess || night < line.checkIn || night >= line.checkOut,
  );
  if (nights.length === 0) return [];
  const detail = 'Nights that are over stay as they were.';
  return [{ code: 'NIGHT_IN_PAST', path: `/lines/${index}`, nights, detail }];
}

/**
 * What was sold at a price is sold on at one, in the same currency: else nobody could say what the change
 * costs, nor charge what giving up the old nights does.
 */
function soldUnpriced(
  before: BookingGroup,
  { group }: Transition,
  line: AmendedLine,
  index: number,
): Reason[] {
  const [was, is] = [bookingIn(before, line), bookingIn(group, line)];
  const currency = commonCurrency([was]);
  if (was === is || was.status !== 'CONFIRMED' || currency === undefined) return [];
  const { amount, netAmount } = amountsOf(nightsOf(was));
  const lacking = nightsOf(is).filter(
    (night) =>
      night.currency !== currency ||
      (amount !== undefined && night.sellRate === undefined) ||
      (netAmount !== undefined && night.rate === undefined),
  );
  if (lacking.length === 0) return [];
  const nights = [...new Set(lacking.map(({ night }) => night))].sort();
  const detail = `Without a price in ${currency}, in which it was sold.`;
  return [{ code: 'NO_RATE', path: `/lines/${index}`, nights, detail }];
}

function changeTo(
  group: BookingGroup,
  lines: readonly AmendedLine[],
  clock: string,
  grant: Grant,
): Transition {
  const changes = lines.flatMap((line, index) => {
    const before = bookingIn(group, line);
    const after = rebuilt(before, line, grant, index);
    return after === before ? [] : [{ before, after }];
  });
  const changed = changes.map(({ after }) => after);
  if (changed.length === 0) return { group, changed };
  const sold = changes.filter(({ before }) => before.status === 'CONFIRMED');
  const goodUntil = firstOf(
    sold.flatMap(({ before, after }) => [
      costChangesAt(group, before, clock),
      costChangesAt(group, after, clock),
      nextNightEndsAt(group, before, clock),
    ]),
  );
  return whileHeld(group, {
    group: withBookings(group, changed),
    changed,
    amendments: sold.flatMap(({ before, after }) => repriced(group, before, after, clock)),
    ...(goodUntil === undefined ? {} : { validUntil: goodUntil }),
  });
}

/**
 * Sold out of operators' own contracts alone, the group is no booking at the supplier, and there is none
 * that could be made what rooms of the supplier's would need.
 */
function isUnknownThere(before: BookingGroup, { group }: Transition): boolean {
  if (before.status !== 'CONFIRMED') return false;
  const has = (each: BookingGroup): boolean => toDownstreamRequest(each).lines.length > 0;
  return !has(before) && has(group);
}

const NOT_BOOKED_THERE: Reason = {
  code: 'CONTRACT_BOUNDARY',
  detail: 'The rooms would be the supplier’s, who has no part in this booking: book them apart.',
};

function firstOf(instants: readonly (string | undefined)[]): string | undefined {
  return instants
    .filter((instant) => instant !== undefined)
    .toSorted((a, b) => instantOf(a) - instantOf(b))[0];
}
