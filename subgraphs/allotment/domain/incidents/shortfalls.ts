// Nights of lines and pools on which more is sold than there is, and which of them a change has made
// worse. Pure;
// asked whenever supply or an operator moves numbers, so that people hear of it. No booking is touched.
import { compareCodePoints } from '../../../../shared/domain/code-points.ts';
import type { Micros } from '../../../../shared/domain/instants.ts';
import { formatNight } from '../../../../shared/domain/nights.ts';
import type { DayNumber } from '../../../../shared/domain/nights.ts';
import { consumedRooms } from '../pipeline/consumption.ts';
import { covers } from '../pipeline/contract-resolver.ts';
import type { FactBook } from '../pipeline/fact-book.ts';
import { createMoment } from '../pipeline/moment.ts';
import type { Moment } from '../pipeline/moment.ts';
import type { PoolState } from '../pipeline/book-state.ts';
import { resolve } from '../pipeline/pipeline.ts';
import { lineNight } from '../pipeline/projection.ts';

export interface Shortfall {
  /** One of the two. */
  readonly line: string | null;
  readonly pool: string | null;
  readonly night: string;
  /** Rooms sold or blocked; of a pool, what they weigh in its budget. */
  readonly needed: number;
  /** Rooms, or budget, that there are. */
  readonly have: number;
}

export interface Looking {
  readonly timezone: string;
  readonly asOf: Micros;
  /** Nights `[from, to)`. */
  readonly nights: { readonly from: DayNumber; readonly to: DayNumber };
}

/** Every shortfall on these nights, by line or pool and night. */
export function shortfallsOf(book: FactBook, looking: Looking): Shortfall[] {
  const found = [...linesShort(book, looking), ...poolsShort(book, looking)];
  return found.sort((left, right) => compareCodePoints(keyOf(left), keyOf(right)));
}

/** What no contract covers any more has no room. */
function linesShort(book: FactBook, { timezone, asOf, nights }: Looking): Shortfall[] {
  const { lines, span } = resolve(book, { timezone, asOf, agency: null, ...nights });
  const byId = new Map(lines.map((line) => [line.line.id, line]));
  const moment = createMoment(asOf, timezone);
  const found: Shortfall[] = [];
  // Only nights on which something is taken can fall short, and they are few.
  for (const { id, nights: taken } of book.index.lines.values()) {
    const line = byId.get(id);
    for (const [day, night] of taken) {
      const at = day - span.from;
      if (at < 0 || at >= span.nights) continue;
      const isCovered = line !== undefined && covers(line, span, at);
      const needed = consumedRooms(night, moment);
      const short = isCovered ? lineNight(line, span, at).oversold : needed;
      if (short <= 0) continue;
      found.push({ line: id, pool: null, night: formatNight(day), needed, have: needed - short });
    }
  }
  return found;
}

/**
 * A pool whose budget, overbooking included, is less than what is in use: its lines may have rooms
 * enough, each by itself. What is merely protected or kept for an agency is not in use.
 */
function poolsShort({ index }: FactBook, { timezone, asOf, nights }: Looking): Shortfall[] {
  const moment = createMoment(asOf, timezone);
  return [...index.pools.values()].flatMap((pool) =>
    [...usedNights(pool, nights, moment)].flatMap(([day, needed]) => {
      const have = (pool.byDate.get(day) ?? pool.budget) + pool.overbook;
      const night = formatNight(day);
      return needed > have ? [{ line: null, pool: pool.id, night, needed, have }] : [];
    }),
  );
}

/** `used(p)` of domain.md §3.5, on nights on which anything is. */
function usedNights(
  { members }: PoolState,
  { from, to }: Looking['nights'],
  moment: Moment,
): Map<DayNumber, number> {
  const used = new Map<DayNumber, number>();
  for (const { line, weight } of members) {
    for (const [day, night] of line.nights) {
      if (day < from || day >= to) continue;
      const rooms = consumedRooms(night, moment);
      if (rooms > 0) used.set(day, (used.get(day) ?? 0) + weight * rooms);
    }
  }
  return used;
}

/** Those of `after` that are new, or miss more rooms than they did. */
export function worsened(before: readonly Shortfall[], after: readonly Shortfall[]): Shortfall[] {
  const missed = new Map(before.map((shortfall) => [keyOf(shortfall), missing(shortfall)]));
  return after.filter((shortfall) => missing(shortfall) > (missed.get(keyOf(shortfall)) ?? 0));
}

function missing({ needed, have }: Shortfall): number {
  return needed - have;
}

/** What an incident is raised once about, while it is open: lines have a `/` in their ids, pools none. */
export function keyOf({ line, pool, night }: Shortfall): string {
  return `${line ?? `POOL ${pool}`} ${night}`;
}
