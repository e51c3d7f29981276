// Arbitrary requests for holds at arbitrary hotels, and the facts that record what they were granted.
import fc from 'fast-check';
import type { BookingFact } from '../../../../shared/domain/facts.ts';
import { instantOf } from '../../../../shared/domain/instants.ts';
import { formatNight, nightOf } from '../../../../shared/domain/nights.ts';
import type { ResolveQuery } from '../../../../shared/testing/model/query.ts';
import type { GrantedNight, HoldRequest } from '../../domain/holds/hold-request.ts';

/** A few requests by agencies that may and may not sell, from lines and from a block. */
export const anyRequests = fc.array(
  fc.record({
    agency: fc.constantFrom('AG1', 'AG2', 'AG9'),
    lines: fc.array(
      fc.record({
        roomType: fc.constantFrom('A', 'B'),
        start: fc.nat(2),
        length: fc.integer({ min: 1, max: 3 }),
        rooms: fc.integer({ min: 1, max: 4 }),
        block: fc.constantFrom(undefined, undefined, 'b1'),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  }),
  { minLength: 1, maxLength: 5 },
);
type Requests = typeof anyRequests extends fc.Arbitrary<infer T> ? T : never;

/** The same for the nights of a query. */
export function requestsFor(query: ResolveQuery, requests: Requests): HoldRequest[] {
  const from = nightOf(query.from);
  return requests.map(({ agency, lines }, at) => ({
    key: String(at),
    agency,
    lines: lines.map(({ roomType, start, length, rooms, block }) => ({
      roomType,
      checkIn: formatNight(from + start),
      checkOut: formatNight(from + start + length),
      rooms,
      ...(block === undefined ? {} : { block }),
    })),
  }));
}

export const whenOf = ({ hotel, asOf }: ResolveQuery) => ({
  timezone: hotel.timezone,
  asOf: instantOf(asOf),
});

/** The fact that records a grant. */
export function bookingOf(
  nights: readonly GrantedNight[],
  request: HoldRequest,
  asOf: string,
): BookingFact {
  return {
    kind: 'BOOKING',
    id: `granted-${request.key}`,
    rev: 1,
    recordedAt: asOf,
    agency: request.agency,
    status: 'CONFIRMED',
    heldAt: asOf,
    allocations: nights.map(({ line, night, rooms, block }) => ({
      line,
      date: night,
      rooms,
      ...(block === undefined ? {} : { block }),
    })),
  };
}
