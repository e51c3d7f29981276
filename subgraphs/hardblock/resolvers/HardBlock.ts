// The entity HardBlock: found by its id, as far as the caller may see it.
import type { BlockView } from '../domain/block-view.ts';
import { findHardBlock } from '../services/find-hard-block.ts';
import type { HardBlockContext } from './context.ts';

interface Reference {
  readonly id: string;
}

export const HardBlock = {
  __resolveReference: (
    { id }: Reference,
    { hardBlocksByHotel }: HardBlockContext,
  ): Promise<BlockView | null> => findHardBlock((hotelId) => hardBlocksByHotel.load(hotelId), id),
  hotel: (block: BlockView): Reference => ({ id: block.hotelId }),
  agency: (block: BlockView): Reference => ({ id: block.agencyId }),
};
