// What an agency may sell of one hotel, and at which markup, where that differs from what holds
// everywhere. Called by the mutations setAgencyHotel and removeAgencyHotel.
import type { Identity } from '../../../shared/auth/identity.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { checkHotelInput } from '../domain/agency-hotel.ts';
import type { AgencyHotel, AgencyHotelInput } from '../domain/agency-hotel.ts';
import { mayManageAgencies } from '../domain/agency-scope.ts';
import type { Agency } from '../domain/agency.ts';
import { deleteHotel, findHotel, upsertHotel } from '../repositories/agency-hotels.ts';
import { changeAgency } from './change-agency.ts';
import type { Dependencies } from './dependencies.ts';

/** The same again changes nothing. Refuses with NOT_ENTITLED, BAD_INPUT or NOT_FOUND. */
export function setAgencyHotel(
  deps: Dependencies,
  identity: Identity,
  input: AgencyHotelInput,
): Promise<Result<Agency, Reason[]>> {
  const { hotelId, sells, markupBp = null } = input;
  return change(deps, identity, input, { hotelId, sells, markupBp });
}

/** From then on the hotel is as any other. Refuses likewise; one without terms of its own stays so. */
export function removeAgencyHotel(
  deps: Dependencies,
  identity: Identity,
  input: Pick<AgencyHotelInput, 'agencyId' | 'hotelId' | 'note'>,
): Promise<Result<Agency, Reason[]>> {
  return change(deps, identity, input, null);
}

/** `after` null: no terms of its own. */
async function change(
  deps: Dependencies,
  identity: Identity,
  input: Omit<AgencyHotelInput, 'sells'>,
  after: AgencyHotel | null,
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
      const isSame = before?.sells === after?.sells && before?.markupBp === after?.markupBp;
      if (isSame) return ok(null);
      return ok({
        agency: { ...agency, version: agency.version + 1 },
        action: after === null ? 'HOTEL_REMOVED' : 'HOTEL_SET',
        compared: { before: before && { ...before }, after: { ...after } },
        write: () =>
          after === null
            ? deleteHotel(manager, agencyId, hotelId)
            : upsertHotel(manager, agencyId, after),
      });
    },
  });
}
