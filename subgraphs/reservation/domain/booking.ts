// What a group of bookings is, inside this subgraph. Rows and GraphQL are mapped to and from it.
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
}

export interface Booking {
  readonly id: string;
  readonly position: number;
  readonly roomType: string;
  readonly checkIn: string;
  readonly checkOut: string;
  readonly rooms: number;
  readonly status: BookingStatus;
  /** Revision of the BOOKING fact that carries this state. */
  readonly rev: number;
  readonly nights: readonly BookingNight[];
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
  readonly bookings: readonly Booking[];
}

/** Who caused a change: a user's uid or a service's name. */
export interface Actor {
  readonly subject: string;
  readonly role: string;
  readonly requestId: string;
}
