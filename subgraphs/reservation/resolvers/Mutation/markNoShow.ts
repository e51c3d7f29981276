// Mutation.markNoShow
import { toRefusal } from '../../../../shared/schema/refusal.ts';
import type { RefusalAnswer } from '../../../../shared/schema/refusal.ts';
import { forgetGroup } from '../../loaders/loaders.ts';
import type { ReservationContext } from '../context.ts';
import { groupView } from '../views.ts';
import type { GroupView } from '../views.ts';

export async function markNoShow(
  _parent: unknown,
  args: { readonly bookingId: string },
  context: ReservationContext,
): Promise<GroupView | RefusalAnswer> {
  const answer = await context.services.markNoShow(context.identity, args.bookingId);
  if (!answer.ok) return toRefusal(answer.error);
  forgetGroup(context.loaders, answer.value);
  return groupView(answer.value);
}
