// Mutation.retractAllotmentEvent
import type { RetractInput } from '../../domain/changes/change-inputs.ts';
import { toChangeResult } from '../change-result.ts';
import type { ChangeResult } from '../change-result.ts';
import type { AllotmentContext } from '../context.ts';

export async function retractAllotmentEvent(
  _parent: unknown,
  { input }: { readonly input: RetractInput },
  { identity, services }: AllotmentContext,
): Promise<ChangeResult> {
  return toChangeResult(await services.changes.retractAllotmentEvent(identity, input));
}
