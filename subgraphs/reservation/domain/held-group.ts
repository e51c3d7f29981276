// From an admitted request to the group that holds its rooms. Ids and instants come from outside.
import { invariant } from '../../../shared/domain/invariant.ts';
import { sellRateOf } from '../../../shared/domain/money.ts';
import { nightOf } from '../../../shared/domain/nights.ts';
import { formatInstant, instantOf, MICROS_PER_SECOND } from '../../../shared/domain/instants.ts';
import type { BookingGroup, BookingNight, BookingPart } from './booking.ts';
import type { HoldRequest } from './hold-request.ts';
import { nightsOfLine } from './room-request.ts';
import type { Grant } from './room-request.ts';

/**
 * The held group: `heldAt` is the instant that was decided for, `expiresAt` is stored with it. One that
 * was only granted as a request waits for somebody's yes and does not expire.
 */
export function toHeldGroup(options: {
  readonly request: HoldRequest;
  readonly grant: Grant;
  readonly expiryMinutes: number;
  /** Of the agency at this hotel, basis points on the net rate. */
  readonly markupBp: number;
  readonly createdBy: string;
  readonly newId: (prefix: string) => string;
}): BookingGroup {
  const { request, grant } = options;
  return {
    id: options.newId('grp'),
    hotelId: request.hotelId,
    agencyId: request.agencyId,
    clientReference: request.clientReference,
    status: grant.status,
    heldAt: grant.asOf,
    ...(grant.status === 'HELD' ? { expiresAt: expiryOf(grant.asOf, options.expiryMinutes) } : {}),
    downstreamConfirmed: false,
    decidedSeq: grant.seq,
    decidedAsOf: grant.asOf,
    createdBy: options.createdBy,
    ...grant.terms,
    bookings: request.lines.map((line, index) => {
      const nights = nightsOfLine(grant, index);
      invariant(
        roomNights(nights) === line.rooms * stayNights(line.checkIn, line.checkOut),
        `line ${index} was granted every room of every night`,
      );
      return {
        id: options.newId('bkg'),
        position: index,
        roomType: line.roomType,
        checkIn: line.checkIn,
        checkOut: line.checkOut,
        rooms: line.rooms,
        status: grant.status,
        rev: 1,
        parts: [firstPart(grant, atMarkup(nights, options.markupBp))],
      };
    }),
  };
}

function firstPart(grant: Grant, nights: readonly BookingNight[]): BookingPart {
  const { status, asOf: heldAt, seq: decidedSeq } = grant;
  return { part: 1, live: true, status, rev: 1, heldAt, decidedSeq, nights };
}

/** The sell rate is settled here, once: whatever becomes of the markup, what was held keeps its price. */
export function atMarkup<Night extends BookingNight>(
  nights: readonly Night[],
  markupBp: number,
): Night[] {
  return nights.map((night) =>
    night.rate === undefined ? night : { ...night, sellRate: sellRateOf(night.rate, markupBp) },
  );
}

function expiryOf(heldAt: string, minutes: number): string {
  return formatInstant(instantOf(heldAt) + Math.round(minutes * 60 * MICROS_PER_SECOND));
}

function roomNights(nights: readonly BookingNight[]): number {
  return nights.reduce((total, night) => total + night.rooms, 0);
}

function stayNights(checkIn: string, checkOut: string): number {
  return nightOf(checkOut) - nightOf(checkIn);
}
