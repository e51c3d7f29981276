// What a change of bookings comes to, as it is quoted and as its token is sealed over: what each costs
// before and after, and what is due for giving up late.
import { nightsOf } from './booking.ts';
import type { Booking, BookingGroup } from './booking.ts';
import { amendmentPenalty } from './penalties.ts';
import { amountsOf, commonCurrency } from './sale-order.ts';
import type { Amounts } from './sale-order.ts';
import type { Transition } from './transitions.ts';

export interface QuotedBooking {
  /** As it would be. */
  readonly booking: Booking;
  readonly priceBefore: Amounts;
  readonly price: Amounts;
  readonly penalty: Amounts;
  /** Absent where its nights differ in it, before or after. */
  readonly currency?: string;
}

/** Each of the bookings that are named, changed or not, in their order. */
export function quotedBookings(
  group: BookingGroup,
  transition: Pick<Transition, 'group'>,
  bookingIds: readonly string[],
  clock: string,
): QuotedBooking[] {
  return bookingIds.flatMap((id) => {
    const before = group.bookings.find((booking) => booking.id === id);
    const booking = transition.group.bookings.find((each) => each.id === id);
    return before && booking ? [quotedBooking(group, before, booking, clock)] : [];
  });
}

/** Added up; a side is absent where it is of one booking, or where currencies differ. */
export function totalOf(
  bookings: readonly QuotedBooking[],
  amounts: (quoted: QuotedBooking) => Amounts,
): Amounts & { readonly currency?: string } {
  const [first] = bookings;
  const currency = first?.currency;
  if (currency === undefined || bookings.some((each) => each.currency !== currency)) return {};
  const sides = bookings.map(amounts);
  const of = (side: keyof Amounts): Amounts => {
    let sum = 0;
    for (const { [side]: amount } of sides) {
      if (amount === undefined) return {};
      sum += amount;
    }
    return { [side]: sum };
  };
  return { ...of('amount'), ...of('netAmount'), currency };
}

/** What the price is more than it was; below zero, less. */
export function differenceOf({ priceBefore, price }: QuotedBooking): Amounts {
  const of = (side: keyof Amounts): Amounts => {
    const [was, is] = [priceBefore[side], price[side]];
    return was === undefined || is === undefined ? {} : { [side]: is - was };
  };
  return { ...of('amount'), ...of('netAmount') };
}

function quotedBooking(
  group: BookingGroup,
  before: Booking,
  booking: Booking,
  clock: string,
): QuotedBooking {
  const currency = commonCurrency([before, booking]);
  const isSold = before.status === 'CONFIRMED';
  return {
    booking,
    priceBefore: amountsOf(nightsOf(before)),
    price: amountsOf(nightsOf(booking)),
    penalty: isSold ? amendmentPenalty(group, before, booking, clock) : NOTHING,
    ...(currency === undefined ? {} : { currency }),
  };
}

const NOTHING: Amounts = { amount: 0, netAmount: 0 };
