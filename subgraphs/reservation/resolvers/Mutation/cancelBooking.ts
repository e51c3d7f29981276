// Mutation.cancelBooking
import { toRefusal } from '../../../../shared/schema/refusal.ts';
import type { RefusalAnswer } from '../../../../shared/schema/refusal.ts';
import { forgetGroup } from '../../loaders/loaders.ts';
import type { ReservationContext } from '../context.ts';
import { groupView } from '../views.ts';
import type { GroupView } from '../views.ts';

interface Input {
  readonly groupId?: string | null;
  readonly bookingId?: string | null;
}

export async function cancelBooking(
  _parent: unknown,
  args: { readonly input: Input },
  context: ReservationContext,
): Promise<GroupView | RefusalAnswer> {
  const { groupId, bookingId } = args.input;
  const answer = await context.services.cancelBooking(context.identity, {
    ...(groupId == null ? {} : { groupId }),
    ...(bookingId == null ? {} : { bookingId }),
  });
  if (!answer.ok) return toRefusal(answer.error);
  forgetGroup(context.loaders, answer.value);
  return groupView(answer.value);
}
