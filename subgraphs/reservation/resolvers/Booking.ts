// Types Booking and BookingNight
import { maySee } from '../domain/visibility.ts';
import type { ReservationContext } from './context.ts';
import { findBookingView, groupView, money } from './views.ts';
import type { BookingView, GroupView } from './views.ts';

export const Booking = {
  __resolveReference: async (
    reference: { readonly id: string },
    context: ReservationContext,
  ): Promise<BookingView | null> => {
    const group = await context.loaders.groupsByBooking.load(reference.id);
    return group && maySee(context.identity, group) ? findBookingView(group, reference.id) : null;
  },
  id: ({ booking }: BookingView): string => booking.id,
  group: ({ group }: BookingView): GroupView => groupView(group),
  status: ({ booking }: BookingView): string => booking.status,
  hotel: ({ group }: BookingView) => ({ __typename: 'Hotel', id: group.hotelId }),
  agency: ({ group }: BookingView) => ({ __typename: 'Agency', id: group.agencyId }),
  clientReference: ({ group }: BookingView): string => group.clientReference,
  roomType: ({ booking }: BookingView): string => booking.roomType,
  checkIn: ({ booking }: BookingView): string => booking.checkIn,
  checkOut: ({ booking }: BookingView): string => booking.checkOut,
  rooms: ({ booking }: BookingView): number => booking.rooms,
  heldAt: ({ group }: BookingView): string => group.heldAt,
  expiresAt: ({ group }: BookingView): string | null => group.expiresAt ?? null,
  nights: ({ group, booking }: BookingView) =>
    booking.nights.map((night) => ({
      date: night.night,
      rooms: night.rooms,
      hotel: { __typename: 'Hotel', id: group.hotelId },
      rate: money(night.rate, night.currency),
    })),
};
