// The part of a confirmation that happens at the supplier: under a lease, outside of any lock or
// transaction, and settled through the hotel's queue. Called for sellers by confirm-booking.ts and for
// the worker by settle-due.ts; whoever dies on the way is followed by the next whose turn comes.
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { limits } from '../../../shared/config/limits.ts';
import { wasCutOff } from '../../../shared/database/passing-errors.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Logger } from '../../../shared/telemetry/logger.ts';
import type { Actor, BookingGroup } from '../domain/booking.ts';
import { toDownstreamRequest } from '../domain/downstream.ts';
import type { Downstream, DownstreamAnswer } from '../domain/downstream.ts';
import { askAgainAfterMs, settlementOf, waitsForSupplier } from '../domain/settlement.ts';
import type { Settlement } from '../domain/settlement.ts';
import { findGroupsByIds } from '../repositories/booking-groups.ts';
import { postpone, takeLease } from '../repositories/confirmations.ts';
import type { HotelBatches } from './hotel-batches.ts';
import type { CommandAnswer, HotelCommand } from './hotel-command.ts';

export interface AskSupplierDependencies {
  readonly dataSource: DataSource;
  readonly batches: HotelBatches;
  readonly downstream: Downstream;
  readonly logger: Logger;
  /** Aborts when the process is told to stop: what is under way then becomes unknown. */
  readonly stopping: AbortSignal;
}

/** A name for a lease that nobody else has. */
export function newLeaseOwner(): string {
  return randomUUID();
}

/**
 * Asks the supplier about a group that waits for it and settles the group, or answers null where
 * somebody else is asking or nothing is left to ask.
 */
export async function askSupplier(
  deps: AskSupplierDependencies,
  group: Pick<BookingGroup, 'id' | 'hotelId'>,
  owner: string,
  actor: Actor,
): Promise<CommandAnswer | null> {
  const { leaseMs } = limits.confirmation;
  const take = (): Promise<number | null> => takeLease(deps.dataSource, group.id, owner, leaseMs);
  // Whoever does not hear that it has the lease takes it again: it is its own.
  const asks = await take().catch((error: unknown) => {
    if (!wasCutOff(error)) throw error;
    return take();
  });
  if (asks === null) return null;
  const [current] = await findGroupsByIds(deps.dataSource, [group.id]);
  if (!current || !waitsForSupplier(current)) return null;
  const answer = await ask(deps, current, asks === 1);
  deps.logger.debug({ groupId: group.id, asks, answer: answer.kind }, 'the supplier was asked');
  return settle(deps, current, answer, { owner, asks, actor });
}

/** Who asks for the first time books; anyone later asks what became of it, and books what is unknown there. */
async function ask(
  deps: AskSupplierDependencies,
  group: BookingGroup,
  first: boolean,
): Promise<DownstreamAnswer> {
  const signal = AbortSignal.any([
    deps.stopping,
    AbortSignal.timeout(limits.confirmation.answerMs),
  ]);
  if (!first) {
    const told = await deps.downstream.status(group.id, signal);
    if (told.kind !== 'NOT_FOUND') return told;
  }
  return deps.downstream.book(toDownstreamRequest(group), signal);
}

async function settle(
  deps: AskSupplierDependencies,
  group: BookingGroup,
  answer: DownstreamAnswer,
  lease: { readonly owner: string; readonly asks: number; readonly actor: Actor },
): Promise<CommandAnswer> {
  const settlement = settlementOf(answer);
  const written: CommandAnswer =
    settlement === null
      ? ok(group)
      : await deps.batches.submit(group.hotelId, toCommand(group.id, settlement, lease));
  if (!written.ok) {
    // The lease runs out and the next one asks again: the supplier remembers what it said.
    deps.logger.warn(
      { groupId: group.id, answer: answer.kind, reasons: written.error },
      'the answer of the supplier could not be written down',
    );
    return written;
  }
  if (waitsForSupplier(written.value)) {
    await postpone(
      deps.dataSource,
      { groupId: group.id, owner: lease.owner },
      askAgainAfterMs(lease.asks, limits.confirmation),
      settlement?.why ?? 'the supplier keeps the rooms and has yet to confirm',
    );
  }
  return written;
}

/**
 * A yes lands like one that came by itself: also on a group that has ended or only been requested,
 * whose rooms are then looked for. We have it from the supplier itself, so it is real.
 */
function toCommand(
  groupId: string,
  settlement: Settlement,
  lease: { readonly owner: string; readonly actor: Actor },
): HotelCommand {
  const { supplierReference, why } = settlement;
  const { actor } = lease;
  return settlement.status === 'CONFIRMED' && supplierReference !== null
    ? {
        kind: 'land',
        groupId,
        from: 'ANSWER',
        message: null,
        supplierReference,
        says: 'REAL',
        actor,
        why,
      }
    : { kind: 'settle', groupId, settlement, leaseOwner: lease.owner, actor, why };
}

/** What a seller is told of a group: itself once there is an answer, else that there is none yet. */
export function toldToSeller(answer: CommandAnswer): CommandAnswer {
  if (!answer.ok) return answer;
  const { status } = answer.value;
  const owed = status === 'CONFIRMING' || status === 'UNKNOWN_DOWNSTREAM';
  return owed ? err([{ code: 'DOWNSTREAM_UNKNOWN' }]) : answer;
}
