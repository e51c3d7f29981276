// Mutation.retractContract
import type { RetractInput } from '../../domain/changes/change-inputs.ts';
import { toChangeResult } from '../change-result.ts';
import type { ChangeResult } from '../change-result.ts';
import type { AllotmentContext } from '../context.ts';

export async function retractContract(
  _parent: unknown,
  { input }: { readonly input: RetractInput },
  { identity, services }: AllotmentContext,
): Promise<ChangeResult> {
  return toChangeResult(await services.changes.retractContract(identity, input));
}
