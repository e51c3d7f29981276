// Query.hotel
import type { HotelRow } from '../../domain/hotel.ts';
import type { AllotmentContext } from '../context.ts';

export function hotel(
  _parent: unknown,
  args: { readonly id: string },
  context: AllotmentContext,
): Promise<HotelRow | null> {
  return context.services.findHotel(context.identity, args.id);
}
