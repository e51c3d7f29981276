// What a confirmed group becomes: an order whose lines never change.
import type { Booking, BookingGroup } from './booking.ts';

export interface SaleOrderLine {
  readonly bookingId: string;
  readonly position: number;
  readonly roomType: string;
  readonly checkIn: string;
  readonly checkOut: string;
  readonly rooms: number;
  /** Minor units; absent when a night of the line had no rate. */
  readonly amount?: number;
}

export interface SaleOrder {
  readonly id: string;
  readonly groupId: string;
  readonly hotelId: string;
  readonly agencyId: string;
  readonly confirmedAt: string;
  readonly currency?: string;
  /** Minor units; absent when any line has no amount or currencies differ. */
  readonly total?: number;
  readonly lines: readonly SaleOrderLine[];
}

/** The order of a group at the moment it is confirmed, over the bookings that are still in it. */
export function toSaleOrder(group: BookingGroup, id: string, confirmedAt: string): SaleOrder {
  const living = group.bookings.filter((booking) => booking.status === 'CONFIRMED');
  const lines = living.map(toLine);
  const currencies = new Set(
    living.flatMap((booking) => booking.nights.map((night) => night.currency)),
  );
  const [currency] = currencies;
  const priced = currencies.size === 1 && currency !== undefined;
  const amounts = lines.map((line) => line.amount);
  return {
    id,
    groupId: group.id,
    hotelId: group.hotelId,
    agencyId: group.agencyId,
    confirmedAt,
    lines: priced ? lines : lines.map(({ amount: _amount, ...line }) => line),
    ...(priced ? { currency } : {}),
    ...(priced && amounts.every((amount) => amount !== undefined) ? { total: sum(amounts) } : {}),
  };
}

function toLine(booking: Booking): SaleOrderLine {
  const amounts = booking.nights.map((night) =>
    night.rate === undefined ? undefined : night.rate * night.rooms,
  );
  return {
    bookingId: booking.id,
    position: booking.position,
    roomType: booking.roomType,
    checkIn: booking.checkIn,
    checkOut: booking.checkOut,
    rooms: booking.rooms,
    ...(amounts.every((amount) => amount !== undefined) ? { amount: sum(amounts) } : {}),
  };
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
