// Mutation.triggerSync
import { toRefusal } from '../../../../shared/schema/refusal.ts';
import { requestSync } from '../../services/request-sync.ts';
import type { AllotmentContext } from '../context.ts';

export async function triggerSync(
  _parent: unknown,
  args: { readonly hotelIds?: readonly string[] | null },
  context: AllotmentContext,
) {
  const run = await requestSync(context.dataSource, context.identity, args.hotelIds ?? null);
  return run.ok ? { __typename: 'SyncRun', ...run.value } : toRefusal(run.error);
}
