// Mutation.retractPool
import type { RetractInput } from '../../domain/changes/change-inputs.ts';
import { toChangeResult } from '../change-result.ts';
import type { ChangeResult } from '../change-result.ts';
import type { AllotmentContext } from '../context.ts';

export async function retractPool(
  _parent: unknown,
  { input }: { readonly input: RetractInput },
  { identity, services }: AllotmentContext,
): Promise<ChangeResult> {
  return toChangeResult(await services.changes.retractPool(identity, input));
}
