// Mutation.settleConflict
import { toRefusal } from '../../../../shared/schema/refusal.ts';
import type { RefusalAnswer } from '../../../../shared/schema/refusal.ts';
import type { SettleConflictInput } from '../../services/settle-conflict.ts';
import { conflictView } from '../ConfirmationConflict.ts';
import type { ConflictView } from '../ConfirmationConflict.ts';
import type { ReservationContext } from '../context.ts';

export async function settleConflict(
  _parent: unknown,
  input: SettleConflictInput,
  { identity, loaders, services }: ReservationContext,
): Promise<ConflictView | RefusalAnswer> {
  const answer = await services.supplier.settleConflict(identity, input);
  if (!answer.ok) return toRefusal(answer.error);
  if (answer.value.groupId !== null) loaders.groups.clear(answer.value.groupId);
  return conflictView(answer.value);
}
