// Query.syncRun
import type { SyncRunRow } from '../../services/request-sync.ts';
import type { AllotmentContext } from '../context.ts';

export function syncRun(
  _parent: unknown,
  args: { readonly id: string },
  context: AllotmentContext,
): Promise<SyncRunRow | null> {
  return context.services.findSyncRun(context.identity, args.id);
}
