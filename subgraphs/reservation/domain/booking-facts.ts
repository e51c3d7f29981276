// A booking as the ledger knows it: which rooms it takes, since when, until when. One fact per part.
import type { NewFact } from '../../../shared/domain/new-fact.ts';
import { factIdOf } from './booking.ts';
import type { Booking, BookingGroup, BookingPart } from './booking.ts';

/**
 * The facts of those parts of a group that differ in revision from what they were, or were not there:
 * what is given back before what is taken, because the one may be taken out of the other.
 */
export function toBookingFacts(before: BookingGroup | null, group: BookingGroup): NewFact[] {
  const revisions = new Map(
    (before?.bookings ?? []).flatMap(({ id, parts }) =>
      parts.map(({ part, rev }) => [factIdOf(id, part), rev] as const),
    ),
  );
  const facts = group.bookings.flatMap((booking) =>
    booking.parts
      .filter(({ part, rev }) => revisions.get(factIdOf(booking.id, part)) !== rev)
      .map((part) => toFact(group, booking, part)),
  );
  return facts.toSorted((a, b) => Number(a.rev === 1) - Number(b.rev === 1));
}

function toFact(group: BookingGroup, { id }: Booking, part: BookingPart): NewFact {
  return {
    kind: 'BOOKING',
    id: factIdOf(id, part.part),
    rev: part.rev,
    agency: group.agencyId,
    status: part.status,
    heldAt: part.heldAt,
    ...(group.expiresAt === undefined ? {} : { expiresAt: group.expiresAt }),
    ...(group.downstreamConfirmed ? { downstreamConfirmed: true } : {}),
    allocations: part.nights.map((night) => ({
      line: night.line,
      date: night.night,
      rooms: night.rooms,
      ...(night.block === undefined ? {} : { block: night.block }),
    })),
  };
}
