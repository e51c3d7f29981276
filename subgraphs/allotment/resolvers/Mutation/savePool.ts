// Mutation.savePool
import type { SavePoolInput } from '../../domain/changes/change-inputs.ts';
import { toChangeResult } from '../change-result.ts';
import type { ChangeResult } from '../change-result.ts';
import type { AllotmentContext } from '../context.ts';

export async function savePool(
  _parent: unknown,
  { input }: { readonly input: SavePoolInput },
  { identity, services }: AllotmentContext,
): Promise<ChangeResult> {
  return toChangeResult(await services.changes.savePool(identity, input));
}
