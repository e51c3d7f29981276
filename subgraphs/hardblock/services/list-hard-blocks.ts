// A page of a hotel's blocks. Called by the query `hardBlocks`.
import { compareCodePoints } from '../../../shared/domain/code-points.ts';
import type { BlockView } from '../domain/block-view.ts';

/**
 * In the order of ids, beginning after block id `after`; at most `limit`. `load` gives the visible
 * blocks of a hotel in that order.
 */
export async function listHardBlocks(
  load: (hotelId: string) => Promise<readonly BlockView[]>,
  hotelId: string,
  page: { readonly after: string | null; readonly limit: number },
): Promise<BlockView[]> {
  const { after, limit } = page;
  const blocks = await load(hotelId);
  return blocks
    .filter((block) => after === null || compareCodePoints(block.blockId, after) > 0)
    .slice(0, limit);
}
