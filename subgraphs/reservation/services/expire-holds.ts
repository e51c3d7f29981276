// Ends holds whose time is up. Their rooms stopped counting at `expiresAt` already; this writes the
// state down, audits and tells. Called by the expiry job and by the sweeper, any number of times.
import type { DataSource } from 'typeorm';
import { limits } from '../../../shared/config/limits.ts';
import { findExpiredHolds } from '../repositories/booking-groups.ts';
import type { HotelBatches } from './hotel-batches.ts';
import { hotelByHotel } from './sweep.ts';

/**
 * Expires every hold that is due now, hotel by hotel; gives how many groups it looked at. Throws when
 * some could not be expired, after having tried all.
 */
export async function expireDueHolds(deps: {
  readonly dataSource: DataSource;
  readonly batches: HotelBatches;
}): Promise<number> {
  const due = await findExpiredHolds(deps.dataSource, {
    hotelsMax: limits.expiry.hotelsPerSweepMax,
    holdsMax: limits.expiry.holdsPerSweepMax,
  });
  return hotelByHotel(due, 'holds could not be expired now', (hotelId, groupId) =>
    expireHold(deps.batches, hotelId, groupId, 'sweep: the hold ran out'),
  );
}

/** Expires one hold if its time is up; a hold that was confirmed or cancelled is left alone. */
export async function expireHold(
  batches: HotelBatches,
  hotelId: string,
  groupId: string,
  why: string,
): Promise<void> {
  const answer = await batches.submit(hotelId, {
    kind: 'expire',
    groupId,
    actor: { subject: 'worker', role: 'SYSTEM', requestId: `expire-${groupId}` },
    why,
  });
  if (!answer.ok && answer.error.some((reason) => reason.code === 'BUSY')) {
    throw new Error(`hold ${groupId} could not be expired now`);
  }
}
