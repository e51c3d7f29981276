// Decides one stored message of the supplier: finds its group, lands it through the hotel's queue, and
// asks the supplier where rooms are missing. Called when a message comes in and by the sweeper, any
// number of times.
import type { DataSource } from 'typeorm';
import { limits } from '../../../shared/config/limits.ts';
import { inTransaction } from '../../../shared/database/transaction.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { ok } from '../../../shared/domain/result.ts';
import type { Logger } from '../../../shared/telemetry/logger.ts';
import type { BookingGroup } from '../domain/booking.ts';
import type { Downstream, DownstreamConfirmation } from '../domain/downstream.ts';
import type { SupplierSays } from '../domain/landing.ts';
import type { MessageReader } from '../domain/supplier-message.ts';
import { findGroupsByIds } from '../repositories/booking-groups.ts';
import { findGroupIdByReference } from '../repositories/confirmations.ts';
import { raiseConflict } from '../repositories/confirmation-conflicts.ts';
import {
  findDueMessages,
  findMessageById,
  postponeMessage,
  settleMessage,
} from '../repositories/supplier-messages.ts';
import type { HotelBatches } from './hotel-batches.ts';
import type { CommandAnswer } from './hotel-command.ts';
import { aFewAtOnce } from './sweep.ts';

export interface LandingDependencies {
  readonly dataSource: DataSource;
  readonly batches: HotelBatches;
  readonly reader: MessageReader;
  readonly downstream: Downstream;
  readonly stopping: AbortSignal;
  readonly newId: (prefix: string) => string;
  readonly logger: Logger;
}

/** Decides everything that is due, a few at one time; gives how many messages it looked at. */
export async function landDueMessages(deps: LandingDependencies): Promise<number> {
  const { messagesPerSweepMax, messagesAtOnceMax } = limits.landing;
  const due = await findDueMessages(deps.dataSource, messagesPerSweepMax);
  const { stopping } = deps;
  const what = 'messages could not be decided';
  await aFewAtOnce(due, { atOnceMax: messagesAtOnceMax, stopping, what }, (id) =>
    landMessage(deps, id),
  );
  return due.length;
}

/** Decides one message; one that has an end is left alone. */
export async function landMessage(deps: LandingDependencies, id: string): Promise<void> {
  const row = await findMessageById(deps.dataSource, id);
  if (row?.state !== 'PENDING') return;
  const read = deps.reader.read(row.body, null);
  if (!read.ok) {
    const { reason, path, message: detail } = read.quarantine;
    const end = { id, state: 'QUARANTINED', groupId: null, reason, path, detail } as const;
    await settleMessage(deps.dataSource.manager, end);
    return;
  }
  const group = await findGroupOf(deps.dataSource, read.value);
  if (group) await landOn(deps, group, id, read.value, row.tries);
  else if (mayBeKnownLater(read.value, row.tries)) {
    const detail = 'nobody here knows that reference yet';
    await postponeMessage(deps.dataSource, id, detail, limits.landing);
  } else await setAside(deps, id, read.value);
}

/** It can come before the answer of the call that told us the supplier's own reference. */
function mayBeKnownLater({ key }: DownstreamConfirmation, tries: number): boolean {
  return key === null && tries < limits.landing.unknownTriesMax;
}

async function findGroupOf(
  dataSource: DataSource,
  told: DownstreamConfirmation,
): Promise<BookingGroup | undefined> {
  const groupId = told.key ?? (await findGroupIdByReference(dataSource, told.supplierReference));
  return groupId === null ? undefined : (await findGroupsByIds(dataSource, [groupId]))[0];
}

async function landOn(
  deps: LandingDependencies,
  group: BookingGroup,
  id: string,
  told: DownstreamConfirmation,
  tries: number,
): Promise<void> {
  const submit = (says: SupplierSays): Promise<CommandAnswer> =>
    deps.batches.submit(group.hotelId, {
      kind: 'land',
      groupId: group.id,
      from: 'MESSAGE',
      message: { id, told },
      supplierReference: told.supplierReference,
      says,
      actor: { subject: 'supplier', role: 'SYSTEM', requestId: `message-${id}`.slice(0, 64) },
      why: `the supplier says ${told.word}`,
    });
  const answer = await submit('UNASKED');
  if (!answer.ok && roomsAreMissing(answer.error)) {
    const says = await whetherReal(deps, group.id, tries);
    if (says !== 'UNASKED') await submit(says);
  }
  // Nothing to do once it has an end.
  const detail = answer.ok ? 'waits for what the supplier has yet to hear' : codes(answer.error);
  await postponeMessage(deps.dataSource, id, detail, limits.landing);
}

/** A queue that is full or a neighbour that is away says nothing about rooms. */
function roomsAreMissing(reasons: readonly Reason[]): boolean {
  return reasons.every(({ code }) => code !== 'BUSY' && code !== 'LEDGER_MOVED');
}

/** UNASKED: it does not answer, and may be asked again. */
async function whetherReal(
  deps: LandingDependencies,
  key: string,
  tries: number,
): Promise<SupplierSays> {
  const { answerMs, triesMax } = limits.landing;
  const signal = AbortSignal.any([deps.stopping, AbortSignal.timeout(answerMs)]);
  const status = await deps.downstream.status(key, signal);
  if (status.kind === 'CONFIRMED') return 'REAL';
  if (status.kind === 'UNKNOWN') return tries >= triesMax ? 'NOT_REAL' : 'UNASKED';
  return 'NOT_REAL';
}

function codes(reasons: readonly Reason[]): string {
  return `not decided: ${[...new Set(reasons.map(({ code }) => code))].join(', ')}`;
}

/** Nobody here knows such a booking. */
async function setAside(
  { dataSource, newId }: LandingDependencies,
  id: string,
  told: DownstreamConfirmation,
): Promise<void> {
  const kind = 'UNKNOWN_BOOKING' as const;
  const field = told.key === null ? '/supplier_reference' : '/key';
  await inTransaction(dataSource, async (manager) => {
    const end = { id, state: 'CONFLICT', groupId: null, reason: kind, path: field } as const;
    if (await settleMessage(manager, end)) {
      const about = { messageId: id, groupId: null, kind, field, told, ours: null };
      await raiseConflict(manager, { id: newId('cfl'), ...about });
    }
    return ok(null);
  });
}
