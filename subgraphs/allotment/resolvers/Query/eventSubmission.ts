// Query.eventSubmission
import type { Submission } from '../../domain/submissions/submission.ts';
import type { AllotmentContext } from '../context.ts';

export function eventSubmission(
  _parent: unknown,
  { id }: { readonly id: string },
  { identity, services }: AllotmentContext,
): Promise<Submission | null> {
  return services.findSubmission(identity, id);
}
