// Query.hotel
import type { HotelRow } from '../../domain/hotel.ts';
import { maySeeHotel } from '../../domain/visibility.ts';
import type { AllotmentContext } from '../context.ts';

export async function hotel(
  _parent: unknown,
  args: { readonly id: string },
  context: AllotmentContext,
): Promise<HotelRow | null> {
  return maySeeHotel(context.identity, args.id) ? context.loaders.hotels.load(args.id) : null;
}
