// What the pipeline answers: columns with one element per night, per line and per room type. Made by
// the pool budget; read by projections, calendars and decisions.
import type { PoolState } from './book-state.ts';
import type { AppliedLine } from './event-applier.ts';
import type { Slices } from './sub-allotments.ts';

export interface PoolShare {
  readonly pool: PoolState;
  readonly weight: number;
  /** budget + overbook − used − `kept`; may be negative. */
  readonly free: Float64Array;
  /** What all members protect or keep for other agencies, weighed. */
  readonly kept: Float64Array;
}

/** All columns have a meaning on covered nights only; see `covers`. */
export interface ResolvedLine extends AppliedLine {
  /** ∞ where no release has passed. */
  readonly cap: Float64Array;
  readonly slices: Slices;
  /** Rooms protected and not yet consumed, before the pool's weight. */
  readonly protected: Float64Array;
  /** What the line could sell if its pools were endless: ≥ 0, ∞ without limit. */
  readonly reach: Float64Array;
  readonly pools: readonly PoolShare[];
  /** ≥ 0; ∞ where the line sells without limit. */
  readonly available: Float64Array;
}

export interface Budget {
  /** Visible lines that cover at least one night, by id. */
  readonly lines: readonly ResolvedLine[];
  readonly roomTypes: readonly ResolvedRoomType[];
}

export interface ResolvedRoomType {
  readonly roomType: string;
  /** 1 where at least one visible line covers the night. */
  readonly covered: Uint8Array;
  /** ∞ where any line sells without limit. */
  readonly available: Float64Array;
}
