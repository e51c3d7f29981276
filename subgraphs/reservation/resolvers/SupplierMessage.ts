// Type SupplierMessage
import type { SupplierMessage as Message } from '../domain/supplier-message.ts';
import type { ReservationContext } from './context.ts';
import { hotelReference } from './references.ts';
import type { Reference } from './references.ts';
import { groupView } from './views.ts';
import type { GroupView } from './views.ts';

export type MessageView = Message & { readonly __typename: 'SupplierMessage' };

export function messageView(message: Message): MessageView {
  return { __typename: 'SupplierMessage', ...message };
}

export const SupplierMessage = {
  hotel: ({ hotelId }: Message): Reference<'Hotel'> | null =>
    hotelId === null ? null : hotelReference(hotelId),
  group: async (
    { groupId }: Message,
    _args: unknown,
    { loaders }: ReservationContext,
  ): Promise<GroupView | null> => {
    const group = groupId === null ? null : await loaders.groups.load(groupId);
    return group && groupView(group);
  },
};
