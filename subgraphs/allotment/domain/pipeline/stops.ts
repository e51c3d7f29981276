// Stop sales of one target as columns of closure bits. A leaf of the event applier.
import type { Stop } from './book-state.ts';
import type { BlankColumns, Setting } from './setting.ts';
import { eachPosition, recursOn, touches } from './span.ts';
import type { Span } from './span.ts';
import type { DayNumber } from '../../../../shared/domain/nights.ts';

export interface StopColumns {
  /** Every stop. */
  readonly all: Uint8Array;
  /** Only stops that include COMMITTED lines. */
  readonly committed: Uint8Array;
}

export function stopColumns(stops: readonly Stop[], { span, blank }: Setting): StopColumns {
  const touching = stops.filter((stop) => touches(span, stop));
  const committed = touching.filter((stop) => stop.includeCommitted);
  return {
    all: touching.length === 0 ? blank.open : closureColumn(touching, span),
    committed: committed.length === 0 ? blank.open : closureColumn(committed, span),
  };
}

function closureColumn(stops: readonly Stop[], span: Span): Uint8Array {
  const closed = new Uint8Array(span.nights);
  for (const stop of stops) {
    eachPosition(span, stop, (at) => {
      closed[at] = (closed[at] as number) | stop.mode;
    });
  }
  return closed;
}

/** The closures of both; a blank one adds nothing, and costs nothing. */
export function closedByEither(
  left: Uint8Array,
  right: Uint8Array,
  blank: BlankColumns,
): Uint8Array {
  if (left === blank.open) return right;
  if (right === blank.open) return left;
  const closed = left.slice();
  for (let at = 0; at < closed.length; at += 1) {
    closed[at] = (closed[at] as number) | (right[at] as number);
  }
  return closed;
}

/** The closure bits of one day, for a day outside any span (a departure). */
export function closuresOn(stops: readonly Stop[], day: DayNumber, isCommitted: boolean): number {
  return stops
    .filter((stop) => recursOn(stop, day) && (stop.includeCommitted || !isCommitted))
    .reduce((bits, stop) => bits | stop.mode, 0);
}
