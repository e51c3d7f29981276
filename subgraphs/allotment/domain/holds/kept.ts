// What of a stay is had before anything is asked: the rooms that a booking keeps when it is changed.
import type { Allocation } from '../../../../shared/domain/facts.ts';

export interface Kept {
  /** In the order in which they were held. */
  readonly cells: readonly KeptCell[];
  /** Rooms of the stay that are had on its night at `at`, on this line or on all. */
  on(at: number, line?: string): number;
  /** What of the stay is as it was for all of its rooms: rules about it are not asked again. */
  readonly unchanged: { readonly arrival: boolean; readonly departure: boolean };
}

export interface KeptCell {
  /** Id of the fact that holds them. */
  readonly booking: string;
  readonly at: number;
  readonly allocation: Allocation;
}

/** A stay that is asked for from nothing. */
export const NOTHING_KEPT: Kept = {
  cells: [],
  on: () => 0,
  unchanged: { arrival: false, departure: false },
};
