// Query.booking
import { maySee } from '../../domain/visibility.ts';
import type { ReservationContext } from '../context.ts';
import { findBookingView } from '../views.ts';
import type { BookingView } from '../views.ts';

export async function booking(
  _parent: unknown,
  args: { readonly id: string },
  context: ReservationContext,
): Promise<BookingView | null> {
  const group = await context.loaders.groupsByBooking.load(args.id);
  return group && maySee(context.identity, group) ? findBookingView(group, args.id) : null;
}
