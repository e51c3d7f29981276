// Where a stay is in the hotel's own calendar. Time does the work: a stay is over on the day of its
// check-out, whether or not a worker has written that down.
import { formatInstant, instantOf, wallInstant } from '../../../shared/domain/instants.ts';
import { formatNight, nightOf } from '../../../shared/domain/nights.ts';
import type { Micros } from '../../../shared/domain/instants.ts';
import type { DayNumber } from '../../../shared/domain/nights.ts';
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

/** Nights of the stay whose day is over at the hotel: whoever came has slept them. */
export function nightsSlept(group: BookingGroup, booking: Booking, clock: string): string[] {
  const at = instantOf(clock);
  return nightsOfStay(booking)
    .filter((night) => at >= nightEndsAt(group, night))
    .map(formatNight);
}

/** The instant at which the next night of the stay will be over; undefined when all are. */
export function nextNightEndsAt(
  group: BookingGroup,
  booking: Booking,
  clock: string,
): string | undefined {
  const at = instantOf(clock);
  const next = nightsOfStay(booking).find((night) => at < nightEndsAt(group, night));
  return next === undefined ? undefined : formatInstant(nightEndsAt(group, next));
}

function nightEndsAt({ timezone }: BookingGroup, night: DayNumber): Micros {
  return wallInstant(night + 1, 0, timezone);
}

function nightsOfStay({ checkIn, checkOut }: Booking): DayNumber[] {
  const from = nightOf(checkIn);
  return Array.from({ length: nightOf(checkOut) - from }, (_, at) => from + at);
}
