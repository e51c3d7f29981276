// The objects that resolvers hand to each other: a group, and a booking with its group.
import type { Booking as BookingData, BookingGroup as GroupData } from '../domain/booking.ts';

export interface GroupView {
  readonly __typename: 'BookingGroup';
  readonly group: GroupData;
}

export interface BookingView {
  readonly __typename: 'Booking';
  readonly group: GroupData;
  readonly booking: BookingData;
}

export function groupView(group: GroupData): GroupView {
  return { __typename: 'BookingGroup', group };
}

export function bookingView(group: GroupData, booking: BookingData): BookingView {
  return { __typename: 'Booking', group, booking };
}

/** The booking of this id within its group; null when the group does not contain it. */
export function findBookingView(group: GroupData | null, bookingId: string): BookingView | null {
  const booking = group?.bookings.find((candidate) => candidate.id === bookingId);
  return group && booking ? bookingView(group, booking) : null;
}

export interface MoneyView {
  readonly amount: number;
  readonly currency: string;
}

/** An amount with its currency, or null where either is missing. */
export function money(
  amount: number | null | undefined,
  currency: string | null | undefined,
): MoneyView | null {
  return amount == null || currency == null ? null : { amount, currency };
}
