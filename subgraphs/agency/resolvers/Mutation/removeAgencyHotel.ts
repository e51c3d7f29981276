// Mutation.removeAgencyHotel
import type { AgencyHotelInput } from '../../domain/agency-hotel.ts';
import { removeAgencyHotel as change } from '../../services/set-agency-hotel.ts';
import { toAgencyResult } from '../agency-result.ts';
import type { AgencyResult } from '../agency-result.ts';
import type { AgencyContext } from '../context.ts';

export async function removeAgencyHotel(
  _root: unknown,
  { input }: { readonly input: Pick<AgencyHotelInput, 'agencyId' | 'hotelId' | 'note'> },
  { identity, dependencies, agencyById }: AgencyContext,
): Promise<AgencyResult> {
  return toAgencyResult(agencyById, await change(dependencies, identity, input));
}
