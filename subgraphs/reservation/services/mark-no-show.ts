// markNoShow: staff say that the guest of one booking did not come.
import type { DataSource } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';
import { err } from '../../../shared/domain/result.ts';
import { maySee, mayRunDesk } from '../domain/visibility.ts';
import { findGroupsByBookingIds } from '../repositories/booking-groups.ts';
import type { HotelBatches } from './hotel-batches.ts';
import type { CommandAnswer } from './hotel-command.ts';

/** The group with the booking as NO_SHOW; marking it again answers the same. */
export async function markNoShow(
  deps: { readonly dataSource: DataSource; readonly batches: HotelBatches },
  identity: Identity,
  bookingId: string,
): Promise<CommandAnswer> {
  if (!mayRunDesk(identity)) return err([{ code: 'NOT_ENTITLED' }]);
  const [group] = await findGroupsByBookingIds(deps.dataSource, [bookingId]);
  if (!group || !maySee(identity, group)) return err([{ code: 'NOT_FOUND', path: '/bookingId' }]);
  const { subject, role, requestId } = identity;
  return deps.batches.submit(group.hotelId, {
    kind: 'no-show',
    groupId: group.id,
    bookingId,
    actor: { subject, role, requestId },
    why: 'the guest did not show up',
  });
}
