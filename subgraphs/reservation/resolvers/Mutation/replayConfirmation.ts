// Mutation.replayConfirmation
import { toRefusal } from '../../../../shared/schema/refusal.ts';
import type { RefusalAnswer } from '../../../../shared/schema/refusal.ts';
import type { ReservationContext } from '../context.ts';
import { messageView } from '../SupplierMessage.ts';
import type { MessageView } from '../SupplierMessage.ts';

export async function replayConfirmation(
  _parent: unknown,
  { id }: { readonly id: string },
  { identity, services }: ReservationContext,
): Promise<MessageView | RefusalAnswer> {
  const answer = await services.supplier.replayConfirmation(identity, id);
  return answer.ok ? messageView(answer.value) : toRefusal(answer.error);
}
