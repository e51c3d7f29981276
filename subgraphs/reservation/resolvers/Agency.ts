// Type Agency, as far as reservation adds to it
import { toBookingConnection } from './booking-connection.ts';
import type { BookingConnection, BookingConnectionArgs } from './booking-connection.ts';
import type { ReservationContext } from './context.ts';

export const Agency = {
  bookings: (
    agency: { readonly id: string },
    args: BookingConnectionArgs,
    context: ReservationContext,
  ): Promise<BookingConnection> => toBookingConnection(context, args, { agencyId: agency.id }),
};
