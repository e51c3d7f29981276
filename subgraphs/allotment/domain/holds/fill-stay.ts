// Fills a stay from its sources: first rooms that stay on one line all nights, then night by night. A
// stay that has rooms already is first filled up on the lines that they are on.
import type { ResolvedLine } from '../pipeline/resolved.ts';
import { sellable, take } from '../pipeline/sale-counter.ts';
import type { SaleCounter } from '../pipeline/sale-counter.ts';
import { NOTHING_KEPT } from './kept.ts';
import type { Kept } from './kept.ts';
import type { Source } from './sources.ts';

export interface Filled {
  /** Rooms still missing, per night. */
  readonly missing: number[];
  /** Rooms taken, in order of taking; a line stands once per night. */
  readonly takes: StayTake[];
}

export interface StayTake {
  readonly line: ResolvedLine;
  readonly at: number;
  rooms: number;
}

/**
 * Asks the sources in order for `rooms` on each of `nights` nights. A room that one line can give
 * for the whole stay is taken there first; what is then missing comes from any lines that may be
 * combined. A contract that does not allow splits only serves whole stays. The counter keeps the
 * takes, so that a room is promised once. What is kept is had, and stands in no take.
 */
export function fillStay(
  counter: SaleCounter,
  sources: readonly Source[],
  rooms: number,
  nights: number,
  kept: Kept = NOTHING_KEPT,
): Filled {
  const positions = Array.from({ length: nights }, (_, at) => at);
  const filled: Filled = { missing: positions.map((at) => rooms - kept.on(at)), takes: [] };
  if (kept.cells.length > 0) for (const source of sources) fillUp(source);
  for (const source of sources) {
    const offered = positions.map((at) => offer(source, at));
    const whole = Math.min(...offered);
    if (whole > 0) for (const at of positions) accept(source, at, whole);
  }
  for (const source of sources) {
    if (!source.line.term.contract.allowSplit) continue;
    for (const at of positions) accept(source, at, offer(source, at));
  }
  return filled;

  /** Rooms that the line has on some nights are to be on it for as many of the others as can be. */
  function fillUp(source: Source): void {
    const had = positions.map((at) => roomsOn(filled, kept, source.line, at));
    const reach = positions.map((at) => (had[at] as number) + offer(source, at));
    const whole = Math.min(...reach, Math.max(...had));
    for (const at of positions) accept(source, at, Math.max(0, whole - (had[at] as number)));
  }

  function offer({ line, isOwnSlice }: Source, at: number): number {
    const left = Math.min(filled.missing[at] as number, sellable(counter.till(line), at));
    return isOwnSlice ? Math.min(left, sliceLeft(line, at)) : left;
  }

  function sliceLeft(line: ResolvedLine, at: number): number {
    return Math.max(0, (line.slices.own[at] as number) - (takeOf(filled, line, at)?.rooms ?? 0));
  }

  function accept({ line }: Source, at: number, accepted: number): void {
    if (accepted === 0) return;
    take(counter.till(line), at, accepted);
    filled.missing[at] = (filled.missing[at] as number) - accepted;
    const known = takeOf(filled, line, at);
    if (known) known.rooms += accepted;
    else filled.takes.push({ line, at, rooms: accepted });
  }
}

function takeOf({ takes }: Filled, line: ResolvedLine, at: number): StayTake | undefined {
  return takes.find((candidate) => candidate.line === line && candidate.at === at);
}

/** Rooms of the stay on this line and night, kept and taken. */
export function roomsOn(filled: Filled, kept: Kept, line: ResolvedLine, at: number): number {
  return kept.on(at, line.line.id) + (takeOf(filled, line, at)?.rooms ?? 0);
}
