// Query.booking
import type { ReservationContext } from '../context.ts';
import { findBookingView } from '../views.ts';
import type { BookingView } from '../views.ts';

export async function booking(
  _parent: unknown,
  args: { readonly id: string },
  context: ReservationContext,
): Promise<BookingView | null> {
  return findBookingView(await context.loaders.groupsByBooking.load(args.id), args.id);
}
