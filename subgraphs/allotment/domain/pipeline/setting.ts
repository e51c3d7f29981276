// What all stages of one resolution share: the facts, the nights, the moment, the asking agency, and
// blank columns for lines to which nothing happens. Made by pipeline.ts.
import type { BookIndex } from './book-state.ts';
import { createHorizon, createMoment } from './moment.ts';
import type { Horizon, Moment } from './moment.ts';
import type { ResolveQuery } from './query.ts';
import { spanOf } from './span.ts';
import type { Span } from './span.ts';

export interface Setting {
  readonly index: BookIndex;
  readonly query: ResolveQuery;
  readonly span: Span;
  readonly moment: Moment;
  readonly horizon: Horizon;
  readonly blank: BlankColumns;
}

/**
 * Columns shared by all lines without anything of their own, hence never written to. In every
 * column of numbers ∞ means without limit and NaN means that there is no number (`null` in §9).
 */
export interface BlankColumns {
  readonly zeros: Float64Array;
  readonly unlimited: Float64Array;
  readonly missing: Float64Array;
  readonly open: Uint8Array;
  /** No rate is set: −1 on every night. */
  readonly unranked: Int32Array;
  /** The column that is `value` on every night. */
  constant(value: number): Float64Array;
  /** A column of zeros to write to; many share one buffer, as allocating each would cost most. */
  fresh(): Float64Array;
}

const COLUMNS_PER_BUFFER = 64;

/** `moment` may be given by a caller who asks the same hotel often at one instant. */
export function settingOf(
  index: BookIndex,
  query: ResolveQuery,
  moment: Moment = createMoment(query.asOf, query.timezone),
): Setting {
  const span = spanOf(query.from, query.to);
  return {
    index,
    query,
    span,
    moment,
    horizon: createHorizon(),
    blank: blankColumns(span.nights),
  };
}

function blankColumns(nights: number): BlankColumns {
  const constants = new Map<number, Float64Array>();
  const constant = (value: number): Float64Array => {
    let column = constants.get(value);
    if (!column) constants.set(value, (column = new Float64Array(nights).fill(value)));
    return column;
  };
  let buffer = new Float64Array(0);
  const fresh = (): Float64Array => {
    if (buffer.length === 0) buffer = new Float64Array(nights * COLUMNS_PER_BUFFER);
    const column = buffer.subarray(0, nights);
    buffer = buffer.subarray(nights);
    return column;
  };
  return {
    zeros: constant(0),
    unlimited: constant(Infinity),
    missing: constant(NaN),
    open: new Uint8Array(nights),
    unranked: new Int32Array(nights).fill(-1),
    constant,
    fresh,
  };
}
