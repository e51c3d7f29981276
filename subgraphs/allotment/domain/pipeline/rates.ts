// Rate changes (domain.md §3.3): the latest `set`, then the sum of `add`s, then the product of
// factors, rounded half-even once. A leaf of the event applier.
import { compareCodePoints } from '../../../../shared/domain/code-points.ts';
import type { BookIndex, RateChange } from './book-state.ts';
import { eachPosition, recursOn } from './span.ts';
import type { Span } from './span.ts';

/** The rate changes of one target, worked out per night; null for sorts that it has none of. */
export interface RateColumns {
  readonly changes: readonly RateChange[];
  /** Rank of the latest change that sets a rate; −1 where none does. */
  readonly ranks: Int32Array | null;
  readonly adds: Float64Array | null;
  readonly factors: FactorColumns | null;
}

/** Product of factors in double precision, and how many they are. */
interface FactorColumns {
  readonly product: Float64Array;
  readonly count: Uint32Array;
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
  const setting = touching.filter(({ set }) => set !== null);
  const scaling = touching.filter(({ factorBp }) => factorBp !== null);
  const adding = touching.filter(({ add }) => add !== 0);
  return {
    changes: touching,
    ranks: setting.length === 0 ? null : rankColumn(setting, span),
    adds: adding.length === 0 ? null : addColumn(adding, span),
    factors: scaling.length === 0 ? null : factorColumns(scaling, span),
  };
}

function rankColumn(changes: readonly RateChange[], span: Span): Int32Array {
  const ranks = new Int32Array(span.nights).fill(-1);
  for (const change of changes) {
    eachPosition(span, change, (at) => {
      ranks[at] = Math.max(ranks[at] as number, change.rank);
    });
  }
  return ranks;
}

function addColumn(changes: readonly RateChange[], span: Span): Float64Array {
  const adds = new Float64Array(span.nights);
  for (const change of changes) {
    eachPosition(span, change, (at) => {
      adds[at] = (adds[at] as number) + change.add;
    });
  }
  return adds;
}

function factorColumns(changes: readonly RateChange[], span: Span): FactorColumns {
  const product = new Float64Array(span.nights).fill(1);
  const count = new Uint32Array(span.nights);
  for (const change of changes) {
    const factor = (change.factorBp as number) / BASIS_POINTS;
    eachPosition(span, change, (at) => {
      product[at] = (product[at] as number) * factor;
      count[at] = (count[at] as number) + 1;
    });
  }
  return { product, count };
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
 * Minor units per night; NaN where neither the contract (`base`) nor a `set` names a rate. `setters`
 * as `settersInOrder` gives them.
 */
export function rateColumn(
  base: number,
  scopes: readonly RateColumns[],
  setters: readonly number[],
  span: Span,
): Float64Array {
  const rate = new Float64Array(span.nights).fill(base);
  setLatest(
    rate,
    scopes.flatMap(({ ranks }) => ranks ?? []),
    setters,
  );
  for (const { adds } of scopes) if (adds) addTo(rate, adds);
  const factors = scopes.flatMap((scope) => scope.factors ?? []);
  if (factors.length > 0) multiply(rate, factors, scopes, span);
  return rate;
}

function setLatest(
  rate: Float64Array,
  columns: readonly Int32Array[],
  setters: readonly number[],
): void {
  const [latest, ...others] = columns;
  if (!latest) return;
  const ranks = others.length === 0 ? latest : latest.slice();
  for (const column of others) {
    for (let at = 0; at < ranks.length; at += 1) {
      if ((column[at] as number) > (ranks[at] as number)) ranks[at] = column[at] as number;
    }
  }
  for (let at = 0; at < rate.length; at += 1) {
    const rank = ranks[at] as number;
    if (rank >= 0) rate[at] = setters[rank] as number;
  }
}

function addTo(sum: Float64Array, column: Float64Array): void {
  for (let at = 0; at < sum.length; at += 1) sum[at] = (sum[at] as number) + (column[at] as number);
}

function multiply(
  rate: Float64Array,
  factors: readonly FactorColumns[],
  scopes: readonly RateColumns[],
  span: Span,
): void {
  for (let at = 0; at < rate.length; at += 1) {
    let factor = 1;
    let factorCount = 0;
    for (const { product, count } of factors) {
      factor *= product[at] as number;
      factorCount += count[at] as number;
    }
    const amount = rate[at] as number;
    if (factorCount === 0 || Number.isNaN(amount)) continue;
    const rounded = certainRounding(amount * factor, factorCount);
    rate[at] = rounded ?? exactRate(amount, scopes, span.from + at);
  }
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
