// Agencies and hotels that a member or a caller names by their ids.
import type { Agency } from '../domain/agency.ts';
import type { AgencyContext } from './context.ts';

/** Allotment knows the rest of it. */
export interface HotelReference {
  readonly __typename: 'Hotel';
  readonly id: string;
}

export function hotelReferences(ids: readonly string[]): HotelReference[] {
  return ids.map((id) => ({ __typename: 'Hotel', id }));
}

/** Those that there are and the caller may see. */
export async function agenciesOfIds(
  { agencyById }: AgencyContext,
  ids: readonly string[],
): Promise<Agency[]> {
  const found = await Promise.all(ids.map((id) => agencyById.load(id)));
  return found.filter((agency) => agency !== null);
}
