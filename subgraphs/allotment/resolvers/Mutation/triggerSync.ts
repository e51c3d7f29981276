// Mutation.triggerSync
import { toRefusal } from '../../../../shared/schema/refusal.ts';
import type { RefusalAnswer } from '../../../../shared/schema/refusal.ts';
import type { SyncRunRow } from '../../services/request-sync.ts';
import type { AllotmentContext } from '../context.ts';

export async function triggerSync(
  _parent: unknown,
  args: { readonly hotelIds?: readonly string[] | null },
  context: AllotmentContext,
): Promise<(SyncRunRow & { readonly __typename: 'SyncRun' }) | RefusalAnswer> {
  const run = await context.services.requestSync(context.identity, args.hotelIds ?? null);
  return run.ok ? { __typename: 'SyncRun', ...run.value } : toRefusal(run.error);
}
