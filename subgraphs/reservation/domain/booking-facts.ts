// A booking as the ledger knows it: which rooms it takes, since when, until when.
import type { NewFact } from '../../../shared/domain/new-fact.ts';
import type { Booking, BookingGroup } from './booking.ts';

/** The BOOKING fact of one room line in its present state. */
export function toBookingFact(group: BookingGroup, booking: Booking): NewFact {
  return {
    kind: 'BOOKING',
    id: booking.id,
    rev: booking.rev,
    agency: group.agencyId,
    status: booking.status,
    heldAt: group.heldAt,
    ...(group.expiresAt === undefined ? {} : { expiresAt: group.expiresAt }),
    ...(group.downstreamConfirmed ? { downstreamConfirmed: true } : {}),
    allocations: booking.nights.map((night) => ({
      line: night.line,
      date: night.night,
      rooms: night.rooms,
      ...(night.block === undefined ? {} : { block: night.block }),
    })),
  };
}
