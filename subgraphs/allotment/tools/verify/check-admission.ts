// Every acceptance was admissible at the seq it was decided on: the stream is replayed, and before
// each part of a booking is folded in, its rooms must have been there for its agency at that instant.
import type { Allocation, BookingFact, Fact } from '../../../../shared/domain/facts.ts';
import { instantOf } from '../../../../shared/domain/instants.ts';
import { nightOf } from '../../../../shared/domain/nights.ts';
import { resolveBlocks } from '../../domain/pipeline/block-grid.ts';
import { createFactBook, fold, isPresent } from '../../domain/pipeline/fact-book.ts';
import type { FactBook } from '../../domain/pipeline/fact-book.ts';
import { holderOf } from '../../domain/pipeline/index-bookings.ts';
import { resolve } from '../../domain/pipeline/pipeline.ts';
import { factIdOf } from './read-hotel.ts';
import type { HotelState } from './read-hotel.ts';
import { reporter } from './violation.ts';
import type { Violation } from './violation.ts';

const PROBE = 'verify probe';

/** Laws of the moment in which rooms were given away. */
export function checkAdmission(state: HotelState): Violation[] {
  const { violations, expect } = reporter(state.hotelId);
  const book = createFactBook();
  const parts = new Map(
    [...state.bookings.values()].flatMap((booking) =>
      booking.parts.map((part) => [factIdOf(booking.id, part.part), part] as const),
    ),
  );
  let append = { recordedAt: '', headBefore: 0 };
  for (const { seq, fact } of state.facts) {
    if (fact.recordedAt !== append.recordedAt) {
      append = { recordedAt: fact.recordedAt, headBefore: seq - 1 };
    }
    const part = isFirst(fact) ? parts.get(fact.id) : undefined;
    if (isFirst(fact) && part && part.decidedSeq !== null) {
      expect(
        part.decidedSeq === append.headBefore,
        'rooms are committed on the head they were decided on',
        () => `${fact.id} was decided on ${part.decidedSeq}, committed on ${append.headBefore}`,
      );
      const short = holderOf(fact) === null ? null : firstShortage(state, book, fact);
      expect(
        short === null,
        'a hold takes only rooms that were there',
        () => `${fact.id}, seq ${seq}: ${short ?? ''}`,
      );
    }
    fold(book, [fact]);
  }
  return violations;
}

/** The first revision of a part of a booking, in which its rooms were taken; nothing adds any later. */
function isFirst(fact: Fact): fact is BookingFact {
  return isPresent(fact) && fact.kind === 'BOOKING' && fact.rev === 1;
}

/** Allocation by allocation: what one took is gone for the next. The book is left as it was found. */
function firstShortage(state: HotelState, book: FactBook, hold: BookingFact): string | null {
  let rev = 0;
  try {
    for (const [index, allocation] of hold.allocations.entries()) {
      const have = roomsFor(state, book, hold.agency, allocation, hold.heldAt);
      if (have < allocation.rooms) {
        const { line, date, rooms } = allocation;
        return `${rooms} rooms of ${line} on ${date}, ${have} were left`;
      }
      rev += 1;
      fold(book, [probe(hold, rev, hold.allocations.slice(0, index + 1))]);
    }
    return null;
  } finally {
    if (rev > 0) fold(book, [{ ...probe(hold, rev + 1, []), retracted: true }]);
  }
}

function roomsFor(
  state: HotelState,
  book: FactBook,
  agency: string,
  { line, date, block }: Allocation,
  heldAt: string,
): number {
  const night = nightOf(date);
  const when = {
    timezone: state.timezone,
    from: night,
    to: night + 1,
    asOf: instantOf(heldAt),
  };
  if (block !== undefined) {
    const cells = resolveBlocks(book, when).get(block) ?? [];
    return cells.find((cell) => cell.line === line)?.open ?? 0;
  }
  const roomTypes = new Set([line.slice(line.lastIndexOf('/') + 1)]);
  const { lines } = resolve(book, { ...when, agency, roomTypes });
  return lines.find((candidate) => candidate.line.id === line)?.available[0] ?? 0;
}

function probe(hold: BookingFact, rev: number, allocations: readonly Allocation[]): BookingFact {
  return { ...hold, id: `${PROBE} ${hold.id}`, rev, status: 'CONFIRMED', allocations };
}
