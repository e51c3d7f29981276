// Types StayQuote, QuotedLine and CancellationTerms
import type {
  QuotedLine as QuotedLineData,
  StayQuote as QuoteData,
} from '../services/quote-stay.ts';
import { netAndMargin } from '../services/told-money.ts';
import { BookingCancellation } from './BookingCancellation.ts';
import { bookingNights } from './BookingNight.ts';
import type { NightView } from './BookingNight.ts';
import type { ReservationContext } from './context.ts';
import { agencyReference, hotelReference } from './references.ts';
import type { Reference } from './references.ts';
import { bookingView, money } from './views.ts';
import type { BookingView, MoneyView } from './views.ts';

export type QuoteView = QuoteData & { readonly __typename: 'StayQuote' };
/** The booking that the line would become, with what is told of the line itself. */
type LineView = BookingView & { readonly line: QuotedLineData };

export function quoteView(quote: QuoteData): QuoteView {
  return { __typename: 'StayQuote', ...quote };
}

export const StayQuote = {
  hotel: ({ group }: QuoteView): Reference<'Hotel'> => hotelReference(group.hotelId),
  agency: ({ group }: QuoteView): Reference<'Agency'> => agencyReference(group.agencyId),
  holdUntil: ({ group }: QuoteView): string | null => group.expiresAt ?? null,
  onRequest: ({ group }: QuoteView): boolean => group.status === 'ON_REQUEST',
  lines: ({ group, lines }: QuoteView): LineView[] =>
    lines.map((line) => ({ ...bookingView(group, line.booking), line })),
  total: ({ total, currency }: QuoteView): MoneyView | null => money(total, currency),
  netTotal: (
    { total, netTotal, currency }: QuoteView,
    _args: unknown,
    { identity }: ReservationContext,
  ): MoneyView | null => money(netAndMargin(identity, total, netTotal).net, currency),
  margin: (
    { total, netTotal, currency }: QuoteView,
    _args: unknown,
    { identity }: ReservationContext,
  ): MoneyView | null => money(netAndMargin(identity, total, netTotal).margin, currency),
};

export const QuotedLine = {
  roomType: ({ booking }: LineView): string => booking.roomType,
  checkIn: ({ booking }: LineView): string => booking.checkIn,
  checkOut: ({ booking }: LineView): string => booking.checkOut,
  rooms: ({ booking }: LineView): number => booking.rooms,
  onRequest: ({ line }: LineView): boolean => line.onRequest,
  nights: (
    { group, booking }: LineView,
    _args: unknown,
    { identity }: ReservationContext,
  ): NightView[] => bookingNights(identity, group, booking),
  amount: ({ line }: LineView): MoneyView | null => money(line.amount, line.currency),
  netAmount: (
    { line }: LineView,
    _args: unknown,
    { identity }: ReservationContext,
  ): MoneyView | null =>
    money(netAndMargin(identity, line.amount, line.netAmount).net, line.currency),
  margin: (
    { line }: LineView,
    _args: unknown,
    { identity }: ReservationContext,
  ): MoneyView | null =>
    money(netAndMargin(identity, line.amount, line.netAmount).margin, line.currency),
  /** Resolved by CancellationTerms below. */
  cancellation: (line: LineView): LineView => line,
};

const { policy, freeUntil, steps, noShowAmount } = BookingCancellation;

/** What is told of a booking's terms is told of those that it would have. */
export const CancellationTerms = {
  policy,
  freeUntil,
  steps,
  noShowAmount,
  amountNow: ({ line }: LineView): MoneyView | null => money(line.costNow.amount, line.currency),
  netAmountNow: (
    { line: { costNow, currency } }: LineView,
    _args: unknown,
    { identity }: ReservationContext,
  ): MoneyView | null =>
    money(netAndMargin(identity, costNow.amount, costNow.netAmount).net, currency),
};
