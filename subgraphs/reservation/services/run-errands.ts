// Tells the supplier what we decided: each errand under a lease, again and again until it has an end,
// and visible when that end is bad. Called by the job of a booking and by the sweeper, any number of
// times; whoever dies over an errand is followed by the next.
import type { DataSource } from 'typeorm';
import { limits } from '../../../shared/config/limits.ts';
import { inTransaction } from '../../../shared/database/transaction.ts';
import { invariant } from '../../../shared/domain/invariant.ts';
import { ok } from '../../../shared/domain/result.ts';
import { incidentMessage } from '../../../shared/incidents/raise.ts';
import { enqueue } from '../../../shared/outbox/outbox.ts';
import type { Logger } from '../../../shared/telemetry/logger.ts';
import type {
  Downstream,
  DownstreamAmendment,
  DownstreamCancellation,
} from '../domain/downstream.ts';
import { errandEnd } from '../domain/errand.ts';
import type { ErrandEnd } from '../domain/errand.ts';
import { askAgainAfterMs } from '../domain/settlement.ts';
import { lockHead } from '../repositories/hotel-head.ts';
import {
  endErrand,
  findDueErrands,
  findWaitingErrands,
  noteSupplierVersion,
  postponeErrand,
  takeErrand,
} from '../repositories/supplier-errands.ts';
import type { ErrandRow } from '../repositories/supplier-errands.ts';
import { aFewAtOnce } from './sweep.ts';

export interface ErrandDependencies {
  readonly dataSource: DataSource;
  readonly downstream: Downstream;
  readonly logger: Logger;
  readonly stopping: AbortSignal;
  readonly newId: (prefix: string) => string;
}

/** Tells everything that is due, a few at one time; gives how many errands it looked at. */
export async function runDueErrands(deps: ErrandDependencies): Promise<number> {
  const { errandsPerSweepMax, errandsAtOnceMax } = limits.errands;
  const due = await findDueErrands(deps.dataSource, errandsPerSweepMax);
  const { stopping } = deps;
  const what = 'errands could not be told';
  await aFewAtOnce(due, { atOnceMax: errandsAtOnceMax, stopping, what }, (id) =>
    runErrand(deps, id),
  );
  return due.length;
}

/** Tells what waits about one group, in order, as far as the supplier takes it. */
export async function runErrandsOf(deps: ErrandDependencies, groupId: string): Promise<void> {
  for (const id of await findWaitingErrands(deps.dataSource, groupId)) await runErrand(deps, id);
}

/** Tells one errand, unless somebody else does, an earlier one of its booking waits, or it is over. */
async function runErrand(deps: ErrandDependencies, id: string): Promise<void> {
  const errand = await takeErrand(deps.dataSource, id, limits.errands.leaseMs);
  if (!errand) return;
  const answer = await tell(deps, errand);
  const end = errandEnd(errand, answer, errand.tries, limits.errands.triesMax);
  deps.logger.debug({ errandId: id, tries: errand.tries, end }, 'an errand was told');
  if (end.state === 'WAITING') {
    const delayMs = askAgainAfterMs(errand.tries, limits.errands);
    await postponeErrand(deps.dataSource, errand, end.answer, delayMs);
  } else await settle(deps, errand, end);
}

function tell(
  { downstream, stopping }: ErrandDependencies,
  errand: ErrandRow,
): Promise<DownstreamCancellation | DownstreamAmendment> {
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(limits.errands.answerMs)]);
  if (errand.kind === 'CANCEL') return downstream.cancel(errand.bookingKey, signal);
  invariant(errand.request !== null, 'an amendment says what the booking becomes');
  return downstream.amend(errand.request, errand.id, signal);
}

/** Its end and the incident of a bad one, together; the head is locked because messages bear its seq. */
async function settle(
  deps: ErrandDependencies,
  errand: ErrandRow,
  end: Exclude<ErrandEnd, { readonly state: 'WAITING' }>,
): Promise<void> {
  await inTransaction(deps.dataSource, async (manager) => {
    const { seq } = await lockHead(manager, errand.hotelId);
    if (!(await endErrand(manager, errand.id, end))) return ok(null);
    if (end.state === 'DONE') {
      const { groupId } = errand;
      if (groupId !== null && end.version !== null) {
        await noteSupplierVersion(manager, groupId, end.version);
      }
      return ok(null);
    }
    await enqueue(manager, 'reservation', [
      incidentMessage(toIncident(deps.newId('inc'), errand, end.answer), seq),
    ]);
    return ok(null);
  });
  if (end.state === 'FAILED') {
    deps.logger.error({ errandId: errand.id, answer: end.answer }, 'an errand was given up');
  }
}

function toIncident(
  id: string,
  errand: ErrandRow,
  answer: string,
): Parameters<typeof incidentMessage>[0] {
  const what = errand.kind === 'CANCEL' ? 'a cancellation' : 'an amendment';
  return {
    id,
    kind: 'ERRAND_FAILED',
    hotelId: errand.hotelId,
    ...(errand.groupId === null ? {} : { groupId: errand.groupId }),
    text: `The supplier did not take ${what} of ${errand.bookingKey}: ${answer}`.slice(0, 500),
  };
}
