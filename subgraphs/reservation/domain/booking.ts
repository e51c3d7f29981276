// What a group of bookings is, inside this subgraph. Rows and GraphQL are mapped to and from it.
import type { CancellationPolicy } from '../../../shared/domain/cancellation-policy.ts';
import type { BookingStatus } from '../../../shared/domain/facts.ts';

export interface BookingNight {
  readonly night: string;
  /** `contractId/roomType` that the night consumed when it was held. */
  readonly line: string;
  readonly rooms: number;
  readonly block?: string;
  /** Net of the hotel, minor units per room; absent when the line had no rate. */
  readonly rate?: number;
  /** The agency's, as it was when the night was held: net with its markup. There where a rate is. */
  readonly sellRate?: number;
  readonly currency?: string;
  /** The line is sold on request alone: these rooms are nobody's until somebody says yes. */
  readonly requested?: true;
}

/**
 * Rooms of a booking that were granted at one instant, and hence one BOOKING fact: releases count
 * rooms by when they were held (domain.md §3.4), so rooms that a change adds are a part of their own.
 */
export interface BookingPart {
  /** 1, 2, 3 …; the first is what the booking was held with. */
  readonly part: number;
  /**
   * Whether the booking consists of it now: not yet while the supplier has to agree to it, no more
   * once a change left nothing of it or the booking was revived without it.
   */
  readonly live: boolean;
  readonly status: BookingStatus;
  /** Revision of the part's fact. */
  readonly rev: number;
  readonly heldAt: string;
  /** Head on which its rooms were found free, at `heldAt`; absent: the supplier's word stood for it. */
  readonly decidedSeq?: number;
  readonly nights: readonly BookingNight[];
}

export interface Booking {
  readonly id: string;
  readonly position: number;
  readonly roomType: string;
  readonly checkIn: string;
  readonly checkOut: string;
  readonly rooms: number;
  readonly status: BookingStatus;
  /** Counts the changes of the booking, whichever of its parts they touched. */
  readonly rev: number;
  /** In order. */
  readonly parts: readonly BookingPart[];
}

export interface BookingGroup {
  readonly id: string;
  readonly hotelId: string;
  readonly agencyId: string;
  readonly clientReference: string;
  readonly status: BookingStatus;
  readonly heldAt: string;
  readonly expiresAt?: string;
  readonly downstreamConfirmed: boolean;
  readonly decidedSeq: number;
  readonly decidedAsOf: string;
  readonly createdBy: string;
  /** The hotel's IANA zone, as it was when the group was held: its deadlines are in it. */
  readonly timezone: string;
  /** What was agreed when the group was held; absent: cancelling is free. */
  readonly cancellationPolicy?: CancellationPolicy;
  /** Token of the amendment that was made last: asked for again, it is made already. */
  readonly lastAmendment?: string;
  readonly bookings: readonly Booking[];
}

/** Who caused a change: a user's uid or a service's name. */
export interface Actor {
  readonly subject: string;
  readonly role: string;
  readonly requestId: string;
}

/** What the booking consists of now, or consisted of when it ended: by part, then as it was granted. */
export function nightsOf(booking: Pick<Booking, 'parts'>): readonly BookingNight[] {
  return booking.parts.filter((part) => part.live).flatMap((part) => part.nights);
}

/** The id of the part's fact: the booking's own for the first, `<bookingId>.2` for the second. */
export function factIdOf(bookingId: string, part: number): string {
  return part === 1 ? bookingId : `${bookingId}.${part}`;
}
