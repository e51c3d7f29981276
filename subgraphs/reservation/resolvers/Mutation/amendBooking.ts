// Mutation.amendBooking
import { toRefusal } from '../../../../shared/schema/refusal.ts';
import type { RefusalAnswer } from '../../../../shared/schema/refusal.ts';
import { forgetGroup } from '../../loaders/loaders.ts';
import { toAmendInput } from '../amended-lines.ts';
import type { AmendedLinesInput } from '../amended-lines.ts';
import type { ReservationContext } from '../context.ts';
import { groupView } from '../views.ts';
import type { GroupView } from '../views.ts';

export async function amendBooking(
  _parent: unknown,
  { input }: { readonly input: AmendedLinesInput & { readonly token: string } },
  context: ReservationContext,
): Promise<GroupView | RefusalAnswer> {
  const { services, identity, loaders } = context;
  const { token } = input;
  const answer = await services.amendBooking(identity, { ...toAmendInput(input), token });
  if (!answer.ok) return toRefusal(answer.error);
  forgetGroup(loaders, answer.value);
  return groupView(answer.value);
}
