// Where the rooms of a stay come from, in the order of domain.md §3.6: COMMITTED → own sub-allotment
// → ALLOTMENT by earliest release → shared pool → FREE_SALE; ties by rate, then contract id. (The
// block named comes from pick-up.ts, requests from on-request.ts.)
import { compareCodePoints } from '../../../../shared/domain/code-points.ts';
import type { Micros } from '../../../../shared/domain/instants.ts';
import type { DayNumber } from '../../../../shared/domain/nights.ts';
import type { Moment } from '../pipeline/moment.ts';
import type { ResolvedLine } from '../pipeline/resolved.ts';
import type { Desk } from './desk.ts';
import type { Stay } from './stay.ts';

export interface Source {
  readonly line: ResolvedLine;
  /** Sells no more than the agency's own slice; the rest of the line is a source further down. */
  readonly isOwnSlice: boolean;
}

export const ORDER = {
  committed: 1,
  ownSubAllotment: 2,
  allotment: 3,
  sharedPool: 4,
  freeSale: 5,
} as const;

export interface RankedSource extends Source {
  readonly order: number;
  readonly releaseAt: Micros;
  readonly rate: number;
}

export function sourcesOf(desk: Desk, stay: Stay, lines: readonly ResolvedLine[]): Source[] {
  const ranked: RankedSource[] = [];
  for (const line of lines) {
    const order = orderOf(line);
    if (order === null) continue;
    const key = {
      line,
      releaseAt: nextRelease(desk.moment, stay.from, line),
      rate: firstRate(line),
    };
    ranked.push({ ...key, order, isOwnSlice: false });
    if (order > ORDER.ownSubAllotment && line.slices.own.some((rooms) => rooms > 0)) {
      ranked.push({ ...key, order: ORDER.ownSubAllotment, isOwnSlice: true });
    }
  }
  return ranked.sort(inOrder);
}

/** Null for lines that can only be requested. */
export function orderOf({ term }: ResolvedLine): number | null {
  switch (term.contract.kind) {
    case 'COMMITTED':
      return ORDER.committed;
    case 'ALLOTMENT':
      return term.poolFunded ? ORDER.sharedPool : ORDER.allotment;
    case 'FREE_SALE':
      return ORDER.freeSale;
    case 'ON_REQUEST':
      return null;
  }
}

/** When the line next gives rooms of the (first) night back: what is lost soonest is sold first. */
export function nextRelease(moment: Moment, night: DayNumber, { term }: ResolvedLine): Micros {
  const instants = term.stages
    .map(({ daysBefore }) => moment.instant(night - daysBefore, term.releaseMinute))
    .filter((instant) => instant > moment.asOf);
  return Math.min(Infinity, ...instants);
}

/** The rate of the first night that the line covers; lines without a rate come last. */
function firstRate({ rates, first }: ResolvedLine): number {
  const known = rates()[first] as number;
  return Number.isNaN(known) ? Infinity : known;
}

export function inOrder(left: RankedSource, right: RankedSource): number {
  return (
    left.order - right.order ||
    compareNumbers(left.releaseAt, right.releaseAt) ||
    compareNumbers(left.rate, right.rate) ||
    compareCodePoints(left.line.line.contractId, right.line.line.contractId)
  );
}

/** Infinity − Infinity is no number, hence not a subtraction. */
function compareNumbers(left: number, right: number): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
