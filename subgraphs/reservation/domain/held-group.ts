// From an admitted request to the group that holds its rooms. Ids and instants come from outside.
import { invariant } from '../../../shared/domain/invariant.ts';
import { sellRateOf } from '../../../shared/domain/money.ts';
import { nightOf } from '../../../shared/domain/nights.ts';
import { formatInstant, instantOf, MICROS_PER_SECOND } from '../../../shared/domain/instants.ts';
import type { BookingGroup, BookingNight } from './booking.ts';
import type { HoldRequest } from './hold-request.ts';

/** What allotment granted for one line of the request. */
export interface GrantedNight extends BookingNight {
  readonly lineIndex: number;
}

export interface Grant {
  readonly seq: number;
  readonly asOf: string;
  readonly nights: readonly GrantedNight[];
}

/** The held group: `heldAt` is the instant that was decided for, `expiresAt` is stored with it. */
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
    status: 'HELD',
    heldAt: grant.asOf,
    expiresAt: formatInstant(
      instantOf(grant.asOf) + Math.round(options.expiryMinutes * 60 * MICROS_PER_SECOND),
    ),
    downstreamConfirmed: false,
    decidedSeq: grant.seq,
    decidedAsOf: grant.asOf,
    createdBy: options.createdBy,
    bookings: request.lines.map((line, index) => {
      const nights = grant.nights.filter((night) => night.lineIndex === index);
      invariant(
        roomNights(nights) === line.rooms * stayNights(line.checkIn, line.checkOut),
        `line ${index} was granted every room of every night`,
      );
      return {
        id: options.newId('bkg'),
        position: index,
        ...line,
        status: 'HELD',
        rev: 1,
        nights: nights.map(({ lineIndex: _index, ...night }) => priced(night, options.markupBp)),
      };
    }),
  };
}

/** The sell rate is settled here, once: whatever becomes of the markup, what was held keeps its price. */
function priced(night: BookingNight, markupBp: number): BookingNight {
  return night.rate === undefined
    ? night
    : { ...night, sellRate: sellRateOf(night.rate, markupBp) };
}

function roomNights(nights: readonly BookingNight[]): number {
  return nights.reduce((total, night) => total + night.rooms, 0);
}

function stayNights(checkIn: string, checkOut: string): number {
  return nightOf(checkOut) - nightOf(checkIn);
}
