// The three ways in which a stop sale closes a night, as bits of one byte. Used by the index, the
// event applier and whoever reads a night's closures.
import type { StopSaleEvent } from '../../../../shared/domain/facts.ts';

export const CLOSED_TO_ARRIVAL = 1;
export const CLOSED_TO_DEPARTURE = 2;
export const CLOSED_FULL = 4;

export type ClosureMode = StopSaleEvent['mode'];

/** Sorted as §9 writes them. */
const MODE_BITS: readonly (readonly [ClosureMode, number])[] = [
  ['ARRIVAL', CLOSED_TO_ARRIVAL],
  ['DEPARTURE', CLOSED_TO_DEPARTURE],
  ['FULL', CLOSED_FULL],
];

export function closureBit(mode: ClosureMode): number {
  return MODE_BITS.reduce((bits, [name, bit]) => (name === mode ? bit : bits), 0);
}

/** `CLOSED_FULL | CLOSED_TO_ARRIVAL` → `['ARRIVAL', 'FULL']`. */
export function closureModes(bits: number): ClosureMode[] {
  return MODE_BITS.filter(([, bit]) => (bits & bit) !== 0).map(([name]) => name);
}
