// Mutation.approveEventSubmission
import type { ApproveSubmissionInput } from '../../services/settle-submission.ts';
import { toChangeResult } from '../change-result.ts';
import type { ChangeResult } from '../change-result.ts';
import type { AllotmentContext } from '../context.ts';

export async function approveEventSubmission(
  _parent: unknown,
  input: ApproveSubmissionInput,
  { identity, services }: AllotmentContext,
): Promise<ChangeResult> {
  return toChangeResult(await services.approveSubmission(identity, input));
}
