// Mutation.retractAudience
import type { RetractAudienceInput } from '../../domain/changes/change-inputs.ts';
import { toChangeResult } from '../change-result.ts';
import type { ChangeResult } from '../change-result.ts';
import type { AllotmentContext } from '../context.ts';

export async function retractAudience(
  _parent: unknown,
  { input }: { readonly input: RetractAudienceInput },
  { identity, services }: AllotmentContext,
): Promise<ChangeResult> {
  return toChangeResult(await services.changes.retractAudience(identity, input));
}
