// Query.hardBlock
import type { BlockView } from '../../domain/block-view.ts';
import { findHardBlock } from '../../services/find-hard-block.ts';
import type { HardBlockContext } from '../context.ts';

export function hardBlock(
  _root: unknown,
  args: { readonly id: string },
  { hardBlocksByHotel }: HardBlockContext,
): Promise<BlockView | null> {
  return findHardBlock((hotelId) => hardBlocksByHotel.load(hotelId), args.id);
}
