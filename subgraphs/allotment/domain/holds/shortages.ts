// Why a stay cannot be filled: for each night that is short, what stands against each line.
import { formatNight } from '../../../../shared/domain/nights.ts';
import type { Reason } from '../../../../shared/domain/reason-codes.ts';
import { CLOSED_FULL } from '../pipeline/closure.ts';
import { covers } from '../pipeline/contract-resolver.ts';
import { sellsWithoutNumber } from '../pipeline/pool-budget.ts';
import type { ResolvedLine } from '../pipeline/resolved.ts';
import { leftIn, sellable } from '../pipeline/sale-counter.ts';
import type { SaleCounter, Till } from '../pipeline/sale-counter.ts';
import type { Span } from '../pipeline/span.ts';
import type { Filled } from './fill-stay.ts';
import { pathOf } from './stay.ts';
import type { Objection, Stay } from './stay.ts';

export interface Candidate {
  readonly line: ResolvedLine;
  readonly objections: readonly Objection[];
}

type Cause = Pick<Reason, 'code' | 'line' | 'pool' | 'needed' | 'have'>;

/** Reasons per code, line and pool, each with the nights it spoils; never empty for a short stay. */
export function shortagesOf(
  stay: Stay,
  span: Span,
  candidates: readonly Candidate[],
  filled: Filled,
  counter: SaleCounter,
): Reason[] {
  const reasons = new Map<string, Reason & { readonly nights: string[] }>();
  for (const [at, missing] of filled.missing.entries()) {
    if (missing === 0) continue;
    const have = stay.line.rooms - missing;
    for (const cause of causesOn(span, at, missing, candidates, counter)) {
      note({ needed: stay.line.rooms, have, ...cause }, formatNight(span.from + at));
    }
  }
  return [...reasons.values()];

  function note(cause: Cause, night: string): void {
    const key = JSON.stringify([cause.code, cause.line, cause.pool]);
    const known = reasons.get(key);
    if (!known) reasons.set(key, { path: pathOf(stay), ...cause, nights: [night] });
    else {
      known.nights.push(night);
      const least = Math.min(known.have as number, cause.have as number);
      reasons.set(key, { ...known, have: least });
    }
  }
}

function causesOn(
  span: Span,
  at: number,
  missing: number,
  candidates: readonly Candidate[],
  counter: SaleCounter,
): Cause[] {
  const covering = candidates.filter(({ line }) => covers(line, span, at));
  if (covering.length === 0) return [{ code: 'NO_CONTRACT' }];
  return covering.flatMap((candidate) => causesOf(candidate, at, missing, counter));
}

function causesOf(
  { line, objections }: Candidate,
  at: number,
  missing: number,
  counter: SaleCounter,
): Cause[] {
  const lineId = line.line.id;
  const { contract } = line.term;
  if (objections.length > 0) {
    return objections.map((objection) => ({ ...objection, line: lineId }));
  }
  if (contract.kind === 'ON_REQUEST') return [{ code: 'ON_REQUEST_ONLY', line: lineId }];
  if (((line.closed[at] as number) & CLOSED_FULL) !== 0) {
    return [{ code: 'STOP_SALE', line: lineId }];
  }
  if (Number.isNaN(line.base[at]) && !sellsWithoutNumber(line.term)) {
    return [{ code: 'MISSING_NUMBER', line: lineId }];
  }
  const till = counter.till(line);
  if (sellable(till, at) >= missing) return [{ code: 'CONTRACT_BOUNDARY', line: lineId }];
  return [{ line: lineId, ...bindingCause(line, till, at) }];
}

/** Which limit of an open line is the narrowest, after what was taken from it. */
function bindingCause(line: ResolvedLine, till: Till, at: number): Cause {
  const others = till.others[at] as number;
  const protectedRooms = till.protected[at] as number;
  let binding: Cause | null = null;
  let narrowest = till.reach[at] as number;
  for (const { pool, weight, free, kept } of till.shares) {
    const left = leftIn(free[at] as number, weight, protectedRooms, others);
    if (left >= narrowest) continue;
    narrowest = left;
    // What other lines protect, and what all lines keep for other agencies.
    const forOthers = (kept[at] as number) - weight * Math.max(protectedRooms - others, 0);
    const isProtected = left + Math.floor(forOthers / weight) > 0;
    binding = { code: isProtected ? 'PROTECTED_FOR_OTHER' : 'SOLD_OUT_POOL', pool: pool.id };
  }
  return binding ?? { code: lineCause(line, others, at) };
}

function lineCause(line: ResolvedLine, others: number, at: number): Cause['code'] {
  const gross = sellsWithoutNumber(line.term) ? Infinity : Math.max(0, line.raw[at] as number);
  const owned = gross - (line.consumed[at] as number);
  if ((line.cap[at] as number) < owned) return 'RELEASED';
  const isOwnLimit = (line.slices.ownLimit[at] as number) < owned - others;
  return others > 0 && owned > 0 && !isOwnLimit ? 'PROTECTED_FOR_OTHER' : 'SOLD_OUT_LINE';
}
