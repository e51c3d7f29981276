// Writes down that stays are over. Time has done the work already: from the day of check-out on nothing
// of them can be cancelled. Called by the sweeper, any number of times and however late.
import type { DataSource } from 'typeorm';
import { limits } from '../../../shared/config/limits.ts';
import { findCompletableGroups } from '../repositories/booking-groups.ts';
import type { HotelBatches } from './hotel-batches.ts';

/**
 * Completes what is over, hotel by hotel; gives how many groups it looked at. Throws when some could not
 * be completed now, after having tried all.
 */
export async function completeStays(deps: {
  readonly dataSource: DataSource;
  readonly batches: HotelBatches;
}): Promise<number> {
  const due = await findCompletableGroups(deps.dataSource, limits.completion);
  let late = 0;
  for (const { hotelId, groupIds } of due) {
    const ends = await Promise.allSettled(
      groupIds.map((groupId) =>
        deps.batches.submit(hotelId, {
          kind: 'complete',
          groupId,
          actor: { subject: 'worker', role: 'SYSTEM', requestId: `complete-${groupId}` },
          why: 'the stay is over',
        }),
      ),
    );
    late += ends.filter((end) => end.status === 'rejected' || !end.value.ok).length;
  }
  if (late > 0) throw new Error(`${late} groups could not be completed now`);
  return due.reduce((total, { groupIds }) => total + groupIds.length, 0);
}
