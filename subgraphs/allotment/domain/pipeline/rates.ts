// Rate changes (domain.md §3.3): the latest `set`, then the sum of `add`s, then the product of
// factors, rounded half-even once. A leaf of the event applier.
import { compareCodePoints } from '../../../../shared/domain/code-points.ts';
import type { BookIndex, RateChange } from './book-state.ts';
import { eachPosition, recursOn } from './span.ts';
import type { Span } from './span.ts';

/** The rate changes of one target, worked out per night. */
export interface RateColumns {
  readonly changes: readonly RateChange[];
  /** Rank of the latest change that sets a rate; −1 where none does. */
  readonly ranks: Int32Array;
  readonly adds: Float64Array;
  /** Product of factors in double precision, and how many they are. */
  readonly factors: Float64Array;
  readonly factorCounts: Uint32Array;
}

const BASIS_POINTS = 10_000;
/** Above 2^50 a double no longer tells halves apart. */
const CERTAIN_BELOW = 2 ** 50;
/** Twice the error that one factor (a division and a multiplication) can bring in. */
const ERROR_PER_FACTOR = 2 ** -51;

/** Null when no change touches the span. */
export function rateColumns(changes: readonly RateChange[], span: Span): RateColumns | null {
  const touching = changes.filter(
    ({ from, to }) => from < span.from + span.nights && to > span.from,
  );
  if (touching.length === 0) return null;
  const columns: RateColumns = {
    changes: touching,
    ranks: new Int32Array(span.nights).fill(-1),
    adds: new Float64Array(span.nights),
    factors: new Float64Array(span.nights).fill(1),
    factorCounts: new Uint32Array(span.nights),
  };
  for (const change of touching) applyChange(columns, span, change);
  return columns;
}

function applyChange(
  { ranks, adds, factors, factorCounts }: RateColumns,
  span: Span,
  change: RateChange,
): void {
  const factor = change.factorBp === null ? null : change.factorBp / BASIS_POINTS;
  eachPosition(span, change, (at) => {
    if (change.set !== null) {
      ranks[at] = Math.max(ranks[at] as number, change.rank);
    } else if (factor === null) {
      adds[at] = (adds[at] as number) + change.add;
    } else {
      factors[at] = (factors[at] as number) * factor;
      factorCounts[at] = (factorCounts[at] as number) + 1;
    }
  });
}

/**
 * The rates that changes of the hotel set, ordered by (`effectiveAt`, `id`); each change's `rank` is
 * its place, so that the latest of several is the greatest number.
 */
export function settersInOrder(index: BookIndex): readonly number[] {
  if (index.setters) return index.setters;
  const { hotel, contracts, roomTypes, lines } = index.events;
  const scopes = [hotel, ...contracts.values(), ...roomTypes.values(), ...lines.values()];
  const setting = scopes.flatMap(({ rates }) => rates).filter(({ set }) => set !== null);
  setting.sort(
    (left, right) => left.effectiveAt - right.effectiveAt || compareCodePoints(left.id, right.id),
  );
  index.setters = setting.map((change, rank) => {
    change.rank = rank;
    return change.set as number;
  });
  return index.setters;
}

/**
 * Minor units per night in `[first, end)`; NaN where neither the contract (`base`) nor a `set` names
 * a rate. `setters` as `settersInOrder` gives them.
 */
export function fillRates(
  rate: Float64Array,
  base: number,
  scopes: readonly RateColumns[],
  setters: readonly number[],
  span: Span,
): void {
  for (let at = 0; at < rate.length; at += 1) {
    let rank = -1;
    let add = 0;
    let factor = 1;
    let factorCount = 0;
    for (const columns of scopes) {
      if ((columns.ranks[at] as number) > rank) rank = columns.ranks[at] as number;
      add += columns.adds[at] as number;
      factor *= columns.factors[at] as number;
      factorCount += columns.factorCounts[at] as number;
    }
    const amount = (rank < 0 ? base : (setters[rank] as number)) + add;
    rate[at] =
      factorCount === 0 ? amount : priced(amount, factor, factorCount, scopes, span.from + at);
  }
}

function priced(
  amount: number,
  factor: number,
  factorCount: number,
  scopes: readonly RateColumns[],
  day: number,
): number {
  if (Number.isNaN(amount)) return NaN;
  return certainRounding(amount * factor, factorCount) ?? exactRate(amount, scopes, day);
}

/**
 * The rounded product if double precision cannot have put it on the wrong side of a half: 10 499.7
 * surely is 10 500, but 10 552.5 may be a tie and is left to exact arithmetic (null).
 */
function certainRounding(product: number, factorCount: number): number | null {
  const magnitude = Math.abs(product);
  if (!(magnitude < CERTAIN_BELOW)) return null;
  const fraction = magnitude - Math.floor(magnitude);
  const error = magnitude * factorCount * ERROR_PER_FACTOR;
  // Adding 0 turns −0 into 0.
  return Math.abs(fraction - 0.5) > error ? Math.round(product) + 0 : null;
}

function exactRate(amount: number, scopes: readonly RateColumns[], day: number): number {
  let numerator = BigInt(amount);
  let denominator = 1n;
  for (const change of scopes.flatMap(({ changes }) => changes)) {
    if (change.factorBp === null || !recursOn(change, day)) continue;
    numerator *= BigInt(change.factorBp);
    denominator *= BigInt(BASIS_POINTS);
  }
  return Number(divideHalfEven(numerator, denominator));
}

/** `5 / 2` → 2, `7 / 2` → 4, `−5 / 2` → −2: ties go to the even neighbour, whatever the sign. */
export function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const rest = numerator - quotient * denominator;
  const twice = rest < 0n ? -2n * rest : 2n * rest;
  const isUp = twice > denominator || (twice === denominator && quotient % 2n !== 0n);
  if (!isUp) return quotient;
  return numerator < 0n ? quotient - 1n : quotient + 1n;
}
