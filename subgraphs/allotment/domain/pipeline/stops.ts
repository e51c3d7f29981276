// Stop sales of one target as columns of closure bits. A leaf of the event applier.
import type { Stop } from './book-state.ts';
import { eachPosition, recursOn, touches } from './span.ts';
import type { Span } from './span.ts';
import type { DayNumber } from '../../../../shared/domain/nights.ts';

export interface StopColumns {
  /** Every stop. */
  readonly all: Uint8Array;
  /** Only stops that include COMMITTED lines; null when there are none. */
  readonly committed: Uint8Array | null;
}

/** Null when no stop touches the span. */
export function stopColumns(stops: readonly Stop[], span: Span): StopColumns | null {
  const touching = stops.filter((stop) => touches(span, stop));
  if (touching.length === 0) return null;
  const committed = touching.filter((stop) => stop.includeCommitted);
  return {
    all: closureColumn(touching, span),
    committed: committed.length === 0 ? null : closureColumn(committed, span),
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

/** The closure bits of one day, for a day outside any span (a departure). */
export function closuresOn(stops: readonly Stop[], day: DayNumber, isCommitted: boolean): number {
  return stops
    .filter((stop) => recursOn(stop, day) && (stop.includeCommitted || !isCommitted))
    .reduce((bits, stop) => bits | stop.mode, 0);
}
