// Who may see which block, and what of it (domain.md §10). What one may not see answers exactly like
// what does not exist.
import { agenciesOf, mayKnowOf } from '../../../shared/domain/agencies-of.ts';
import type { AgencyViewer } from '../../../shared/domain/agencies-of.ts';
import { formatBlockId } from './block-id.ts';
import type { HardBlock } from './hard-block.ts';

export type Viewer = AgencyViewer;

/** A block under the id that it has for clients. */
export interface BlockView extends HardBlock {
  /** `<hotelId>/<blockId>`. */
  readonly id: string;
}

/**
 * Whether there can be any block for `viewer`. A hotel's own user gets none: singly they would tell
 * one agency from another. It learns their number and their rooms from explained availability.
 */
export function maySeeBlocks(viewer: Viewer): boolean {
  return agenciesOf(viewer)?.length !== 0;
}

/** The block as `viewer` may see it, or null. */
export function viewOf(viewer: Viewer, block: HardBlock): BlockView | null {
  return mayKnowOf(viewer, block.agencyId) ? { ...block, id: formatBlockId(block) } : null;
}
