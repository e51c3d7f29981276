// Where a stay is in the hotel's own calendar. Time does the work: a stay is over on the day of its
// check-out, whether or not a worker has written that down.
import { formatInstant, instantOf, wallInstant } from '../../../shared/domain/instants.ts';
import { nightOf } from '../../../shared/domain/nights.ts';
import type { Booking, BookingGroup } from './booking.ts';

/** The instant at which the day of check-out begins at the hotel. */
export function stayEndsAt({ timezone }: BookingGroup, { checkOut }: Booking): string {
  return formatInstant(wallInstant(nightOf(checkOut), 0, timezone));
}

/** Whether the first night is past: its day is over at the hotel. */
export function isArrivalOver(
  { timezone }: BookingGroup,
  { checkIn }: Booking,
  clock: string,
): boolean {
  return instantOf(clock) >= wallInstant(nightOf(checkIn) + 1, 0, timezone);
}

/** Whether the day of check-out has come. */
export function isStayOver(group: BookingGroup, booking: Booking, clock: string): boolean {
  return instantOf(clock) >= instantOf(stayEndsAt(group, booking));
}
