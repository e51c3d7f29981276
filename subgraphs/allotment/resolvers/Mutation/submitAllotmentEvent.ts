// Mutation.submitAllotmentEvent
import type { SubmitAllotmentEventInput } from '../../domain/submissions/read-submission.ts';
import type { AllotmentContext } from '../context.ts';
import { toSubmissionResult } from '../submission-result.ts';
import type { SubmissionResult } from '../submission-result.ts';

export async function submitAllotmentEvent(
  _parent: unknown,
  { input }: { readonly input: SubmitAllotmentEventInput },
  { identity, services }: AllotmentContext,
): Promise<SubmissionResult> {
  return toSubmissionResult(await services.submitEvent(identity, input));
}
