// cancelBooking: gives the rooms of a group, or of one of its bookings, back to their lines.
import type { DataSource } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';
import { err } from '../../../shared/domain/result.ts';
import type { BookingGroup } from '../domain/booking.ts';
import { maySee, maySell } from '../domain/visibility.ts';
import { findGroupsByBookingIds, findGroupsByIds } from '../repositories/booking-groups.ts';
import type { HotelBatches } from './hotel-batches.ts';
import type { CommandAnswer } from './hotel-command.ts';

/** Exactly one of the two names what is cancelled. */
export interface CancelBookingInput {
  readonly groupId?: string;
  readonly bookingId?: string;
}

/** The group without the cancelled rooms; cancelling again answers the same. */
export async function cancelBooking(
  deps: { readonly dataSource: DataSource; readonly batches: HotelBatches },
  identity: Identity,
  input: CancelBookingInput,
): Promise<CommandAnswer> {
  if (!maySell(identity)) return err([{ code: 'NOT_ENTITLED' }]);
  if ((input.groupId === undefined) === (input.bookingId === undefined)) {
    const detail = 'Name either the group or one booking.';
    return err([{ code: 'BAD_INPUT', path: '', detail }]);
  }
  const group = await findNamed(deps.dataSource, input);
  if (!group || !maySee(identity, group)) {
    const path = input.groupId === undefined ? '/bookingId' : '/groupId';
    return err([{ code: 'NOT_FOUND', path }]);
  }
  const { subject, role, requestId } = identity;
  return deps.batches.submit(group.hotelId, {
    kind: 'cancel',
    groupId: group.id,
    ...(input.bookingId === undefined ? {} : { bookingId: input.bookingId }),
    actor: { subject, role, requestId },
    why: 'cancelled by the seller',
  });
}

async function findNamed(
  dataSource: DataSource,
  input: CancelBookingInput,
): Promise<BookingGroup | undefined> {
  const groups =
    input.groupId === undefined
      ? await findGroupsByBookingIds(dataSource, [input.bookingId ?? ''])
      : await findGroupsByIds(dataSource, [input.groupId]);
  return groups[0];
}
