// Query.hardBlocks
import { parsePage, toConnection } from '../../../../shared/schema/paging.ts';
import type { Connection, PageArguments } from '../../../../shared/schema/paging.ts';
import type { BlockView } from '../../domain/block-view.ts';
import { listHardBlocks } from '../../services/list-hard-blocks.ts';
import type { HardBlockContext } from '../context.ts';

export async function hardBlocks(
  _root: unknown,
  args: PageArguments & { readonly hotelId: string },
  { hardBlocksByHotel }: HardBlockContext,
): Promise<Connection<BlockView>> {
  const page = parsePage(args);
  const blocks = await listHardBlocks((hotelId) => hardBlocksByHotel.load(hotelId), args.hotelId, {
    after: page.after,
    limit: page.size + 1,
  });
  return toConnection(blocks, page, (block) => block.blockId);
}
