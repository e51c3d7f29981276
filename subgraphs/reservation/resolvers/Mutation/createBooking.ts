// Mutation.createBooking
import { toRefusal } from '../../../../shared/schema/refusal.ts';
import type { RefusalAnswer } from '../../../../shared/schema/refusal.ts';
import type { HoldRoomsInput } from '../../services/hold-rooms.ts';
import { forgetGroup } from '../../loaders/loaders.ts';
import type { ReservationContext } from '../context.ts';
import { groupView } from '../views.ts';
import type { GroupView } from '../views.ts';

type Input = Omit<HoldRoomsInput, 'agencyId'> & { readonly agencyId?: string | null };

export async function createBooking(
  _parent: unknown,
  args: { readonly input: Input },
  context: ReservationContext,
): Promise<GroupView | RefusalAnswer> {
  const { agencyId, ...input } = args.input;
  const answer = await context.services.holdRooms(context.identity, {
    ...input,
    ...(agencyId == null ? {} : { agencyId }),
  });
  if (!answer.ok) return toRefusal(answer.error);
  forgetGroup(context.loaders, answer.value);
  return groupView(answer.value);
}
