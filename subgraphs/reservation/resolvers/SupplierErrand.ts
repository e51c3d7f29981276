// Type SupplierErrand
import type { Errand } from '../services/errand-desk.ts';
import type { ReservationContext } from './context.ts';
import { hotelReference } from './references.ts';
import type { Reference } from './references.ts';
import { groupView } from './views.ts';
import type { GroupView } from './views.ts';

export type ErrandView = Errand & { readonly __typename: 'SupplierErrand' };

export function errandView(errand: Errand): ErrandView {
  return { __typename: 'SupplierErrand', ...errand };
}

export const SupplierErrand = {
  hotel: ({ hotelId }: ErrandView): Reference<'Hotel'> => hotelReference(hotelId),
  group: async (
    { groupId }: ErrandView,
    _args: unknown,
    { loaders }: ReservationContext,
  ): Promise<GroupView | null> => {
    const group = groupId === null ? null : await loaders.groups.load(groupId);
    return group && groupView(group);
  },
};
