// Asks the supplier about groups that wait for its word and that nobody is asking about: confirmers
// that died, calls that timed out. Called by the job of a group and by the sweeper, any number of times.
import { limits } from '../../../shared/config/limits.ts';
import { findDueConfirmations } from '../repositories/confirmations.ts';
import type { DueConfirmation } from '../repositories/confirmations.ts';
import { askSupplier, newLeaseOwner } from './ask-supplier.ts';
import type { AskSupplierDependencies } from './ask-supplier.ts';

/**
 * Asks about everything that is due, a few at one time; gives how many groups it looked at. Throws
 * when some could not be asked about, after having tried all.
 */
export async function settleDue(deps: AskSupplierDependencies): Promise<number> {
  const { groupsPerSweepMax, asksAtOnceMax } = limits.confirmation;
  const due = await findDueConfirmations(deps.dataSource, groupsPerSweepMax);
  const failures: unknown[] = [];
  for (let from = 0; from < due.length && !deps.stopping.aborted; from += asksAtOnceMax) {
    const some = due.slice(from, from + asksAtOnceMax);
    const ends = await Promise.allSettled(some.map((group) => settleGroup(deps, group)));
    for (const end of ends) {
      if (end.status === 'rejected') failures.push(end.reason);
    }
  }
  if (failures.length > 0) {
    throw new AggregateError(failures, `${failures.length} confirmations could not be asked about`);
  }
  return due.length;
}

/** Asks about one group, unless somebody else does or its end is known. */
export async function settleGroup(
  deps: AskSupplierDependencies,
  { groupId, hotelId }: DueConfirmation,
): Promise<void> {
  const actor = { subject: 'worker', role: 'SYSTEM', requestId: `settle-${groupId}` };
  await askSupplier(deps, { id: groupId, hotelId }, newLeaseOwner(), actor);
}
