// createBooking: holds room lines of one hotel, all or nothing, once per client reference.
import type { Identity } from '../../../shared/auth/identity.ts';
import { limits } from '../../../shared/config/limits.ts';
import { parseHoldRequest } from '../domain/hold-request.ts';
import { admit, askedLines, toldTo } from './admit-seller.ts';
import type { StayAsked } from './admit-seller.ts';
import type { AskAgency } from './ask-agency.ts';
import type { HotelBatches } from './hotel-batches.ts';
import type { CommandAnswer } from './hotel-command.ts';

export interface HoldRoomsInput extends StayAsked {
  readonly clientReference: string;
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
  const { clientReference } = input;
  const admitted = await admit(deps.askAgency, identity, input, (agencyId) =>
    parseHoldRequest({ ...askedLines(input), agencyId, clientReference }, limits.booking),
  );
  if (!admitted.ok) return admitted;
  const { subject, role, requestId } = identity;
  const answer = await deps.batches.submit(input.hotelId, {
    kind: 'hold',
    request: admitted.value,
    actor: { subject, role, requestId },
  });
  return toldTo(identity, answer);
}
