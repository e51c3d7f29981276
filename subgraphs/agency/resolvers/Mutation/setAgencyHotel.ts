// Mutation.setAgencyHotel
import type { AgencyHotelInput } from '../../domain/agency-hotel.ts';
import { setAgencyHotel as change } from '../../services/set-agency-hotel.ts';
import { toAgencyResult } from '../agency-result.ts';
import type { AgencyResult } from '../agency-result.ts';
import type { AgencyContext } from '../context.ts';

export async function setAgencyHotel(
  _root: unknown,
  { input }: { readonly input: AgencyHotelInput },
  { identity, dependencies, agencyById }: AgencyContext,
): Promise<AgencyResult> {
  return toAgencyResult(agencyById, await change(dependencies, identity, input));
}
