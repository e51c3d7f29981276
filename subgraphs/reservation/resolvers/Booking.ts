// Types Booking and BookingNight
import type { BookingNight } from '../domain/booking.ts';
import type { Viewer } from '../domain/visibility.ts';
import { netAndMargin } from '../services/told-money.ts';
import type { ReservationContext } from './context.ts';
import { agencyReference, hotelReference } from './references.ts';
import type { Reference } from './references.ts';
import { findBookingView, groupView, money } from './views.ts';
import type { BookingView, GroupView, MoneyView } from './views.ts';

interface NightView {
  readonly date: string;
  readonly rooms: number;
  readonly hotel: Reference<'Hotel'>;
  readonly rate: MoneyView | null;
  readonly netRate: MoneyView | null;
  readonly margin: MoneyView | null;
}

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
  ): NightView[] =>
    nightsOf(booking).map((night) => ({
      date: night.night,
      rooms: night.rooms,
      hotel: hotelReference(group.hotelId),
      ...nightMoney(identity, night),
    })),
};

function nightMoney(
  viewer: Viewer,
  { sellRate, rate, currency }: BookingNight,
): Pick<NightView, 'rate' | 'netRate' | 'margin'> {
  const { net, margin } = netAndMargin(viewer, sellRate, rate);
  return {
    rate: money(sellRate, currency),
    netRate: money(net, currency),
    margin: money(margin, currency),
  };
}

/** What the booking consists of, night by night. */
function nightsOf({ parts }: BookingView['booking']): readonly BookingNight[] {
  return parts
    .flatMap((part) => (part.live ? part.nights : []))
    .toSorted((a, b) => (a.night < b.night ? -1 : Number(a.night > b.night)));
}
