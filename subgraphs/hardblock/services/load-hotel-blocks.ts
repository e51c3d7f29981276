// The blocks of hotels, as far as the caller may see them. Called by the loader, once per batch.
import type { Identity } from '../../../shared/auth/identity.ts';
import { isHotelId } from '../domain/block-id.ts';
import { maySeeBlocks, viewOf } from '../domain/block-view.ts';
import type { BlockView } from '../domain/block-view.ts';
import { deriveHardBlocks } from '../domain/hard-block.ts';
import { findByHotels } from '../repositories/block-facts.ts';
import type { Dependencies } from './dependencies.ts';

/** By hotel, in the order of block ids; hotels without visible blocks may be left out. */
export async function loadHotelBlocks(
  { dataSource }: Dependencies,
  identity: Identity,
  hotelIds: readonly string[],
): Promise<Map<string, BlockView[]>> {
  const known = maySeeBlocks(identity) ? hotelIds.filter(isHotelId) : [];
  if (known.length === 0) return new Map();

  const facts = await findByHotels(dataSource.manager, known);

  return new Map(
    [...facts].map(([hotelId, ofHotel]) => [
      hotelId,
      deriveHardBlocks(hotelId, ofHotel)
        .map((block) => viewOf(identity, block))
        .filter((view) => view !== null),
    ]),
  );
}
