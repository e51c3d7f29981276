// Mutation.createAllotmentEvents
import type { CreateAllotmentEventsInput } from '../../domain/changes/change-inputs.ts';
import { toChangeResult } from '../change-result.ts';
import type { ChangeResult } from '../change-result.ts';
import type { AllotmentContext } from '../context.ts';

export async function createAllotmentEvents(
  _parent: unknown,
  { input }: { readonly input: CreateAllotmentEventsInput },
  { identity, services }: AllotmentContext,
): Promise<ChangeResult> {
  return toChangeResult(await services.changes.createAllotmentEvents(identity, input));
}
