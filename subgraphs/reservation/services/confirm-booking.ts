// confirmBooking: promotes a live hold to a sale order, exactly once. CONFIRMING first, then the
// supplier, then what the supplier said.
import { LRUCache } from 'lru-cache';
import type { Identity } from '../../../shared/auth/identity.ts';
import { limits } from '../../../shared/config/limits.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { BookingGroup } from '../domain/booking.ts';
import { waitsForSupplier } from '../domain/settlement.ts';
import { maySee, maySell } from '../domain/visibility.ts';
import { findGroupsByIds } from '../repositories/booking-groups.ts';
import { isLeased } from '../repositories/confirmations.ts';
import { askSupplier, newLeaseOwner, toldToSeller } from './ask-supplier.ts';
import type { AskSupplierDependencies } from './ask-supplier.ts';
import type { CommandAnswer } from './hotel-command.ts';

export interface ConfirmationDependencies extends AskSupplierDependencies {
  /** Between two looks at what another process hears; arrives from outside, so that it can be replayed. */
  readonly wait: (ms: number) => Promise<unknown>;
}

export interface Confirmations {
  /**
   * The group once the supplier has answered: CONFIRMED, REJECTED or ON_REQUEST; or
   * DOWNSTREAM_UNKNOWN, with the rooms still held. Confirming again answers the same, or asks again.
   */
  confirm(identity: Identity, groupId: string): Promise<CommandAnswer>;
  /** Waits until nothing is under way. */
  drain(): Promise<void>;
}

/** Confirmations of this process: those of one group join the one that is under way. */
export function createConfirmations(deps: ConfirmationDependencies): Confirmations {
  const underWay = new Map<string, Promise<CommandAnswer>>();
  const cutShort = new LRUCache<string, string>({ max: limits.confirmation.cutShortMax });
  /** One that was cut short may have left its lease behind: the next one here goes on under it. */
  const begin = async (identity: Identity, group: BookingGroup): Promise<CommandAnswer> => {
    const leaseOwner = cutShort.get(group.id) ?? newLeaseOwner();
    cutShort.set(group.id, leaseOwner);
    const answer = await confirmGroup(deps, identity, group, leaseOwner);
    cutShort.delete(group.id);
    return answer;
  };
  return {
    async confirm(identity, groupId) {
      if (!maySell(identity)) return err([{ code: 'NOT_ENTITLED' }]);
      const [group] = await findGroupsByIds(deps.dataSource, [groupId]);
      if (!group || !maySee(identity, group)) {
        return err([{ code: 'NOT_FOUND', path: '/groupId' }]);
      }
      const running = underWay.get(groupId);
      if (running) return running;
      const begun = begin(identity, group).finally(() => underWay.delete(groupId));
      underWay.set(groupId, begun);
      return begun;
    },
    async drain() {
      await Promise.allSettled(underWay.values());
    },
  };
}

async function confirmGroup(
  deps: ConfirmationDependencies,
  { subject, role, requestId }: Identity,
  group: BookingGroup,
  leaseOwner: string,
): Promise<CommandAnswer> {
  const actor = { subject, role, requestId };
  const begun = await deps.batches.submit(group.hotelId, {
    kind: 'confirm',
    groupId: group.id,
    leaseOwner,
    actor,
    why: 'confirmed by the seller',
  });
  if (!begun.ok || !waitsForSupplier(begun.value)) return begun;
  const asked = await askSupplier(deps, group, leaseOwner, actor);
  return toldToSeller(asked ?? (await whatTheOtherHears(deps, begun.value)));
}

/** Another process asks: its answer is this one's, as soon as it is written down. */
async function whatTheOtherHears(
  deps: ConfirmationDependencies,
  begun: BookingGroup,
): Promise<CommandAnswer> {
  const { lookEveryMs, answerMs } = limits.confirmation;
  let latest = begun;
  for (let look = 0; look < answerMs / lookEveryMs; look += 1) {
    // In this order: once nobody asks, what was heard is already written.
    const leased = await isLeased(deps.dataSource, begun.id);
    [latest = begun] = await findGroupsByIds(deps.dataSource, [begun.id]);
    if (!leased || deps.stopping.aborted) break;
    await deps.wait(lookEveryMs);
  }
  return ok(latest);
}
