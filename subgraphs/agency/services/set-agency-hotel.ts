// What an agency may sell of one hotel, and at which markup, where that differs from what holds
// everywhere. Called by the mutations setAgencyHotel and removeAgencyHotel.
import type { Identity } from '../../../shared/auth/identity.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { checkHotelInput } from '../domain/agency-hotel.ts';
import type { AgencyHotelInput } from '../domain/agency-hotel.ts';
import { mayManageAgencies } from '../domain/agency-scope.ts';
import type { Agency } from '../domain/agency.ts';
import { deleteHotel, findHotel, upsertHotel } from '../repositories/agency-hotels.ts';
import { changeAgency } from './change-agency.ts';
import type { Dependencies } from './dependencies.ts';

/** The same again changes nothing. Refuses with NOT_ENTITLED, BAD_INPUT or NOT_FOUND. */
export async function setAgencyHotel(
  deps: Dependencies,
  identity: Identity,
  input: AgencyHotelInput,
): Promise<Result<Agency, Reason[]>> {
  if (!mayManageAgencies(identity)) return err([{ code: 'NOT_ENTITLED' }]);
  const reasons = checkHotelInput(input);
  if (reasons.length > 0) return err(reasons);
  const { agencyId, hotelId, sells, markupBp = null } = input;
  const after = { hotelId, sells, markupBp };
  return changeAgency(deps, identity, {
    id: agencyId,
    path: '/agencyId',
    note: input.note?.trim() ?? null,
    decide: async (agency, manager) => {
      const before = await findHotel(manager, agencyId, hotelId);
      if (before?.sells === sells && before.markupBp === markupBp) return ok(null);
      return ok({
        agency: { ...agency, version: agency.version + 1 },
        action: 'HOTEL_SET',
        compared: { before: before && { ...before }, after },
        write: () => upsertHotel(manager, agencyId, after),
      });
    },
  });
}

/** From then on the hotel is as any other. Refuses likewise; one without terms of its own stays so. */
export async function removeAgencyHotel(
  deps: Dependencies,
  identity: Identity,
  input: Pick<AgencyHotelInput, 'agencyId' | 'hotelId' | 'note'>,
): Promise<Result<Agency, Reason[]>> {
  if (!mayManageAgencies(identity)) return err([{ code: 'NOT_ENTITLED' }]);
  const reasons = checkHotelInput(input);
  if (reasons.length > 0) return err(reasons);
  const { agencyId, hotelId } = input;
  return changeAgency(deps, identity, {
    id: agencyId,
    path: '/agencyId',
    note: input.note?.trim() ?? null,
    decide: async (agency, manager) => {
      const before = await findHotel(manager, agencyId, hotelId);
      if (before === null) return ok(null);
      return ok({
        agency: { ...agency, version: agency.version + 1 },
        action: 'HOTEL_REMOVED',
        compared: { before: { ...before }, after: {} },
        write: () => deleteHotel(manager, agencyId, hotelId),
      });
    },
  });
}
