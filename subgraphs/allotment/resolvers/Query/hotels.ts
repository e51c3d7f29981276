// Query.hotels
import { parsePage, toConnection } from '../../../../shared/schema/paging.ts';
import type { Connection, PageArguments } from '../../../../shared/schema/paging.ts';
import type { HotelRow } from '../../domain/hotel.ts';
import type { AllotmentContext } from '../context.ts';

export async function hotels(
  _parent: unknown,
  args: PageArguments,
  context: AllotmentContext,
): Promise<Connection<HotelRow>> {
  const page = parsePage(args);
  const found = await context.services.listHotels(context.identity, page);
  return toConnection(found, page, (hotel) => hotel.id);
}
