// Who takes rooms of one line on one night, weighed at `asOf` (domain.md §3.3). Leaves for the event
// applier and the pool budget.
import type { Micros } from '../../../../shared/domain/instants.ts';
import type { BlockCell, LineNight, LineState, Take } from './book-state.ts';
import { blockFigures } from './blocks.ts';
import { noteFreeing, noteInstant } from './moment.ts';
import type { Horizon, Moment } from './moment.ts';

/** `cons`: what blocks carve out, picked rooms included, and what is sold directly. */
export function consumedRooms(night: LineNight, moment: Moment): number {
  let rooms = directRooms(night, moment.asOf);
  if (night.cells.length + night.picks.size === 0) return rooms;
  for (const cell of night.cells) {
    const { terms } = cell.block;
    if (terms) rooms += blockFigures(cell, terms, pickedRooms(cell, night, moment), moment).carve;
  }
  for (const [block, takes] of night.picks) {
    // A pick outside the block's cells: the block has no rooms here, the booking has.
    if (block.terms && !night.cells.some((cell) => cell.block === block)) {
      rooms += roomsOf(takes, moment.asOf);
    }
  }
  return rooms;
}

/** Rooms of consuming bookings that were taken from the cell's block. */
export function pickedRooms(cell: BlockCell, night: LineNight, moment: Moment): number {
  return roomsOf(night.picks.get(cell.block) ?? [], moment.asOf);
}

/** `direct`: rooms of consuming bookings that name no block, or one that is absent. */
export function directRooms(night: LineNight, asOf: Micros): number {
  let rooms = night.settledRooms + roomsOf(night.pending, asOf);
  if (night.picks.size === 0) return rooms;
  for (const takes of absentPicks(night)) rooms += roomsOf(takes, asOf);
  return rooms;
}

/** The `direct` rooms of holders that `counts` accepts. */
export function directRoomsWhere(
  night: LineNight,
  asOf: Micros,
  counts: (take: Take) => boolean,
): number {
  const accepted = (takes: readonly Take[]): number => roomsOf(takes.filter(counts), asOf);
  const rooms = accepted(night.settled) + accepted(night.pending);
  if (night.picks.size === 0) return rooms;
  return absentPicks(night).reduce((sum, takes) => sum + accepted(takes), rooms);
}

function absentPicks(night: LineNight): Take[][] {
  return [...night.picks].flatMap(([block, takes]) => (block.terms ? [] : [takes]));
}

function roomsOf(takes: readonly Take[], asOf: Micros): number {
  let rooms = 0;
  for (const take of takes) if (asOf < take.holder.until) rooms += take.rooms;
  return rooms;
}

/**
 * Notes when holds of this night will expire. That frees rooms, but for one case: on a line with
 * both releases and sub-allotments, a hold made before the release was part of its agency's slice,
 * and the slice comes back while the released cap does not grow.
 */
export function noteExpiries(
  line: LineState,
  night: LineNight,
  asOf: Micros,
  horizon: Horizon,
): void {
  const onlyFrees = (line.term?.stages ?? []).length === 0 || line.subAllotments.length === 0;
  const note = onlyFrees ? noteFreeing : noteInstant;
  for (const take of night.pending) note(horizon, asOf, take.holder.until);
  if (night.picks.size === 0) return;
  for (const takes of night.picks.values()) {
    for (const take of takes) note(horizon, asOf, take.holder.until);
  }
}
