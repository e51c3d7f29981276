// Type Booking
import { bookingNights } from './BookingNight.ts';
import type { NightView } from './BookingNight.ts';
import type { ReservationContext } from './context.ts';
import { agencyReference, hotelReference } from './references.ts';
import type { Reference } from './references.ts';
import { findBookingView, groupView } from './views.ts';
import type { BookingView, GroupView } from './views.ts';

export const Booking = {
  __resolveReference: async (
    reference: { readonly id: string },
    context: ReservationContext,
  ): Promise<BookingView | null> =>
    findBookingView(await context.loaders.groupsByBooking.load(reference.id), reference.id),
  id: ({ booking }: BookingView): string => booking.id,
  group: ({ group }: BookingView): GroupView => groupView(group),
  status: ({ booking }: BookingView): string => booking.status,
  hotel: ({ group }: BookingView): Reference<'Hotel'> => hotelReference(group.hotelId),
  agency: ({ group }: BookingView): Reference<'Agency'> => agencyReference(group.agencyId),
  clientReference: ({ group }: BookingView): string => group.clientReference,
  roomType: ({ booking }: BookingView): string => booking.roomType,
  checkIn: ({ booking }: BookingView): string => booking.checkIn,
  checkOut: ({ booking }: BookingView): string => booking.checkOut,
  rooms: ({ booking }: BookingView): number => booking.rooms,
  heldAt: ({ group }: BookingView): string => group.heldAt,
  expiresAt: ({ group }: BookingView): string | null => group.expiresAt ?? null,
  /** Resolved by BookingCancellation.ts. */
  cancellation: (view: BookingView): BookingView => view,
  nights: (
    { group, booking }: BookingView,
    _args: unknown,
    { identity }: ReservationContext,
  ): NightView[] => bookingNights(identity, group, booking),
};
