// Who may see which block, and what of it (domain.md §10). What one may not see answers exactly like
// what does not exist.
import { formatBlockId } from './block-id.ts';
import type { HardBlock } from './hard-block.ts';

export interface Viewer {
  readonly role: 'ADMIN' | 'OPERATOR' | 'AGENT' | 'PARTNER' | 'SUPPLIER' | 'SYSTEM' | 'WEBHOOK';
  readonly agencyId?: string;
  readonly hotelIds?: readonly string[];
}

/** A block as one viewer sees it. */
export interface BlockView extends Omit<HardBlock, 'agencyId'> {
  /** `<hotelId>/<blockId>`. */
  readonly id: string;
  /** Null where whose it is is withheld. */
  readonly agencyId: string | null;
}

/** Suppliers see the blocks of their own hotels alone; everyone else may ask about any hotel. */
export function maySeeHotel(viewer: Viewer, hotelId: string): boolean {
  return viewer.role !== 'SUPPLIER' || viewer.hotelIds?.includes(hotelId) === true;
}

/** The block as `viewer` may see it, or null. A supplier learns how many rooms, not for whom. */
export function viewOf(viewer: Viewer, block: HardBlock): BlockView | null {
  const view = { ...block, id: formatBlockId(block) };
  switch (viewer.role) {
    case 'ADMIN':
    case 'OPERATOR':
    case 'AGENT':
    case 'SYSTEM':
      return view;
    case 'PARTNER':
      return block.agencyId === viewer.agencyId ? view : null;
    case 'SUPPLIER':
      return maySeeHotel(viewer, block.hotelId) ? { ...view, agencyId: null } : null;
    case 'WEBHOOK':
      return null;
  }
}
