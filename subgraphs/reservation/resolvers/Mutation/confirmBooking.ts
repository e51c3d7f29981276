// Mutation.confirmBooking
import { toRefusal } from '../../../../shared/schema/refusal.ts';
import type { RefusalAnswer } from '../../../../shared/schema/refusal.ts';
import type { ReservationContext } from '../context.ts';
import { groupView } from '../views.ts';
import type { GroupView } from '../views.ts';

export async function confirmBooking(
  _parent: unknown,
  args: { readonly groupId: string },
  context: ReservationContext,
): Promise<GroupView | RefusalAnswer> {
  const answer = await context.services.confirmBooking(context.identity, args.groupId);
  return answer.ok ? groupView(answer.value) : toRefusal(answer.error);
}
