// Writes down that stays are over. Time has done the work already: from the day of check-out on nothing
// of them can be cancelled. Called by the sweeper, any number of times and however late.
import type { DataSource } from 'typeorm';
import { limits } from '../../../shared/config/limits.ts';
import { findCompletableGroups } from '../repositories/booking-groups.ts';
import type { HotelBatches } from './hotel-batches.ts';
import { hotelByHotel } from './sweep.ts';

/**
 * Completes what is over, hotel by hotel; gives how many groups it looked at. Throws when some could not
 * be completed now, after having tried all.
 */
export async function completeStays(deps: {
  readonly dataSource: DataSource;
  readonly batches: HotelBatches;
}): Promise<number> {
  const due = await findCompletableGroups(deps.dataSource, limits.completion);
  return hotelByHotel(due, 'groups could not be completed now', (hotelId, groupId) =>
    completeStay(deps.batches, hotelId, groupId),
  );
}

async function completeStay(
  batches: HotelBatches,
  hotelId: string,
  groupId: string,
): Promise<void> {
  const answer = await batches.submit(hotelId, {
    kind: 'complete',
    groupId,
    actor: { subject: 'worker', role: 'SYSTEM', requestId: `complete-${groupId}` },
    why: 'the stay is over',
  });
  if (!answer.ok) throw new Error(`the stay of group ${groupId} could not be completed now`);
}
