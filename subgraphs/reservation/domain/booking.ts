// What a group of bookings is, inside this subgraph. Rows and GraphQL are mapped to and from it.
import type { BookingStatus } from '../../../shared/domain/facts.ts';

export interface BookingNight {
  readonly night: string;
  /** `contractId/roomType` that the night consumed when it was held. */
  readonly line: string;
  readonly rooms: number;
  readonly block?: string;
  /** Minor units per room; absent when the line had no rate. */
  readonly rate?: number;
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

/** Instants of this system have up to six decimals; as text they compare only at equal length. */
export function isBefore(a: string, b: string): boolean {
  return comparable(a) < comparable(b);
}

function comparable(instant: string): string {
  const [seconds = '', fraction = ''] = instant.slice(0, -1).split('.');
  return `${seconds}.${fraction.padEnd(6, '0')}`;
}

/** `instant` moved by whole microseconds-safe milliseconds; text in, text out. */
export function addMilliseconds(instant: string, ms: number): string {
  const [, fraction = ''] = instant.slice(0, -1).split('.');
  const micros = fraction.padEnd(6, '0').slice(3);
  const moved = new Date(Date.parse(instant) + ms).toISOString();
  return `${moved.slice(0, -1)}${micros}Z`;
}
