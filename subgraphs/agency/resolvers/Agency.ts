// The entity Agency: found by its id, as far as the caller may see it.
import type { Agency as AgencyObject } from '../domain/agency.ts';
import type { AgencyContext } from './context.ts';

export const Agency = {
  __resolveReference: (
    reference: { readonly id: string },
    context: AgencyContext,
  ): Promise<AgencyObject | null> => context.agencyById.load(reference.id),
  id: (agency: AgencyObject): string => agency.code,
};
