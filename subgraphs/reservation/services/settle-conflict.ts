// confirmationConflicts and settleConflict: what people make of it when the supplier and we contradict
// each other.
import type { DataSource, EntityManager } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';
import { limits } from '../../../shared/config/limits.ts';
import { inTransaction } from '../../../shared/database/transaction.ts';
import { invariant } from '../../../shared/domain/invariant.ts';
import { isPlainText } from '../../../shared/domain/plain-text.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { PageRequest } from '../../../shared/schema/paging.ts';
import type { BookingGroup } from '../domain/booking.ts';
import { planOf } from '../domain/conflict-settlement.ts';
import type { SettlePlan } from '../domain/conflict-settlement.ts';
import { maySettle } from '../domain/visibility.ts';
import { findGroupsByIds } from '../repositories/booking-groups.ts';
import {
  closeConflict,
  findConflictById,
  findConflictPage,
} from '../repositories/confirmation-conflicts.ts';
import type {
  Conflict,
  ConflictQuery,
  Resolution,
} from '../repositories/confirmation-conflicts.ts';
import { findSoldGroups } from '../repositories/sale-orders.ts';
import { insertErrands } from '../repositories/supplier-errands.ts';
import type { HotelBatches } from './hotel-batches.ts';
import type { CommandAnswer } from './hotel-command.ts';

export type { Conflict, ConflictQuery } from '../repositories/confirmation-conflicts.ts';

export interface SettleConflictInput {
  readonly id: string;
  readonly resolution: Resolution;
  readonly note: string;
}

export interface SettleConflictDependencies {
  readonly dataSource: DataSource;
  readonly batches: HotelBatches;
  readonly newId: (prefix: string) => string;
}

/** At most one more than the page's size; to anyone but operators there is none. */
export async function findConflicts(
  dataSource: DataSource,
  identity: Identity,
  query: ConflictQuery,
  page: PageRequest,
): Promise<Conflict[]> {
  if (!maySettle(identity)) return [];
  return findConflictPage(dataSource, query, { limit: page.size + 1, after: page.after });
}

/** The closed conflict, or refusals in order of precedence; nothing changes on a refusal. */
export async function settleConflict(
  deps: SettleConflictDependencies,
  identity: Identity,
  input: SettleConflictInput,
): Promise<Result<Conflict, Reason[]>> {
  if (!maySettle(identity)) return err([{ code: 'NOT_ENTITLED' }]);
  const malformed = checkShape(input);
  if (malformed.length > 0) return err(malformed);
  const found = await findConflictById(deps.dataSource, input.id);
  if (!found) return err([{ code: 'NOT_FOUND', path: '/id' }]);
  if (found.resolution !== null) return answerAgain(found, input);
  const group = await groupOf(deps.dataSource, found);
  const sold = group !== null && (await findSoldGroups(deps.dataSource, [group.id])).size > 0;
  const plan = planOf(found, { group, sold }, input.resolution);
  if (!plan.ok) return plan;
  const changed = await changeOurs(deps, identity, group, plan.value, input);
  if (changed?.ok === false) return changed;
  return close(deps, identity, found, plan.value, input);
}

function checkShape({ resolution, note }: SettleConflictInput): Reason[] {
  const reasons: Reason[] = [];
  if (resolution === 'SUPERSEDED') {
    const detail = 'Only the supplier supersedes what it said.';
    reasons.push({ code: 'BAD_INPUT', path: '/resolution', detail });
  }
  const { noteCharsMax } = limits.landing;
  if (note.trim() === '' || !isPlainText(note, noteCharsMax)) {
    const detail = `A line of at most ${noteCharsMax} characters that says why.`;
    reasons.push({ code: 'BAD_INPUT', path: '/note', detail });
  }
  return reasons;
}

function answerAgain(found: Conflict, input: SettleConflictInput): Result<Conflict, Reason[]> {
  const detail = `The conflict was settled as ${String(found.resolution)}.`;
  if (found.resolution === 'SUPERSEDED') return err([{ code: 'PREVIEW_STALE', detail }]);
  return found.resolution === input.resolution
    ? ok(found)
    : err([{ code: 'DUPLICATE_REFERENCE', path: '/resolution', detail }]);
}

async function groupOf(
  connection: DataSource | EntityManager,
  { groupId }: Conflict,
): Promise<BookingGroup | null> {
  return groupId === null ? null : ((await findGroupsByIds(connection, [groupId]))[0] ?? null);
}

/** Through the hotel's queue, before the conflict is closed: done twice is done once. */
async function changeOurs(
  { batches }: SettleConflictDependencies,
  { subject, role, requestId }: Identity,
  group: BookingGroup | null,
  plan: SettlePlan,
  { note }: SettleConflictInput,
): Promise<CommandAnswer | null> {
  if (plan.ours === null) return null;
  invariant(group !== null, 'what is changed is there');
  const actor = { subject, role, requestId };
  const why = `as the supplier has it: ${note}`;
  return batches.submit(
    group.hotelId,
    plan.ours === 'CANCEL'
      ? { kind: 'cancel', groupId: group.id, actor, why, supplierKnows: true }
      : {
          kind: 'land',
          groupId: group.id,
          from: 'OPERATOR',
          message: null,
          supplierReference: plan.supplierReference,
          says: 'REAL',
          actor,
          why,
        },
  );
}

async function close(
  deps: SettleConflictDependencies,
  identity: Identity,
  conflict: Conflict,
  plan: SettlePlan,
  { resolution, note }: SettleConflictInput,
): Promise<Result<Conflict, Reason[]>> {
  return inTransaction(deps.dataSource, async (manager) => {
    const locked = await findConflictById(manager, conflict.id, true);
    invariant(locked !== null, 'conflicts stay');
    if (locked.resolution !== null) return answerAgain(locked, { ...conflict, resolution, note });
    const by = identity.subject;
    const { requestId } = identity;
    await closeConflict(manager, conflict.id, { resolution, note, by, requestId });
    if (plan.errand) await insertErrands(manager, [{ id: deps.newId('err'), ...plan.errand }]);
    const closed = await findConflictById(manager, conflict.id);
    invariant(closed !== null, 'conflicts stay');
    return ok(closed);
  });
}
