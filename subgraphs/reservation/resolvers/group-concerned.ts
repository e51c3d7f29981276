// The group that a row of the supplier's desk is about: one field of several types.
import type { ReservationContext } from './context.ts';
import { groupView } from './views.ts';
import type { GroupView } from './views.ts';

/** Null where the row names none. */
export async function groupConcerned(
  { groupId }: { readonly groupId: string | null },
  _args: unknown,
  { loaders }: ReservationContext,
): Promise<GroupView | null> {
  const group = groupId === null ? null : await loaders.groups.load(groupId);
  return group && groupView(group);
}
