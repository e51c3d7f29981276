// Mutation.saveAudience
import type { SaveAudienceInput } from '../../domain/changes/change-inputs.ts';
import { toChangeResult } from '../change-result.ts';
import type { ChangeResult } from '../change-result.ts';
import type { AllotmentContext } from '../context.ts';

export async function saveAudience(
  _parent: unknown,
  { input }: { readonly input: SaveAudienceInput },
  { identity, services }: AllotmentContext,
): Promise<ChangeResult> {
  return toChangeResult(await services.changes.saveAudience(identity, input));
}
