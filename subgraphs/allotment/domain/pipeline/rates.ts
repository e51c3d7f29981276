// Rate changes (domain.md §3.3): the latest `set`, then the sum of `add`s, then the product of
// factors, rounded half-even once. A leaf of the event applier.
import { compareCodePoints } from '../../../../shared/domain/code-points.ts';
import { divideHalfEven } from '../../../../shared/domain/half-even.ts';
import type { BookIndex, RateChange } from './book-state.ts';
import type { BlankColumns, Setting } from './setting.ts';
import { addTo, eachPosition, recursOn, touches } from './span.ts';
import type { Span } from './span.ts';

/** The rate changes of one target, or of several at once, worked out per night. */
export interface RateColumns {
  readonly changes: readonly RateChange[];
  /** Rank of the latest change that sets a rate; −1 where none does. */
  readonly ranks: Int32Array;
  readonly adds: Float64Array;
  /** Null without factors, which are rare. */
  readonly factors: FactorColumns | null;
}

/** Product of factors in double precision, and how many they are. */
interface FactorColumns {
  readonly product: Float64Array;
  readonly count: Float64Array;
}

/** Of a line: the house and its room type at once, its contract, and the line itself. */
export type LineRates = readonly [RateColumns, RateColumns, RateColumns];

const BASIS_POINTS = 10_000;
/**
 * Twice the error that one factor (a division and a multiplication) can bring in, relative to the
 * product: from 2^50 on, where a double no longer tells halves apart, it is half or more.
 */
const ERROR_PER_FACTOR = 2 ** -51;

export function rateColumns(
  changes: readonly RateChange[],
  { span, blank }: Pick<Setting, 'span' | 'blank'>,
): RateColumns {
  const touching = changes.filter((change) => touches(span, change));
  let { unranked: ranks, zeros: adds } = blank;
  let factors: FactorColumns | null = null;
  for (const change of touching) {
    if (change.set !== null) {
      if (ranks === blank.unranked) ranks = ranks.slice();
      markRank(ranks, span, change);
    } else if (change.factorBp === null) {
      if (adds === blank.zeros) adds = blank.fresh();
      markAdd(adds, span, change);
    } else {
      factors ??= { product: blank.fresh().fill(1), count: blank.fresh() };
      markFactor(factors, span, change, change.factorBp / BASIS_POINTS);
    }
  }
  return { changes: touching, ranks, adds, factors };
}

/** Both at once: the later `set`, the sum of `add`s, the product of factors. */
export function mergeRates(
  left: RateColumns,
  right: RateColumns,
  blank: BlankColumns,
): RateColumns {
  const adds = blank.fresh();
  addTo(adds, left.adds);
  addTo(adds, right.adds);
  return {
    changes: [...left.changes, ...right.changes],
    ranks: left.ranks.map((rank, at) => Math.max(rank, right.ranks[at] as number)),
    adds,
    factors: mergeFactors([left, right], blank),
  };
}

function markRank(ranks: Int32Array, span: Span, change: RateChange): void {
  eachPosition(span, change, (at) => {
    ranks[at] = Math.max(ranks[at] as number, change.rank);
  });
}

function markAdd(adds: Float64Array, span: Span, change: RateChange): void {
  eachPosition(span, change, (at) => {
    adds[at] = (adds[at] as number) + change.add;
  });
}

function markFactor(
  { product, count }: FactorColumns,
  span: Span,
  change: RateChange,
  factor: number,
): void {
  eachPosition(span, change, (at) => {
    product[at] = (product[at] as number) * factor;
    count[at] = (count[at] as number) + 1;
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
 * Minor units per night, from the contract's own rate (NaN: none). NaN where neither the contract
 * nor a `set` names one. `scopes` are the three of a line; `setters` as `settersInOrder` gave them
 * when the scopes were worked out.
 */
export function rateColumn(
  base: number,
  scopes: LineRates,
  setters: readonly number[],
  { span, blank }: Pick<Setting, 'span' | 'blank'>,
): Float64Array {
  const rate = blank.fresh();
  setAndAdd(rate, base, scopes, setters);
  const factors = mergeFactors(scopes, blank);
  if (factors) multiply(rate, factors, (amount, at) => exactRate(amount, scopes, span.from + at));
  return rate;
}

/** One pass over three targets: a loop over a list of them would cost more than the sums. */
function setAndAdd(
  rate: Float64Array,
  base: number,
  [first, second, third]: LineRates,
  setters: readonly number[],
): void {
  const { ranks: ranks1, adds: adds1 } = first;
  const { ranks: ranks2, adds: adds2 } = second;
  const { ranks: ranks3, adds: adds3 } = third;
  for (let at = 0; at < rate.length; at += 1) {
    let rank = ranks1[at] as number;
    if ((ranks2[at] as number) > rank) rank = ranks2[at] as number;
    if ((ranks3[at] as number) > rank) rank = ranks3[at] as number;
    const add = (adds1[at] as number) + (adds2[at] as number) + (adds3[at] as number);
    rate[at] = (rank < 0 ? base : (setters[rank] as number)) + add;
  }
}

function mergeFactors(scopes: readonly RateColumns[], blank: BlankColumns): FactorColumns | null {
  const [first, ...others] = scopes.flatMap(({ factors }) => factors ?? []);
  if (!first || others.length === 0) return first ?? null;
  const product = blank.fresh();
  const count = blank.fresh();
  product.set(first.product);
  count.set(first.count);
  for (const other of others) {
    addTo(count, other.count);
    for (let at = 0; at < product.length; at += 1) {
      product[at] = (product[at] as number) * (other.product[at] as number);
    }
  }
  return { product, count };
}

function multiply(
  rate: Float64Array,
  { product, count }: FactorColumns,
  exactly: (amount: number, at: number) => number,
): void {
  let lastAmount = NaN;
  let lastFactor = NaN;
  let lastCount = 0;
  let lastRate = NaN;
  for (let at = 0; at < rate.length; at += 1) {
    const amount = rate[at] as number;
    const factor = product[at] as number;
    const factorCount = count[at] as number;
    if (factorCount === 0 || Number.isNaN(amount)) continue;
    // Neighbouring nights mostly cost the same; what was certain once is certain again.
    if (amount !== lastAmount || factor !== lastFactor || factorCount !== lastCount) {
      const rounded = certainRounding(amount * factor, factorCount);
      if (rounded === null) {
        rate[at] = exactly(amount, at);
        continue;
      }
      lastAmount = amount;
      lastFactor = factor;
      lastCount = factorCount;
      lastRate = rounded;
    }
    rate[at] = lastRate;
  }
}

/**
 * The rounded product if double precision cannot have put it on the wrong side of a half: 10 499.7
 * surely is 10 500, but 10 552.5 may be a tie and is left to exact arithmetic (null).
 */
function certainRounding(product: number, factorCount: number): number | null {
  const magnitude = Math.abs(product);
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
