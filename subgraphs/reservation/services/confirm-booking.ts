// confirmBooking: promotes a live hold to a sale order, exactly once.
import type { DataSource } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';
import { err } from '../../../shared/domain/result.ts';
import { maySee, maySell } from '../domain/visibility.ts';
import { findGroupsByIds } from '../repositories/booking-groups.ts';
import type { HotelBatches } from './hotel-batches.ts';
import type { CommandAnswer } from './hotel-command.ts';

/** The confirmed group; confirming it again answers the same. */
export async function confirmBooking(
  deps: { readonly dataSource: DataSource; readonly batches: HotelBatches },
  identity: Identity,
  groupId: string,
): Promise<CommandAnswer> {
  if (!maySell(identity)) return err([{ code: 'NOT_ENTITLED' }]);
  const [group] = await findGroupsByIds(deps.dataSource, [groupId]);
  if (!group || !maySee(identity, group)) return err([{ code: 'NOT_FOUND', path: '/groupId' }]);
  const { subject, role, requestId } = identity;
  return deps.batches.submit(group.hotelId, {
    kind: 'confirm',
    groupId,
    actor: { subject, role, requestId },
    why: 'confirmed by the seller',
  });
}
