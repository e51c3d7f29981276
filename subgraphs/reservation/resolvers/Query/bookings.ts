// Query.bookings
import type { ReservationContext } from '../context.ts';
import { toBookingConnection } from '../booking-connection.ts';
import type { BookingConnection, BookingConnectionArgs } from '../booking-connection.ts';

export function bookings(
  _parent: unknown,
  args: BookingConnectionArgs,
  context: ReservationContext,
): Promise<BookingConnection> {
  return toBookingConnection(context, args, {});
}
