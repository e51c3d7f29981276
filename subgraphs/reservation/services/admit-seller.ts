// Who may ask for rooms, and for whom: what createBooking and quoteStay refuse before any room is looked
// at, in the same order, so that neither says what the other would not.
import { tenantIdSchema } from '../../../shared/auth/identity.ts';
import type { Identity } from '../../../shared/auth/identity.ts';
import { isPassingDatabaseError } from '../../../shared/database/passing-errors.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { reasonsForSeller } from '../../../shared/domain/told-reasons.ts';
import type { HoldLine, StayRequest } from '../domain/hold-request.ts';
import { maySell, maySellFor, seesWhoHolds } from '../domain/visibility.ts';
import { objectionsTo } from './ask-agency.ts';
import type { AskAgency } from './ask-agency.ts';

/** Rooms of one hotel as they are asked for. */
export interface StayAsked {
  readonly hotelId: string;
  /** For whom; a partner asks for itself. */
  readonly agencyId?: string;
  readonly lines: readonly HoldLine[];
  /** Where rooms can only be requested, request them. */
  readonly acceptOnRequest?: boolean;
}

/** The request as `parse` reads it, or the first class of refusals: permission, shape, existence. */
export async function admit<Request>(
  askAgency: AskAgency,
  identity: Identity,
  { hotelId, agencyId: named }: StayAsked,
  parse: (agencyId: string | undefined) => Result<Request, Reason[]>,
): Promise<Result<Request, Reason[]>> {
  if (!maySell(identity)) return err([{ code: 'NOT_ENTITLED' }]);
  const agencyId = named ?? identity.agencyId;
  const known = agencyId !== undefined && mayExistFor(identity, agencyId);
  const parsed = parse(agencyId);
  if (!parsed.ok) {
    // Permission before shape: a suspended agency is not told what else is wrong.
    const objections = known ? await objectionsHere(askAgency, hotelId, agencyId) : [];
    return objections.length > 0 ? err(objections) : parsed;
  }
  return known ? parsed : err([{ code: 'NOT_FOUND', path: '/agencyId' }]);
}

/** What is asked without for whom, field by field: what a caller sent beside them goes no further. */
export function askedLines({
  hotelId,
  lines,
  acceptOnRequest,
}: StayAsked): Omit<StayRequest, 'agencyId'> {
  return {
    hotelId,
    ...(acceptOnRequest === true ? { acceptOnRequest: true } : {}),
    lines: lines.map(({ roomType, checkIn, checkOut, rooms }) => ({
      roomType,
      checkIn,
      checkOut,
      rooms,
    })),
  };
}

/** The answer with its refusals as this caller may hear them. */
export function toldTo<Value>(
  identity: Identity,
  answer: Result<Value, Reason[]>,
): Result<Value, Reason[]> {
  if (answer.ok || seesWhoHolds(identity)) return answer;
  return err(reasonsForSeller(answer.error));
}

/** Whether that agency exists is not another partner's to know. */
function mayExistFor(identity: Identity, agencyId: string): boolean {
  return maySellFor(identity, agencyId) && tenantIdSchema.safeParse(agencyId).success;
}

async function objectionsHere(
  askAgency: AskAgency,
  hotelId: string,
  agencyId: string,
): Promise<Reason[]> {
  try {
    return objectionsTo((await askAgency(hotelId, [agencyId])).get(agencyId));
  } catch (error) {
    // The shape is wrong whoever asks; that answer need not wait for the database.
    if (isPassingDatabaseError(error)) return [];
    throw error;
  }
}
