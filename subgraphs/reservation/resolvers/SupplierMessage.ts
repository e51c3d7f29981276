// Type SupplierMessage
import type { SupplierMessage as Message } from '../domain/supplier-message.ts';
import { hotelReference } from './references.ts';
import type { Reference } from './references.ts';
import { groupConcerned } from './group-concerned.ts';

export type MessageView = Message & { readonly __typename: 'SupplierMessage' };

export function messageView(message: Message): MessageView {
  return { __typename: 'SupplierMessage', ...message };
}

export const SupplierMessage = {
  hotel: ({ hotelId }: Message): Reference<'Hotel'> | null =>
    hotelId === null ? null : hotelReference(hotelId),
  group: groupConcerned,
};
