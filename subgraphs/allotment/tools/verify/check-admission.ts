// Every acceptance was admissible at the seq it was decided on: the stream is replayed, and before
// each hold is folded in, its rooms must have been there for its agency at that instant.
import type { Allocation, BookingFact, Fact } from '../../../../shared/domain/facts.ts';
import { instantOf } from '../../../../shared/domain/instants.ts';
import { nightOf } from '../../../../shared/domain/nights.ts';
import { resolveBlocks } from '../../domain/pipeline/block-grid.ts';
import { createFactBook, fold, isPresent } from '../../domain/pipeline/fact-book.ts';
import type { FactBook } from '../../domain/pipeline/fact-book.ts';
import { resolve } from '../../domain/pipeline/pipeline.ts';
import type { GroupRow, HotelState } from './read-hotel.ts';
import { reporter } from './violation.ts';
import type { Violation } from './violation.ts';

const PROBE = 'verify probe';

/** Laws of the moment in which rooms were given away. */
export function checkAdmission(state: HotelState): Violation[] {
  const { violations, expect } = reporter(state.hotelId);
  const book = createFactBook();
  let append = { recordedAt: '', headBefore: 0 };
  for (const { seq, fact } of state.facts) {
    if (fact.recordedAt !== append.recordedAt) {
      append = { recordedAt: fact.recordedAt, headBefore: seq - 1 };
    }
    const group = isHold(fact) ? groupOf(state, fact) : undefined;
    if (isHold(fact) && group) {
      expect(
        group.decidedSeq === append.headBefore,
        'a hold is committed on the head it was decided on',
        () => `${fact.id} was decided on ${group.decidedSeq}, committed on ${append.headBefore}`,
      );
      const short = firstShortage(state, book, fact, group);
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

function isHold(fact: Fact): fact is BookingFact {
  return isPresent(fact) && fact.kind === 'BOOKING' && fact.rev === 1 && fact.status === 'HELD';
}

function groupOf(state: HotelState, fact: BookingFact): GroupRow | undefined {
  return state.groups.get(state.bookings.get(fact.id)?.groupId ?? '');
}

/** Allocation by allocation: what one took is gone for the next. The book is left as it was found. */
function firstShortage(
  state: HotelState,
  book: FactBook,
  hold: BookingFact,
  group: GroupRow,
): string | null {
  let rev = 0;
  try {
    for (const [index, allocation] of hold.allocations.entries()) {
      const have = roomsFor(state, book, hold.agency, allocation, group.decidedAsOf);
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
  decidedAsOf: string,
): number {
  const night = nightOf(date);
  const when = {
    timezone: state.timezone,
    from: night,
    to: night + 1,
    asOf: instantOf(decidedAsOf),
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
