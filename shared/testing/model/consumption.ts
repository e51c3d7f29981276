// Who consumes what (domain.md §3.3): blocks and bookings of one line on one night. The names are the
// formulas' names. Asked by line-night.ts and budget.ts; never looks at a contract.
import type {
  BlockContractEvent,
  BookingFact,
  Cutoff,
  DateText,
  LineId,
} from '../../domain/facts.ts';
import { instant } from './time.ts';
import { relAt, type World } from './world.ts';

/** cons = Σ_b carve_b + direct */
export function cons(world: World, line: LineId, d: DateText): number {
  let sum = direct(world, line, d);
  for (const b of world.blocks) sum += carve(world, b, line, d);
  return sum;
}

/** Rooms of consuming bookings that name no block, or one that is absent; of `which` alone if given. */
export function direct(
  world: World,
  line: LineId,
  d: DateText,
  which: (booking: BookingFact) => boolean = () => true,
): number {
  let rooms = 0;
  for (const booking of world.bookings) {
    if (!consuming(world, booking) || !which(booking)) continue;
    for (const allocation of booking.allocations) {
      if (allocation.line !== line || allocation.date !== d) continue;
      const namesPresentBlock = world.blocks.some((b) => b.id === allocation.block);
      if (!namesPresentBlock) rooms += allocation.rooms;
    }
  }
  return rooms;
}

export function consuming(world: World, booking: BookingFact): boolean {
  switch (booking.status) {
    case 'CONFIRMING':
    case 'UNKNOWN_DOWNSTREAM':
    case 'CONFIRMED':
    case 'COMPLETED':
    case 'NO_SHOW':
      return true;
    case 'HELD':
      // A hold that names no expiry has none: rooms are never given back on a guess.
      if (booking.expiresAt === undefined) return true;
      return world.asOf < instant(booking.expiresAt) || booking.downstreamConfirmed === true;
    case 'ON_REQUEST':
    case 'EXPIRED':
    case 'CANCELLED':
    case 'REJECTED':
      return false;
  }
}

/** cur_b = max(0, cells_b + Σ deltas); a cell that the block does not name counts 0. */
export function cur(world: World, b: BlockContractEvent, line: LineId, d: DateText): number {
  let rooms = 0;
  for (const cell of b.cells) {
    if (cell.line === line && cell.date === d) rooms += cell.rooms;
  }
  for (const amendment of world.amendments) {
    if (amendment.block !== b.id) continue;
    for (const cell of amendment.cells) {
      if (cell.line === line && cell.date === d) rooms += cell.delta;
    }
  }
  return Math.max(0, rooms);
}

/** rel_b = cut-off passed at asOf, whatever the status ? cur_b : min(cur_b, Σ released) */
export function rel(world: World, b: BlockContractEvent, line: LineId, d: DateText): number {
  if (cutoffPassed(world, b, line, d)) return cur(world, b, line, d);
  let released = 0;
  for (const release of world.releases) {
    if (release.block !== b.id) continue;
    for (const cell of release.cells) {
      if (cell.line === line && cell.date === d) released += cell.rooms;
    }
  }
  return Math.min(cur(world, b, line, d), released);
}

function cutoffPassed(world: World, b: BlockContractEvent, line: LineId, d: DateText): boolean {
  let cutoff: Cutoff | undefined = b.cutoff;
  for (const cell of b.cells) {
    if (cell.line === line && cell.date === d && cell.cutoff !== undefined) cutoff = cell.cutoff;
  }
  if (cutoff === undefined) return false;
  if ('at' in cutoff) return world.asOf >= instant(cutoff.at);
  return world.asOf >= relAt(world, d, cutoff.daysBefore, cutoff.time);
}

/** picked_b = rooms of consuming bookings that were taken from b */
export function picked(world: World, b: BlockContractEvent, line: LineId, d: DateText): number {
  let rooms = 0;
  for (const booking of world.bookings) {
    if (!consuming(world, booking)) continue;
    for (const allocation of booking.allocations) {
      if (allocation.line !== line || allocation.date !== d) continue;
      if (allocation.block === b.id) rooms += allocation.rooms;
    }
  }
  return rooms;
}

function deducts(world: World, b: BlockContractEvent): boolean {
  if (b.status === 'DEFINITE') return true;
  if (b.status !== 'TENTATIVE') return false;
  return b.optionAt === undefined || world.asOf < instant(b.optionAt);
}

/** carve_b = deducts(status) ? max(cur_b − rel_b, picked_b) : picked_b */
export function carve(world: World, b: BlockContractEvent, line: LineId, d: DateText): number {
  const picked_b = picked(world, b, line, d);
  if (!deducts(world, b)) return picked_b;
  return Math.max(cur(world, b, line, d) - rel(world, b, line, d), picked_b);
}

/** open_b = deducts(status) ? max(0, cur_b − rel_b − picked_b) : 0 */
export function open(world: World, b: BlockContractEvent, line: LineId, d: DateText): number {
  if (!deducts(world, b)) return 0;
  const picked_b = picked(world, b, line, d);
  return Math.max(0, cur(world, b, line, d) - rel(world, b, line, d) - picked_b);
}

/** overpick_b = max(0, picked_b − cur_b) */
export function overpick(world: World, b: BlockContractEvent, line: LineId, d: DateText): number {
  return Math.max(0, picked(world, b, line, d) - cur(world, b, line, d));
}
