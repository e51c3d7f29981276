// What the mutations that answer a submission have in common.
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { toRefusal } from '../../../shared/schema/refusal.ts';
import type { RefusalAnswer } from '../../../shared/schema/refusal.ts';
import type { Submission } from '../domain/submissions/submission.ts';

export type SubmissionResult =
  (Submission & { readonly __typename: 'EventSubmission' }) | RefusalAnswer;

export function toSubmissionResult(answer: Result<Submission, Reason[]>): SubmissionResult {
  return answer.ok ? { __typename: 'EventSubmission', ...answer.value } : toRefusal(answer.error);
}
