// Query.bookingGroup
import type { ReservationContext } from '../context.ts';
import { groupView } from '../views.ts';
import type { GroupView } from '../views.ts';

export async function bookingGroup(
  _parent: unknown,
  args: { readonly id: string },
  context: ReservationContext,
): Promise<GroupView | null> {
  const group = await context.loaders.groups.load(args.id);
  return group && groupView(group);
}
