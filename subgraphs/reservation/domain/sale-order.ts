// What a confirmed group becomes: an order whose lines never change. What is added to it later are
// amendments (penalties.ts).
import { nightsOf } from './booking.ts';
import type { Booking, BookingGroup, BookingNight } from './booking.ts';

/** Minor units; each absent when a night had no rate. */
export interface Amounts {
  /** What the agency pays. */
  readonly amount?: number;
  /** What the hotel gets. */
  readonly netAmount?: number;
}

export interface SaleOrderLine extends Amounts {
  readonly bookingId: string;
  readonly position: number;
  readonly roomType: string;
  readonly checkIn: string;
  readonly checkOut: string;
  readonly rooms: number;
}

/** What several bookings come to together, minor units. */
export interface GroupPrice {
  readonly currency?: string;
  /** What the agency pays; absent when any night has no rate or currencies differ. */
  readonly total?: number;
  /** What the hotel gets, likewise. */
  readonly netTotal?: number;
}

export interface SaleOrder extends GroupPrice {
  readonly id: string;
  readonly groupId: string;
  readonly hotelId: string;
  readonly agencyId: string;
  readonly confirmedAt: string;
  readonly lines: readonly SaleOrderLine[];
}

/** The order of a group at the moment it is confirmed, over the bookings that are still in it. */
export function toSaleOrder(group: BookingGroup, id: string, confirmedAt: string): SaleOrder {
  const living = group.bookings.filter((booking) => booking.status === 'CONFIRMED');
  const price = groupPriceOf(living);
  return {
    id,
    groupId: group.id,
    hotelId: group.hotelId,
    agencyId: group.agencyId,
    confirmedAt,
    lines: living.map((booking) => toLine(booking, price.currency !== undefined)),
    ...price,
  };
}

/** Nothing is added up over several currencies. */
export function groupPriceOf(bookings: readonly Booking[]): GroupPrice {
  const currency = commonCurrency(bookings);
  if (currency === undefined) return {};
  const { amount, netAmount } = amountsOf(bookings.flatMap(nightsOf));
  return {
    currency,
    ...(amount === undefined ? {} : { total: amount }),
    ...(netAmount === undefined ? {} : { netTotal: netAmount }),
  };
}

/** That of all nights of all these bookings; undefined where they differ or one has none. */
export function commonCurrency(bookings: readonly Booking[]): string | undefined {
  const currencies = new Set(
    bookings.flatMap((booking) => nightsOf(booking).map((night) => night.currency)),
  );
  const [currency] = currencies;
  return currencies.size === 1 ? currency : undefined;
}

/** All rooms of these nights; nothing is added up where a night has no rate. */
export function amountsOf(nights: readonly BookingNight[]): Amounts {
  const amount = sumOf(nights.map((night) => timesRooms(night.sellRate, night)));
  const netAmount = sumOf(nights.map((night) => timesRooms(night.rate, night)));
  return {
    ...(amount === undefined ? {} : { amount }),
    ...(netAmount === undefined ? {} : { netAmount }),
  };
}

/** What the order comes to by now; null where the total or an amendment is unknown. */
export function currentTotals(order: {
  readonly total: number | null;
  readonly netTotal: number | null;
  readonly amendments: readonly {
    readonly amount: number | null;
    readonly netAmount: number | null;
  }[];
}): { readonly total: number | null; readonly netTotal: number | null } {
  const { total, netTotal, amendments } = order;
  const added = sumOf(amendments.map(({ amount }) => amount ?? undefined));
  const netAdded = sumOf(amendments.map(({ netAmount }) => netAmount ?? undefined));
  return {
    total: total === null || added === undefined ? null : total + added,
    netTotal: netTotal === null || netAdded === undefined ? null : netTotal + netAdded,
  };
}

function toLine(booking: Booking, isPriced: boolean): SaleOrderLine {
  const { id: bookingId, position, roomType, checkIn, checkOut, rooms } = booking;
  const amounts = isPriced ? amountsOf(nightsOf(booking)) : {};
  return { bookingId, position, roomType, checkIn, checkOut, rooms, ...amounts };
}

function timesRooms(rate: number | undefined, { rooms }: BookingNight): number | undefined {
  return rate === undefined ? undefined : rate * rooms;
}

function sumOf(amounts: readonly (number | undefined)[]): number | undefined {
  let total = 0;
  for (const amount of amounts) {
    if (amount === undefined) return undefined;
    total += amount;
  }
  return total;
}
