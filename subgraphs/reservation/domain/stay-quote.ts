// What a hold would be and cost, told before anybody holds it. Pure: made from the group that the hold
// would have become. Called by quote-stay.ts.
import { nightsOf } from './booking.ts';
import type { Booking, BookingGroup } from './booking.ts';
import { cancellationCost } from './penalties.ts';
import type { Amounts } from './sale-order.ts';
import { groupPriceOf } from './sale-order.ts';
import type { GroupPrice } from './sale-order.ts';

export interface StayQuote extends GroupPrice {
  /** The group that a hold would make at `asOf`. It does not exist, nor do the ids in it. */
  readonly group: BookingGroup;
  readonly asOf: string;
  /** The next instant at which time alone could turn it into a refusal; null: none is known, or told. */
  readonly validUntil: string | null;
  readonly lines: readonly QuotedLine[];
}

export interface QuotedLine extends Amounts {
  readonly booking: Booking;
  readonly currency?: string;
  /** Somebody at the hotel has to say yes to some of its rooms first. */
  readonly onRequest: boolean;
  /** What cancelling would cost at `asOf`, once it is confirmed. */
  readonly costNow: Amounts;
}

export function quoteOf(group: BookingGroup, validUntil: string | null): StayQuote {
  return {
    group,
    asOf: group.decidedAsOf,
    validUntil,
    ...groupPriceOf(group.bookings),
    lines: group.bookings.map((booking) => toLine(group, booking)),
  };
}

function toLine(group: BookingGroup, booking: Booking): QuotedLine {
  const { currency, total, netTotal } = groupPriceOf([booking]);
  return {
    booking,
    onRequest: nightsOf(booking).some(({ requested }) => requested === true),
    costNow: cancellationCost(group, booking, group.decidedAsOf),
    ...(currency === undefined ? {} : { currency }),
    ...(total === undefined ? {} : { amount: total }),
    ...(netTotal === undefined ? {} : { netAmount: netTotal }),
  };
}
