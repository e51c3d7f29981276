// One block by its federation id. Called by the query `hardBlock` and by entity references.
import { parseBlockId } from '../domain/block-id.ts';
import type { BlockView } from '../domain/block-view.ts';

/** `load` gives the visible blocks of a hotel. Null for an id that names none of them. */
export async function findHardBlock(
  load: (hotelId: string) => Promise<readonly BlockView[]>,
  id: string,
): Promise<BlockView | null> {
  const key = parseBlockId(id);
  if (key === null) return null;
  const blocks = await load(key.hotelId);
  return blocks.find((block) => block.blockId === key.blockId) ?? null;
}
