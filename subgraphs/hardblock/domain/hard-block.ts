// What a hotel's facts say about its blocks (domain.md §3.3), as far as no clock is needed for it.
// Pure; the answer depends on the set of facts alone, not on their order or number of deliveries.
import { compareCodePoints } from '../../../shared/domain/code-points.ts';
import type {
  BlockAmendmentEvent,
  BlockContractEvent,
  BlockReleaseEvent,
  BlockStatus,
  DateText,
  EventFact,
  InstantText,
  LineId,
  Retraction,
} from '../../../shared/domain/facts.ts';
import { supersedes } from '../../../shared/domain/winners.ts';

export interface HardBlockCell {
  readonly line: LineId;
  readonly date: DateText;
  /** Rooms when the block was made. */
  readonly rooms: number;
  /** Sum of all amendments. */
  readonly delta: number;
  readonly current: number;
  readonly released: number;
}

export interface HardBlock {
  readonly hotelId: string;
  /** Unique within the hotel. */
  readonly blockId: string;
  readonly agencyId: string;
  readonly status: BlockStatus;
  readonly optionAt: InstantText | null;
  readonly revision: number;
  /** By line, then date. */
  readonly cells: readonly HardBlockCell[];
}

/** Any event of the hotel; a retraction may have lost its type. */
export type BlockFact = EventFact | Retraction;

/** The present blocks among a hotel's events, by id. Other kinds of events are passed over. */
export function deriveHardBlocks(hotelId: string, facts: readonly BlockFact[]): HardBlock[] {
  const present = presentEvents(facts);
  const amendments = byBlock(present.filter((event) => event.type === 'BLOCK_AMENDMENT'));
  const releases = byBlock(present.filter((event) => event.type === 'BLOCK_RELEASE'));
  return present
    .filter((event) => event.type === 'BLOCK_CONTRACT')
    .map((block) => ({
      hotelId,
      blockId: block.id,
      agencyId: block.agency,
      status: block.status,
      optionAt: block.optionAt ?? null,
      revision: block.rev,
      cells: cellsOf(block, amendments.get(block.id) ?? [], releases.get(block.id) ?? []),
    }))
    .sort((left, right) => compareCodePoints(left.blockId, right.blockId));
}

/** The winner of each id, unless it is a retraction. */
function presentEvents(facts: readonly BlockFact[]): EventFact[] {
  const winners = new Map<string, BlockFact>();
  for (const fact of facts) {
    const winner = winners.get(fact.id);
    if (winner === undefined || supersedes(fact, winner)) winners.set(fact.id, fact);
  }
  return [...winners.values()].filter((fact): fact is EventFact => fact.retracted !== true);
}

function byBlock<Event extends BlockAmendmentEvent | BlockReleaseEvent>(
  events: readonly Event[],
): Map<string, Event[]> {
  return Map.groupBy(events, (event) => event.block);
}

interface CellSums {
  readonly line: LineId;
  readonly date: DateText;
  rooms: number;
  delta: number;
  released: number;
}

/** Every cell that the block or its amendments name; a release alone makes none. */
function cellsOf(
  block: BlockContractEvent,
  amendments: readonly BlockAmendmentEvent[],
  releases: readonly BlockReleaseEvent[],
): HardBlockCell[] {
  const sums = new Map<string, CellSums>();
  for (const { line, date, rooms } of block.cells) sumsAt(sums, line, date).rooms += rooms;
  for (const { line, date, delta } of amendments.flatMap((amendment) => amendment.cells)) {
    sumsAt(sums, line, date).delta += delta;
  }
  for (const { line, date, rooms } of releases.flatMap((release) => release.cells)) {
    const cell = sums.get(cellKey(line, date));
    if (cell) cell.released += rooms;
  }
  return [...sums.values()].map(toCell).sort(byLineThenDate);
}

/** Sums first, clamps once: no order of amendments and releases makes a difference. */
function toCell({ line, date, rooms, delta, released }: CellSums): HardBlockCell {
  const current = Math.max(0, rooms + delta);
  return { line, date, rooms, delta, current, released: Math.min(current, released) };
}

function sumsAt(sums: Map<string, CellSums>, line: LineId, date: DateText): CellSums {
  const key = cellKey(line, date);
  const found = sums.get(key) ?? { line, date, rooms: 0, delta: 0, released: 0 };
  sums.set(key, found);
  return found;
}

function cellKey(line: LineId, date: DateText): string {
  return `${date} ${line}`;
}

function byLineThenDate(left: HardBlockCell, right: HardBlockCell): number {
  return compareCodePoints(left.line, right.line) || compareCodePoints(left.date, right.date);
}
