// Type ConfirmationConflict
import type { Conflict } from '../services/settle-conflict.ts';
import type { ReservationContext } from './context.ts';
import { hotelReference } from './references.ts';
import type { Reference } from './references.ts';
import { messageView } from './SupplierMessage.ts';
import type { MessageView } from './SupplierMessage.ts';
import { groupConcerned } from './group-concerned.ts';

export type ConflictView = Conflict & { readonly __typename: 'ConfirmationConflict' };

export function conflictView(conflict: Conflict): ConflictView {
  return { __typename: 'ConfirmationConflict', ...conflict };
}

export const ConfirmationConflict = {
  hotel: ({ hotelId }: ConflictView): Reference<'Hotel'> => hotelReference(hotelId),
  group: groupConcerned,
  message: async (
    { messageId }: ConflictView,
    _args: unknown,
    { loaders }: ReservationContext,
  ): Promise<MessageView | null> => {
    const message = await loaders.messages.load(messageId);
    return message && messageView(message);
  },
  theirs: ({ theirs }: ConflictView): unknown => ({ status: theirs.word, ...theirs }),
};
