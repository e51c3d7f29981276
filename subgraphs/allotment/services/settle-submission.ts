// approveEventSubmission and declineEventSubmission. An approval is an operator's change like any other
// (change-facts.ts): the event as it was submitted, under the submission's id.
import type { DataSource } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';
import { limits } from '../../../shared/config/limits.ts';
import { inTransaction } from '../../../shared/database/transaction.ts';
import { invariant } from '../../../shared/domain/invariant.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { badInput } from '../domain/changes/content-errors.ts';
import { commonErrors } from '../domain/changes/read-parts.ts';
import { approvalOf } from '../domain/submissions/submission.ts';
import type { Submission } from '../domain/submissions/submission.ts';
import { mayChangeAllotment } from '../domain/visibility.ts';
import { changeFacts } from './change-facts.ts';
import type { ChangeAnswer, ChangeDependencies } from './change-facts.ts';
import { decideSubmission, findOneSubmission } from './submissions.ts';

export interface ApproveSubmissionInput {
  readonly id: string;
  /** Kept in the audit; the hotel is not told. */
  readonly note?: string | null;
  readonly dryRun?: boolean | null;
}

/** The change that it became, now or before. What can no longer be refuses and leaves it pending. */
export async function approveSubmission(
  deps: ChangeDependencies,
  identity: Identity,
  { id, note = null, dryRun }: ApproveSubmissionInput,
): Promise<ChangeAnswer> {
  if (!mayChangeAllotment(identity)) return err([{ code: 'NOT_ENTITLED' }]);
  const errors = commonErrors({ hotelId: '', note }, limits.changes);
  if (errors.length > 0) return err(errors);
  const submission = await findOneSubmission(deps.dataSource, identity, id);
  if (!submission) return err([{ code: 'NOT_FOUND', path: '/id' }]);
  const request = approvalOf(submission, { note, dryRun: dryRun ?? false });
  return changeFacts(deps, identity, () => ok(request));
}

/** Tells the hotel why not. A declined one is answered as it stands. */
export async function declineSubmission(
  dataSource: DataSource,
  identity: Identity,
  { id, note }: { readonly id: string; readonly note: string },
): Promise<Result<Submission, Reason[]>> {
  if (!mayChangeAllotment(identity)) return err([{ code: 'NOT_ENTITLED' }]);
  const errors = commonErrors({ hotelId: '', note }, limits.changes);
  if (note.trim() === '') errors.push(badInput('/note', 'Say why; the hotel reads it.'));
  if (errors.length > 0) return err(errors);
  const found = await findOneSubmission(dataSource, identity, id);
  if (!found) return err([{ code: 'NOT_FOUND', path: '/id' }]);
  return inTransaction<Submission, Reason[]>(dataSource, async (manager) => {
    const verdict = { status: 'DECLINED', note } as const;
    await decideSubmission(manager, identity, found, verdict, note);
    const after = await findOneSubmission(manager, identity, id);
    invariant(after && after.status !== 'PENDING', 'what was decided is there and decided');
    return after.status === 'APPROVED' ? err([APPROVED]) : ok(after);
  });
}

const APPROVED: Reason = {
  code: 'PREVIEW_STALE',
  path: '/id',
  detail: 'It is approved already; retract its event instead.',
};
