// Mutation.commitChange
import { toChangeResult } from '../change-result.ts';
import type { ChangeResult } from '../change-result.ts';
import type { AllotmentContext } from '../context.ts';

export async function commitChange(
  _parent: unknown,
  { token }: { readonly token: string },
  { identity, services }: AllotmentContext,
): Promise<ChangeResult> {
  return toChangeResult(await services.changes.commitChange(identity, token));
}
