// What every change of an agency has in common: the agency is locked, changed, its version grows, and
// who did what and why is written down and told, all in one transaction. Called by the services of the
// mutations.
import type { EntityManager } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';
import { inTransaction } from '../../../shared/database/transaction.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { enqueue } from '../../../shared/outbox/outbox.ts';
import type { AgencyAction, AgencyAudit } from '../domain/agency-audit.ts';
import { isAgencyCode } from '../domain/agency.ts';
import type { Agency } from '../domain/agency.ts';
import { lockById, update } from '../repositories/agencies.ts';
import { append } from '../repositories/agency-audit-log.ts';
import type { Dependencies } from './dependencies.ts';

/** Agencies belong to no hotel's stream, so their messages name none. */
const NO_HOTEL = { hotelId: '', seq: 0 } as const;

export interface AgencyChange {
  readonly agency: Agency;
  readonly action: AgencyAction;
  /** For the audit, where it is not the agency itself that is compared. */
  readonly compared?: Pick<AgencyAudit, 'before' | 'after'>;
  /** Whatever is to be written besides the agency. */
  readonly write?: (manager: EntityManager) => Promise<void>;
}

export interface ChangeRequest {
  readonly id: string;
  /** Where in the input the agency is named. */
  readonly path: '/id' | '/agencyId';
  readonly note: string | null;
  /** Null when there is nothing to change: the agency is the answer, and nothing is written. */
  readonly decide: (
    agency: Agency,
    manager: EntityManager,
  ) => Promise<Result<AgencyChange | null, Reason[]>> | Result<AgencyChange | null, Reason[]>;
}

/** The agency as it is afterwards. Permission and shape have been looked at. */
export async function changeAgency(
  { dataSource }: Dependencies,
  identity: Identity,
  request: ChangeRequest,
): Promise<Result<Agency, Reason[]>> {
  const unknown = err<Reason[]>([{ code: 'NOT_FOUND', path: request.path }]);
  if (!isAgencyCode(request.id)) return unknown;
  return inTransaction(dataSource, async (manager) => {
    const before = await lockById(manager, request.id);
    if (before === null) return unknown;
    const decided = await request.decide(before, manager);
    if (!decided.ok) return decided;
    const change = decided.value;
    if (change === null) return ok(before);
    await update(manager, change.agency);
    await change.write?.(manager);
    await record(manager, identity, {
      agencyId: change.agency.code,
      action: change.action,
      before: { ...before },
      after: { ...change.agency },
      note: request.note,
      ...change.compared,
    });
    await tell(manager, change.agency, change.action);
    return ok(change.agency);
  });
}

/** Writes down who did it. */
export async function record(
  manager: EntityManager,
  { subject, role, requestId }: Identity,
  audit: Omit<AgencyAudit, 'actor' | 'actorRole' | 'requestId'>,
): Promise<void> {
  await append(manager, { ...audit, actor: subject, actorRole: role, requestId });
}

/** Tells that it happened, and nothing of what was agreed. */
export async function tell(
  manager: EntityManager,
  { code, status }: Pick<Agency, 'code' | 'status'>,
  action: AgencyAction,
): Promise<void> {
  const type = `agency.${action.toLowerCase().replace('_', '-')}`;
  const payload = { code, status };
  await enqueue(manager, 'agency', [{ ...NO_HOTEL, type, v: 1, agencyId: code, payload }]);
}
