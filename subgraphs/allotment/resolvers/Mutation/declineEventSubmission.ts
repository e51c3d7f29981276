// Mutation.declineEventSubmission
import type { AllotmentContext } from '../context.ts';
import { toSubmissionResult } from '../submission-result.ts';
import type { SubmissionResult } from '../submission-result.ts';

export async function declineEventSubmission(
  _parent: unknown,
  input: { readonly id: string; readonly note: string },
  { identity, services }: AllotmentContext,
): Promise<SubmissionResult> {
  return toSubmissionResult(await services.declineSubmission(identity, input));
}
