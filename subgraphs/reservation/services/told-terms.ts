// What cancelling a booking costs, as it is told. Called by the resolvers of its cancellation.
import type { Booking, BookingGroup } from '../domain/booking.ts';
import { cancellationSteps, freeUntil, noShowCost } from '../domain/penalties.ts';
import type { CancellationStep } from '../domain/penalties.ts';
import { commonCurrency } from '../domain/sale-order.ts';

export type ToldStep = CancellationStep & { readonly currency: string | undefined };

/** The last free instant; null where cancelling is always free. */
export function tellFreeUntil(group: BookingGroup, booking: Booking): string | null {
  return freeUntil(group, booking);
}

export function tellSteps(group: BookingGroup, booking: Booking): ToldStep[] {
  const currency = commonCurrency([booking]);
  return cancellationSteps(group, booking).map((step) => ({ ...step, currency }));
}

/** What the agency pays for a guest who does not show up. */
export function tellNoShow(
  group: BookingGroup,
  booking: Booking,
): { readonly amount: number | undefined; readonly currency: string | undefined } {
  return { amount: noShowCost(group, booking)?.amount, currency: commonCurrency([booking]) };
}
