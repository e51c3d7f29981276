// Sale orders: their lines add up, and with all amendments an order comes to what its bookings cost now.
import { nightsOf } from './read-hotel.ts';
import type { BookingRow, HotelState, OrderedAmounts, OrderRow } from './read-hotel.ts';
import { reporter } from './violation.ts';
import type { Violation } from './violation.ts';

type Side = 'amount' | 'netAmount';

/** What is still sold; anything else that was on an order is charged by its penalty alone. */
const SOLD: ReadonlySet<string> = new Set(['CONFIRMED', 'COMPLETED']);

/** Laws of the sale orders of one hotel; an amount that nobody knows proves nothing and is left out. */
export function checkOrders(state: HotelState): Violation[] {
  const { violations, expect } = reporter(state.hotelId);
  for (const order of state.orders) {
    for (const side of ['amount', 'netAmount'] as const) {
      const total = side === 'amount' ? order.total : order.netTotal;
      if (total === null) continue;
      const lines = sumOf(order.lines, side);
      expect(
        lines === total,
        'the lines of a sale order add up to its total',
        () => `the order of ${order.groupId} says ${total} (${side}), its lines ${lines}`,
      );
      const added = sumOf(order.amendments, side);
      const due = dueOf(order, state.bookings, side);
      if (added === null || due === null) continue;
      expect(
        total + added === due,
        'a sale order and its amendments come to what its bookings cost',
        () => `the order of ${order.groupId} comes to ${total + added} (${side}), not ${due}`,
      );
    }
  }
  return violations;
}

/** Of what was given up: a booking, or a part of one. */
const PENALTIES: ReadonlySet<string> = new Set(['PENALTY', 'AMENDMENT_PENALTY']);

/** What is sold of the order by now at the rates it was sold for, and the penalties for what is not. */
function dueOf(
  { lines, amendments }: OrderRow,
  bookings: ReadonlyMap<string, BookingRow>,
  side: Side,
): number | null {
  const penalties = amendments.filter(({ kind }) => PENALTIES.has(kind));
  let due = sumOf(penalties, side);
  for (const { bookingId } of lines) {
    const booking = bookings.get(bookingId);
    if (!booking || !SOLD.has(booking.status)) continue;
    const price = priceOf(booking, side === 'amount' ? 'sellRate' : 'rate');
    due = due === null || price === null ? null : due + price;
  }
  return due;
}

function priceOf(booking: BookingRow, rate: 'sellRate' | 'rate'): number | null {
  let price = 0;
  for (const night of nightsOf(booking)) {
    const perRoom = night[rate];
    if (perRoom === undefined) return null;
    price += perRoom * night.rooms;
  }
  return price;
}

function sumOf(amounts: readonly OrderedAmounts[], side: Side): number | null {
  let sum = 0;
  for (const amount of amounts) {
    const added = amount[side];
    if (added === null) return null;
    sum += added;
  }
  return sum;
}
