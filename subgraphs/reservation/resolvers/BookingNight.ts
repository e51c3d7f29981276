// Type BookingNight: of a booking, and of one that was only quoted.
import type { Booking, BookingGroup, BookingNight } from '../domain/booking.ts';
import type { Viewer } from '../domain/visibility.ts';
import { netAndMargin } from '../services/told-money.ts';
import { hotelReference } from './references.ts';
import type { Reference } from './references.ts';
import { money } from './views.ts';
import type { MoneyView } from './views.ts';

export interface NightView {
  readonly date: string;
  readonly rooms: number;
  readonly hotel: Reference<'Hotel'>;
  readonly rate: MoneyView | null;
  readonly netRate: MoneyView | null;
  readonly margin: MoneyView | null;
}

/** What the booking consists of, night by night, as this viewer is told it. */
export function bookingNights(
  viewer: Viewer,
  { hotelId }: BookingGroup,
  booking: Booking,
): NightView[] {
  return nightsOf(booking).map((night) => ({
    date: night.night,
    rooms: night.rooms,
    hotel: hotelReference(hotelId),
    ...nightMoney(viewer, night),
  }));
}

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

function nightsOf({ parts }: Booking): readonly BookingNight[] {
  return parts
    .flatMap((part) => (part.live ? part.nights : []))
    .toSorted((a, b) => (a.night < b.night ? -1 : Number(a.night > b.night)));
}
