// Type SupplierErrand
import type { Errand } from '../services/errand-desk.ts';
import { hotelReference } from './references.ts';
import type { Reference } from './references.ts';
import { groupConcerned } from './group-concerned.ts';

export type ErrandView = Errand & { readonly __typename: 'SupplierErrand' };

export function errandView(errand: Errand): ErrandView {
  return { __typename: 'SupplierErrand', ...errand };
}

export const SupplierErrand = {
  hotel: ({ hotelId }: ErrandView): Reference<'Hotel'> => hotelReference(hotelId),
  group: groupConcerned,
};
