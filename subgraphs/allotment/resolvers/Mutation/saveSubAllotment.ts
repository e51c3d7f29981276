// Mutation.saveSubAllotment
import type { SaveSubAllotmentInput } from '../../domain/changes/change-inputs.ts';
import { toChangeResult } from '../change-result.ts';
import type { ChangeResult } from '../change-result.ts';
import type { AllotmentContext } from '../context.ts';

export async function saveSubAllotment(
  _parent: unknown,
  { input }: { readonly input: SaveSubAllotmentInput },
  { identity, services }: AllotmentContext,
): Promise<ChangeResult> {
  return toChangeResult(await services.changes.saveSubAllotment(identity, input));
}
