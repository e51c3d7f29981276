// Bookings of the index: each consuming one becomes takes on the line-nights that it was allocated.
// Called by fact-book.ts, and by decide-holds.ts for rooms that are being promised.
import type { Allocation, BookingFact, BookingStatus } from '../../../../shared/domain/facts.ts';
import { instantOf } from '../../../../shared/domain/instants.ts';
import { nightOf } from '../../../../shared/domain/nights.ts';
import {
  blockNamed,
  dropEmptyNight,
  getOrCreate,
  lineNamed,
  nightNamed,
  removeWhere,
} from './book-index.ts';
import type { BookIndex, Holder, LineNight, Take } from './book-state.ts';

const ALWAYS_CONSUMING: ReadonlySet<BookingStatus> = new Set<BookingStatus>([
  'CONFIRMING',
  'UNKNOWN_DOWNSTREAM',
  'CONFIRMED',
  'COMPLETED',
  'NO_SHOW',
]);

/**
 * The booking as a holder of rooms, or null when its status consumes nothing. A hold consumes until
 * it expires, and for good once a downstream confirmation has landed or if it names no expiry.
 */
export function holderOf(fact: BookingFact): Holder | null {
  const isHold = fact.status === 'HELD';
  if (!isHold && !ALWAYS_CONSUMING.has(fact.status)) return null;
  const expires = isHold && fact.downstreamConfirmed !== true && fact.expiresAt !== undefined;
  return {
    agency: fact.agency,
    heldAt: instantOf(fact.heldAt),
    until: expires ? instantOf(fact.expiresAt) : Infinity,
  };
}

export function addTakes(
  index: BookIndex,
  holder: Holder,
  allocations: readonly Allocation[],
): void {
  for (const { line, date, rooms, block } of allocations) {
    const night = nightNamed(lineNamed(index, line), nightOf(date));
    takesOf(index, night, holder, block).push({ holder, rooms });
    if (block === undefined && holder.until === Infinity) night.settledRooms += rooms;
  }
}

/** Takes out what `addTakes` put in with the same holder (by identity) and allocations. */
export function removeTakes(
  index: BookIndex,
  holder: Holder,
  allocations: readonly Allocation[],
): void {
  for (const { line: lineName, date, rooms, block } of allocations) {
    const line = lineNamed(index, lineName);
    const night = nightNamed(line, nightOf(date));
    const takes = takesOf(index, night, holder, block);
    removeWhere(takes, (take) => take.holder === holder && take.rooms === rooms);
    if (block === undefined && holder.until === Infinity) night.settledRooms -= rooms;
    if (block !== undefined && takes.length === 0) night.picks.delete(blockNamed(index, block));
    dropEmptyNight(line, nightOf(date), night);
  }
}

function takesOf(
  index: BookIndex,
  night: LineNight,
  holder: Holder,
  block: string | undefined,
): Take[] {
  if (block !== undefined) return getOrCreate(night.picks, blockNamed(index, block), () => []);
  return holder.until === Infinity ? night.settled : night.pending;
}
