// Asks the supplier about groups that wait for its word and that nobody is asking about: confirmers
// that died, calls that timed out. Called by the job of a group and by the sweeper, any number of times.
import { limits } from '../../../shared/config/limits.ts';
import { findDueConfirmations } from '../repositories/confirmations.ts';
import type { DueConfirmation } from '../repositories/confirmations.ts';
import { askSupplier, newLeaseOwner } from './ask-supplier.ts';
import type { AskSupplierDependencies } from './ask-supplier.ts';
import { aFewAtOnce } from './sweep.ts';

/**
 * Asks about everything that is due, a few at one time; gives how many groups it looked at. Throws
 * when some could not be asked about, after having tried all.
 */
export async function settleDue(deps: AskSupplierDependencies): Promise<number> {
  const { groupsPerSweepMax, asksAtOnceMax } = limits.confirmation;
  const due = await findDueConfirmations(deps.dataSource, groupsPerSweepMax);
  const { stopping } = deps;
  const what = 'confirmations could not be asked about';
  await aFewAtOnce(due, { atOnceMax: asksAtOnceMax, stopping, what }, (group) =>
    settleGroup(deps, group),
  );
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
