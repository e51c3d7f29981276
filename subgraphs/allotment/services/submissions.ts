// eventSubmissions and eventSubmission: what hotels' own users submitted and what came of it. A hotel's
// user sees its hotels', operators all, anybody else none.
import type { DataSource, EntityManager } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';
import { parseInstant } from '../../../shared/domain/instants.ts';
import { isPlainText } from '../../../shared/domain/plain-text.ts';
import { enqueue } from '../../../shared/outbox/outbox.ts';
import type { PageRequest } from '../../../shared/schema/paging.ts';
import type { ChangeRequest } from '../domain/changes/proposal.ts';
import type { Submission, SubmissionStatus } from '../domain/submissions/submission.ts';
import { hotelsWithContracts } from '../domain/visibility.ts';
import type { Viewer } from '../domain/visibility.ts';
import { insertAuditEntry } from '../repositories/audit-log.ts';
import {
  findSubmission,
  findSubmissions,
  settleSubmission,
} from '../repositories/event-submissions.ts';
import type { Verdict } from '../repositories/event-submissions.ts';

export interface SubmissionFilter {
  readonly hotelId?: string | null;
  readonly statuses?: readonly SubmissionStatus[] | null;
}

/** Where a submission stands in the list. */
export function submissionKey({ submittedAt, id }: Submission): string {
  return `${submittedAt} ${id}`;
}

/** The latest first, at most one more than the page's size. */
export async function listSubmissions(
  dataSource: DataSource,
  viewer: Viewer,
  { hotelId = null, statuses = null }: SubmissionFilter,
  page: PageRequest,
): Promise<Submission[]> {
  const hotelIds = hotelsWithContracts(viewer);
  if (hotelIds?.length === 0 || !isPlainText(hotelId ?? '')) return [];
  const [at = '', ...id] = page.after?.split(' ') ?? [];
  if (page.after !== null && parseInstant(at) === null) return [];
  const after = page.after === null ? null : ([at, id.join(' ')] as const);
  return findSubmissions(dataSource, { hotelIds, hotelId, statuses, after, limit: page.size + 1 });
}

/** Null for what is not there, and for what is not the viewer's to see. */
export async function findOneSubmission(
  dataSource: Pick<DataSource | EntityManager, 'query'>,
  viewer: Viewer,
  id: string,
): Promise<Submission | null> {
  if (!isPlainText(id)) return null;
  const found = await findSubmission(dataSource, id);
  const hotelIds = hotelsWithContracts(viewer);
  return found && (hotelIds?.includes(found.hotelId) ?? true) ? found : null;
}

/**
 * Writes down what was decided, with audit and message, in the transaction that makes it so; false when
 * it was decided before.
 */
export async function decideSubmission(
  manager: EntityManager,
  identity: Identity,
  { id, hotelId }: Pick<Submission, 'id' | 'hotelId'>,
  verdict: Verdict,
  note: string | null,
): Promise<boolean> {
  if (!(await settleSubmission(manager, { id, by: identity.subject }, verdict))) return false;
  await insertAuditEntry(manager, identity, {
    action: verdict.status === 'APPROVED' ? 'APPROVE_SUBMISSION' : 'DECLINE_SUBMISSION',
    hotelId,
    subject: id,
    before: { status: 'PENDING' },
    after: verdict,
    note,
  });
  await tellSubmission(manager, { id, hotelId, status: verdict.status });
  return true;
}

/** An approval settles its submission together with the facts that it records. */
export async function settleApproved(
  manager: EntityManager,
  identity: Identity,
  { submission, hotelId, note }: ChangeRequest,
  changeId: string,
): Promise<boolean> {
  if (submission === undefined) return true;
  const verdict = { status: 'APPROVED', changeId } as const;
  return decideSubmission(manager, identity, { id: submission, hotelId }, verdict, note);
}

/** That something became of it, by id alone: who listens asks for what it may see. */
export async function tellSubmission(
  manager: EntityManager,
  { id, hotelId, status }: Pick<Submission, 'id' | 'hotelId' | 'status'>,
): Promise<void> {
  const payload = { submissionId: id, status };
  await enqueue(manager, 'allotment', [
    { hotelId, seq: 0, type: 'submission.changed', v: 1, payload },
  ]);
}
