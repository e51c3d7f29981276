// createBooking: holds room lines of one hotel, all or nothing, once per client reference.
import type { Identity } from '../../../shared/auth/identity.ts';
import { limits } from '../../../shared/config/limits.ts';
import { err } from '../../../shared/domain/result.ts';
import { parseHoldRequest } from '../domain/hold-request.ts';
import type { HoldLine, HoldRequest } from '../domain/hold-request.ts';
import { maySell } from '../domain/visibility.ts';
import type { HotelBatches } from './hotel-batches.ts';
import type { CommandAnswer } from './hotel-command.ts';

export interface HoldRoomsInput {
  readonly hotelId: string;
  readonly clientReference: string;
  readonly agencyId?: string;
  readonly lines: readonly HoldLine[];
}

/** The held group, or refusals in order of precedence; nothing changes on a refusal. */
export async function holdRooms(
  batches: HotelBatches,
  identity: Identity,
  input: HoldRoomsInput,
): Promise<CommandAnswer> {
  if (!maySell(identity)) return err([{ code: 'NOT_ENTITLED' }]);
  const agencyId = input.agencyId ?? identity.agencyId;
  if (agencyId === undefined) {
    return err([{ code: 'BAD_INPUT', path: '/agencyId', detail: 'Say for which agency.' }]);
  }
  const parsed = parseHoldRequest(toRequest(input, agencyId), limits.booking);
  if (!parsed.ok) return parsed;
  if (identity.role === 'PARTNER' && agencyId !== identity.agencyId) {
    // Whether that agency exists is not this partner's to know.
    return err([{ code: 'NOT_FOUND', path: '/agencyId' }]);
  }
  const { subject, role, requestId } = identity;
  return batches.submit(input.hotelId, {
    kind: 'hold',
    request: parsed.value,
    actor: { subject, role, requestId },
  });
}

function toRequest(input: HoldRoomsInput, agencyId: string): HoldRequest {
  return {
    hotelId: input.hotelId,
    agencyId,
    clientReference: input.clientReference,
    lines: input.lines.map(({ roomType, checkIn, checkOut, rooms }) => ({
      roomType,
      checkIn,
      checkOut,
      rooms,
    })),
  };
}
