// Types AmendmentQuote and QuotedBooking
import type { AmendmentQuote as Quote } from '../services/amend-booking.ts';
import { tellDifference, tellPenalty } from '../services/told-amendment.ts';
import { tellFreeUntil } from '../services/told-terms.ts';
import type { ReservationContext } from './context.ts';
import { hotelTime } from './hotel-time.ts';
import type { HotelTimeView } from './hotel-time.ts';
import { findBookingView, money } from './views.ts';
import type { BookingView, MoneyView } from './views.ts';

export type AmendmentQuoteView = Quote & { readonly __typename: 'AmendmentQuote' };

type QuotedView = Quote['bookings'][number] & Pick<Quote, 'before' | 'group'>;

export const AmendmentQuote = {
  priceDifference: ({ bookings }: Quote): MoneyView | null => {
    const { sell, currency } = tellDifference(null, bookings);
    return money(sell, currency);
  },
  netPriceDifference: (
    { bookings }: Quote,
    _args: unknown,
    { identity }: ReservationContext,
  ): MoneyView | null => {
    const { net, currency } = tellDifference(identity, bookings);
    return money(net, currency);
  },
  penalty: ({ bookings }: Quote): MoneyView | null => {
    const { sell, currency } = tellPenalty(null, bookings);
    return money(sell, currency);
  },
  netPenalty: (
    { bookings }: Quote,
    _args: unknown,
    { identity }: ReservationContext,
  ): MoneyView | null => {
    const { net, currency } = tellPenalty(identity, bookings);
    return money(net, currency);
  },
  bookings: ({ bookings, before, group }: Quote): QuotedView[] =>
    bookings.map((quoted) => ({ ...quoted, before, group })),
};

export const QuotedBooking = {
  booking: ({ before, booking }: QuotedView): BookingView | null =>
    findBookingView(before, booking.id),
  roomType: ({ booking }: QuotedView): string => booking.roomType,
  checkIn: ({ booking }: QuotedView): string => booking.checkIn,
  checkOut: ({ booking }: QuotedView): string => booking.checkOut,
  rooms: ({ booking }: QuotedView): number => booking.rooms,
  priceBefore: ({ priceBefore, currency }: QuotedView): MoneyView | null =>
    money(priceBefore.amount, currency),
  price: ({ price, currency }: QuotedView): MoneyView | null => money(price.amount, currency),
  penalty: ({ penalty, currency }: QuotedView): MoneyView | null => money(penalty.amount, currency),
  freeUntil: ({ group, booking }: QuotedView): HotelTimeView | null =>
    hotelTime(tellFreeUntil(group, booking), group.timezone),
};
