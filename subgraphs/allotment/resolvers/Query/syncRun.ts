// Query.syncRun
import { findSyncRun } from '../../services/request-sync.ts';
import type { AllotmentContext } from '../context.ts';

export function syncRun(
  _parent: unknown,
  args: { readonly id: string },
  context: AllotmentContext,
) {
  return findSyncRun(context.dataSource, context.identity, args.id);
}
