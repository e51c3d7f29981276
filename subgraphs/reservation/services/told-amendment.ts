// What a quoted change comes to, as it is told (domain.md §10). Called by the resolvers of quotes.
import { differenceOf, totalOf } from '../domain/amendment-quote.ts';
import type { QuotedBooking } from '../domain/amendment-quote.ts';
import type { Viewer } from '../domain/visibility.ts';
import { netAndMargin } from './told-money.ts';

export interface ToldAmounts {
  /** What the agency pays. */
  readonly sell: number | undefined;
  /** What the hotel gets, for operators; null to all others. */
  readonly net: number | null;
  readonly currency: string | undefined;
}

/** Of the prices, all bookings together; `viewer` null: only what all are told. */
export function tellDifference(
  viewer: Viewer | null,
  bookings: readonly QuotedBooking[],
): ToldAmounts {
  return tell(viewer, totalOf(bookings, differenceOf));
}

/** What is due at once, all bookings together. */
export function tellPenalty(
  viewer: Viewer | null,
  bookings: readonly QuotedBooking[],
): ToldAmounts {
  return tell(
    viewer,
    totalOf(bookings, ({ penalty }) => penalty),
  );
}

function tell(
  viewer: Viewer | null,
  { amount, netAmount, currency }: ReturnType<typeof totalOf>,
): ToldAmounts {
  const { net } = viewer ? netAndMargin(viewer, amount, netAmount) : { net: null };
  return { sell: amount, net, currency };
}
