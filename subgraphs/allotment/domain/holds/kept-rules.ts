// What contracts say to rooms that a changed stay would keep: their rules are for the new stay as a
// whole, also where it takes nothing new from them. A line that is gone says nothing.
import { formatNight } from '../../../../shared/domain/nights.ts';
import type { Reason } from '../../../../shared/domain/reason-codes.ts';
import { roomsOn } from './fill-stay.ts';
import type { Filled } from './fill-stay.ts';
import type { Kept } from './kept.ts';
import type { Candidate } from './shortages.ts';
import { pathOf } from './stay.ts';
import type { Stay } from './stay.ts';

/** Reasons against keeping what is kept; none when nothing is. */
export function brokenByKept(
  stay: Stay,
  candidates: readonly Candidate[],
  filled: Filled,
  kept: Kept,
): Reason[] {
  const lines = new Set(kept.cells.map(({ allocation }) => allocation.line));
  return candidates
    .filter(({ line }) => lines.has(line.line.id))
    .flatMap((candidate) => [
      ...candidate.objections.map((objection) => ({
        ...objection,
        line: candidate.line.line.id,
        path: pathOf(stay),
      })),
      ...boundary(stay, candidate, filled, kept),
    ]);
}

/** A contract that allows no splits has each of its rooms on all nights of the stay or on none. */
function boundary(stay: Stay, { line }: Candidate, filled: Filled, kept: Kept): Reason[] {
  if (line.term.contract.allowSplit) return [];
  const rooms = Array.from({ length: stay.length }, (_, at) => roomsOn(filled, kept, line, at));
  const most = Math.max(...rooms);
  const fewer = rooms.flatMap((count, at) => (count < most ? [formatNight(stay.from + at)] : []));
  if (fewer.length === 0) return [];
  return [{ code: 'CONTRACT_BOUNDARY', path: pathOf(stay), line: line.line.id, nights: fewer }];
}
