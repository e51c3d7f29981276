// createBooking: holds room lines of one hotel, all or nothing, once per client reference.
import { tenantIdSchema } from '../../../shared/auth/identity.ts';
import type { Identity } from '../../../shared/auth/identity.ts';
import { limits } from '../../../shared/config/limits.ts';
import { isPassingDatabaseError } from '../../../shared/database/passing-errors.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err } from '../../../shared/domain/result.ts';
import { reasonsForSeller } from '../../../shared/domain/told-reasons.ts';
import { parseHoldRequest } from '../domain/hold-request.ts';
import type { HoldInput, HoldLine } from '../domain/hold-request.ts';
import { maySell, maySellFor, seesWhoHolds } from '../domain/visibility.ts';
import { objectionsTo } from './ask-agency.ts';
import type { AskAgency } from './ask-agency.ts';
import type { HotelBatches } from './hotel-batches.ts';
import type { CommandAnswer } from './hotel-command.ts';

export interface HoldRoomsInput {
  readonly hotelId: string;
  readonly clientReference: string;
  readonly agencyId?: string;
  readonly lines: readonly HoldLine[];
  /** Where rooms can only be requested, request them. */
  readonly acceptOnRequest?: boolean;
}

export interface HoldRoomsDependencies {
  readonly batches: HotelBatches;
  readonly askAgency: AskAgency;
}

/** The held group, or refusals in order of precedence; nothing changes on a refusal. */
export async function holdRooms(
  deps: HoldRoomsDependencies,
  identity: Identity,
  input: HoldRoomsInput,
): Promise<CommandAnswer> {
  if (!maySell(identity)) return err([{ code: 'NOT_ENTITLED' }]);
  const agencyId = input.agencyId ?? identity.agencyId;
  const known = agencyId !== undefined && mayExistFor(identity, agencyId);
  const parsed = parseHoldRequest(toRequest(input, agencyId), limits.booking);
  if (!parsed.ok) {
    // Permission before shape: a suspended agency is not told what else is wrong.
    const objections = known ? await objectionsHere(deps, input.hotelId, agencyId) : [];
    return objections.length > 0 ? err(objections) : parsed;
  }
  if (!known) return err([{ code: 'NOT_FOUND', path: '/agencyId' }]);
  const { subject, role, requestId } = identity;
  const answer = await deps.batches.submit(input.hotelId, {
    kind: 'hold',
    request: parsed.value,
    actor: { subject, role, requestId },
  });
  if (answer.ok || seesWhoHolds(identity)) return answer;
  return err(reasonsForSeller(answer.error));
}

/** Whether that agency exists is not another partner's to know. */
function mayExistFor(identity: Identity, agencyId: string): boolean {
  return maySellFor(identity, agencyId) && tenantIdSchema.safeParse(agencyId).success;
}

async function objectionsHere(
  deps: HoldRoomsDependencies,
  hotelId: string,
  agencyId: string,
): Promise<Reason[]> {
  try {
    return objectionsTo((await deps.askAgency(hotelId, [agencyId])).get(agencyId));
  } catch (error) {
    // The shape is wrong whoever asks; that answer need not wait for the database.
    if (isPassingDatabaseError(error)) return [];
    throw error;
  }
}

function toRequest(input: HoldRoomsInput, agencyId: string | undefined): HoldInput {
  return {
    hotelId: input.hotelId,
    agencyId,
    clientReference: input.clientReference,
    ...(input.acceptOnRequest === true ? { acceptOnRequest: true } : {}),
    lines: input.lines.map(({ roomType, checkIn, checkOut, rooms }) => ({
      roomType,
      checkIn,
      checkOut,
      rooms,
    })),
  };
}
