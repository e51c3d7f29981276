// Fills a stay from its sources: first rooms that stay on one line all nights, then night by night.
import type { ResolvedLine } from '../pipeline/resolved.ts';
import { sellable, take } from '../pipeline/sale-counter.ts';
import type { SaleCounter } from '../pipeline/sale-counter.ts';
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
 * takes, so that a room is promised once.
 */
export function fillStay(
  counter: SaleCounter,
  sources: readonly Source[],
  rooms: number,
  nights: number,
): Filled {
  const filled: Filled = { missing: new Array<number>(nights).fill(rooms), takes: [] };
  const positions = filled.missing.map((_, at) => at);
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

  function offer({ line, isOwnSlice }: Source, at: number): number {
    const left = Math.min(filled.missing[at] as number, sellable(counter.till(line), at));
    return isOwnSlice ? Math.min(left, sliceLeft(line, at)) : left;
  }

  function sliceLeft(line: ResolvedLine, at: number): number {
    return Math.max(0, (line.slices.own[at] as number) - (takeOf(line, at)?.rooms ?? 0));
  }

  function takeOf(line: ResolvedLine, at: number): StayTake | undefined {
    return filled.takes.find((candidate) => candidate.line === line && candidate.at === at);
  }

  function accept({ line }: Source, at: number, accepted: number): void {
    if (accepted === 0) return;
    take(counter.till(line), at, accepted);
    filled.missing[at] = (filled.missing[at] as number) - accepted;
    const known = takeOf(line, at);
    if (known) known.rooms += accepted;
    else filled.takes.push({ line, at, rooms: accepted });
  }
}
