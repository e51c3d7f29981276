// Line nights on which more is sold than there is, and which of them a change has made worse. Pure;
// asked whenever supply or an operator moves numbers, so that people hear of it. No booking is touched.
import { compareCodePoints } from '../../../../shared/domain/code-points.ts';
import type { Micros } from '../../../../shared/domain/instants.ts';
import { formatNight } from '../../../../shared/domain/nights.ts';
import type { DayNumber } from '../../../../shared/domain/nights.ts';
import { consumedRooms } from '../pipeline/consumption.ts';
import { covers } from '../pipeline/contract-resolver.ts';
import type { FactBook } from '../pipeline/fact-book.ts';
import { createMoment } from '../pipeline/moment.ts';
import { resolve } from '../pipeline/pipeline.ts';
import { lineNight } from '../pipeline/projection.ts';

export interface Shortfall {
  readonly line: string;
  readonly night: string;
  /** Rooms sold or blocked. */
  readonly needed: number;
  /** Rooms that there are. */
  readonly have: number;
}

export interface Looking {
  readonly timezone: string;
  readonly asOf: Micros;
  /** Nights `[from, to)`. */
  readonly nights: { readonly from: DayNumber; readonly to: DayNumber };
}

/** Every shortfall on these nights, by line and night. What no contract covers any more has no room. */
export function shortfallsOf(book: FactBook, { timezone, asOf, nights }: Looking): Shortfall[] {
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
      if (short > 0)
        found.push({ line: id, night: formatNight(day), needed, have: needed - short });
    }
  }
  return found.sort((left, right) => compareCodePoints(keyOf(left), keyOf(right)));
}

/** Those of `after` that are new, or miss more rooms than they did. */
export function worsened(before: readonly Shortfall[], after: readonly Shortfall[]): Shortfall[] {
  const missed = new Map(before.map((shortfall) => [keyOf(shortfall), missing(shortfall)]));
  return after.filter((shortfall) => missing(shortfall) > (missed.get(keyOf(shortfall)) ?? 0));
}

function missing({ needed, have }: Shortfall): number {
  return needed - have;
}

function keyOf({ line, night }: Shortfall): string {
  return `${line} ${night}`;
}
