// Type ConfirmationConflict
import type { Conflict } from '../services/settle-conflict.ts';
import type { ReservationContext } from './context.ts';
import { hotelReference } from './references.ts';
import type { Reference } from './references.ts';
import { messageView } from './SupplierMessage.ts';
import type { MessageView } from './SupplierMessage.ts';
import { groupView } from './views.ts';
import type { GroupView } from './views.ts';

export type ConflictView = Conflict & { readonly __typename: 'ConfirmationConflict' };

export function conflictView(conflict: Conflict): ConflictView {
  return { __typename: 'ConfirmationConflict', ...conflict };
}

export const ConfirmationConflict = {
  hotel: ({ hotelId }: ConflictView): Reference<'Hotel'> => hotelReference(hotelId),
  group: async (
    { groupId }: ConflictView,
    _args: unknown,
    { loaders }: ReservationContext,
  ): Promise<GroupView | null> => {
    const group = groupId === null ? null : await loaders.groups.load(groupId);
    return group && groupView(group);
  },
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
