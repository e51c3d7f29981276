// Decisions behind others that are on their way into the ledger: the world as it is to be, and whether it
// came to that. What was refused in a world that never was must not be said.
import type { BookingFact } from '../../../../../shared/domain/facts.ts';
import type { Asked } from '../allotment-line.ts';
import { guarantee } from './broken.ts';
import { spellAllocations } from './memory.ts';
import type { Foreseen, HotelMemory, Memory } from './memory.ts';

/** Null where the answer is about the ledger as it stands. */
export function foreseenBy(
  memory: Memory,
  hotel: HotelMemory,
  { before, told }: Pick<Asked, 'before' | 'told'>,
): Foreseen | null {
  const now = hotel.facts.length;
  if (told.seq === now) return null;
  const promised = before === null ? undefined : memory.promised.get(before.decision);
  guarantee(
    before?.head === told.seq && promised?.hotelId === hotel.id && promised.seq === now,
    'allotment decides on the head of the ledger, or behind what was granted on it',
    () => `decided on ${told.seq}, the head is ${now}`,
  );
  return { ...promised, head: told.seq };
}

export function rememberPromised(memory: Memory, { hotelId, requests, told }: Asked): void {
  const { decision: name, seq, asOf, decisions } = told;
  if (name === null) return;
  const facts = decisions.flatMap(({ status, granted }, at): BookingFact[] => {
    const agency = requests[at]?.agencyId;
    if (granted === null || status !== 'HELD' || agency === undefined) return [];
    const allocations = granted.map(({ line, night: date, rooms }) => ({ line, date, rooms }));
    return [
      {
        kind: 'BOOKING',
        id: `${name} ${at}`,
        rev: 1,
        recordedAt: asOf,
        agency,
        status: 'CONFIRMED',
        heldAt: asOf,
        allocations,
      },
    ];
  });
  memory.promised.set(name, { hotelId, seq, facts });
}

/** Whether just that was recorded: each line of a group is a fact of its own, and all of them are new. */
export function cameTrue({ facts }: HotelMemory, foreseen: Foreseen): boolean {
  const { seq, head } = foreseen;
  if (facts.length < head) return false;
  const recorded = facts.slice(seq, head);
  const bookings = recorded.filter((fact) => fact.kind === 'BOOKING' && fact.rev === 1);
  return (
    bookings.length === head - seq && cellsOf(bookings as BookingFact[]) === cellsOf(foreseen.facts)
  );
}

function cellsOf(facts: readonly BookingFact[]): string {
  const cells = facts.flatMap((fact) =>
    fact.allocations.map((allocation) => spellAllocations({ ...fact, allocations: [allocation] })),
  );
  return cells.sort().join();
}
