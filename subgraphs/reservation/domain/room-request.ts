// What is asked of allotment and what it grants: rooms of one hotel for one agency, all lines or none.
import type { CancellationPolicy } from '../../../shared/domain/cancellation-policy.ts';
import type { BookingNight } from './booking.ts';

export interface RoomLine {
  readonly roomType: string;
  readonly checkIn: string;
  readonly checkOut: string;
  readonly rooms: number;
  /** From this hardblock, and from nowhere else. */
  readonly block?: string;
  /** From this contract, and from no other. */
  readonly contract?: string;
  /** Facts of the booking that the line is to become: what fits of them is kept, the rest is free. */
  readonly keeps?: readonly string[];
  /** What is not kept stays held for now, hence is not free: the supplier has yet to agree. */
  readonly holdsRest?: boolean;
}

export interface RoomRequest {
  readonly agencyId: string;
  readonly lines: readonly RoomLine[];
  /** Facts whose rooms count as free, because the request would replace them. */
  readonly replaces?: readonly string[];
  /** Where rooms can only be requested, a request is granted instead of a refusal. */
  readonly acceptOnRequest?: boolean;
  /** Of the bookings it is asked for; once they are at others it has to be asked for anew. */
  readonly revisions?: readonly number[];
}

/** What was granted for one line of the request. */
export interface GrantedNight extends BookingNight {
  readonly lineIndex: number;
  /** The fact that holds these rooms already; absent: newly granted. */
  readonly keptFrom?: string;
}

export interface RoomGrant {
  /** ON_REQUEST takes no rooms: somebody has to say yes first. */
  readonly status: 'HELD' | 'ON_REQUEST';
  readonly nights: readonly GrantedNight[];
}

/** What bookings of a hotel are held under. */
export interface HoldTerms {
  /** IANA zone. */
  readonly timezone: string;
  readonly cancellationPolicy?: CancellationPolicy;
}

/** A grant with the head and the instant that it was decided for. */
export interface Grant extends RoomGrant {
  readonly seq: number;
  readonly asOf: string;
  readonly terms: HoldTerms;
}

/** The nights of one line of the request, as a booking keeps them. */
export function nightsOfLine(grant: RoomGrant, lineIndex: number): BookingNight[] {
  return grant.nights
    .filter((night) => night.lineIndex === lineIndex)
    .map(({ lineIndex: _index, keptFrom: _fact, ...night }) => night);
}
