// Mutation.settleRequest
import { toRefusal } from '../../../../shared/schema/refusal.ts';
import type { RefusalAnswer } from '../../../../shared/schema/refusal.ts';
import { forgetGroup } from '../../loaders/loaders.ts';
import type { SettleRequestInput } from '../../services/settle-request.ts';
import type { ReservationContext } from '../context.ts';
import { groupView } from '../views.ts';
import type { GroupView } from '../views.ts';

export async function settleRequest(
  _parent: unknown,
  args: { readonly input: SettleRequestInput },
  context: ReservationContext,
): Promise<GroupView | RefusalAnswer> {
  const answer = await context.services.settleRequest(context.identity, args.input);
  if (!answer.ok) return toRefusal(answer.error);
  forgetGroup(context.loaders, answer.value);
  return groupView(answer.value);
}
