// Collects the hotels whose blocks one request asks for into one query. Made anew for each request,
// so that nobody is answered from what another may see.
import DataLoader from 'dataloader';
import { limits } from '../../../shared/config/limits.ts';
import type { BlockView } from '../domain/block-view.ts';

export type HardBlocksByHotel = DataLoader<string, readonly BlockView[]>;

/** `find` gives the visible blocks of hotels, each in the order of ids. */
export function createHardBlocksByHotel(
  find: (hotelIds: readonly string[]) => Promise<Map<string, BlockView[]>>,
): HardBlocksByHotel {
  return new DataLoader(
    async (hotelIds) => {
      const found = await find(hotelIds);
      return hotelIds.map((hotelId) => found.get(hotelId) ?? []);
    },
    { maxBatchSize: limits.loader.batchSizeMax },
  );
}
