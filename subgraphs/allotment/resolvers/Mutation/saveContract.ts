// Mutation.saveContract
import type { SaveContractInput } from '../../domain/changes/change-inputs.ts';
import { toChangeResult } from '../change-result.ts';
import type { ChangeResult } from '../change-result.ts';
import type { AllotmentContext } from '../context.ts';

export async function saveContract(
  _parent: unknown,
  { input }: { readonly input: SaveContractInput },
  { identity, services }: AllotmentContext,
): Promise<ChangeResult> {
  return toChangeResult(await services.changes.saveContract(identity, input));
}
