// Mutation.amendAllotmentEvent
import type { AmendAllotmentEventInput } from '../../domain/changes/change-inputs.ts';
import { toChangeResult } from '../change-result.ts';
import type { ChangeResult } from '../change-result.ts';
import type { AllotmentContext } from '../context.ts';

export async function amendAllotmentEvent(
  _parent: unknown,
  { input }: { readonly input: AmendAllotmentEventInput },
  { identity, services }: AllotmentContext,
): Promise<ChangeResult> {
  return toChangeResult(await services.changes.amendAllotmentEvent(identity, input));
}
