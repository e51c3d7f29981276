// All that keeps one line from giving rooms on one night, not the narrowest limit alone.
import type { ReasonCode } from '../../../../shared/domain/reason-codes.ts';
import type { Candidate } from '../holds/shortages.ts';
import { CLOSED_FULL } from '../pipeline/closure.ts';
import { sellsWithoutNumber } from '../pipeline/pool-budget.ts';
import type { ResolvedLine } from '../pipeline/resolved.ts';
import { leftIn } from '../pipeline/sale-counter.ts';

export interface Obstacle {
  readonly code: ReasonCode;
  readonly line?: string;
  readonly pool?: string;
  /** Of the missing rooms, how many could still be had; ≥ 0, fewer than are missing. */
  readonly rooms: number;
  /** Of a contract's own rules: the number it asks for and the one that the stay has. */
  readonly needed?: number;
  readonly have?: number;
}

/** `line` is resolved with what could be had already taken; `missing` rooms are still wanted. */
export function obstaclesOfLine(
  { line, objections }: Candidate,
  at: number,
  missing: number,
): Obstacle[] {
  const id = line.line.id;
  const found: Obstacle[] = objections.map((each) => ({ ...each, line: id, rooms: 0 }));
  if (line.term.contract.kind === 'ON_REQUEST') {
    return [...found, { code: 'ON_REQUEST_ONLY', line: id, rooms: 0 }];
  }
  if (((line.closed[at] as number) & CLOSED_FULL) !== 0) {
    found.push({ code: 'STOP_SALE', line: id, rooms: 0 });
  }
  if (Number.isNaN(line.base[at]) && !sellsWithoutNumber(line.term)) {
    return [...found, { code: 'MISSING_NUMBER', line: id, rooms: 0 }];
  }
  const limits = limitsOf(line, at, missing)
    .filter(({ rooms }) => rooms < missing)
    .map((limit) => ({ ...limit, line: id, rooms: Math.max(0, limit.rooms) }));
  found.push(...limits);
  return found.length > 0 ? found : [{ code: 'CONTRACT_BOUNDARY', line: id, rooms: 0 }];
}

/** Every limit of the line with the code it would be refused with. */
function limitsOf(line: ResolvedLine, at: number, missing: number): Obstacle[] {
  const others = line.slices.others[at] as number;
  const gross = sellsWithoutNumber(line.term) ? Infinity : Math.max(0, line.raw[at] as number);
  const own = gross - (line.consumed[at] as number);
  const cap = line.cap[at] as number;
  const ownSlice = line.slices.ownLimit[at] as number;
  const keptOr = (code: ReasonCode, rooms: number): ReasonCode =>
    rooms >= missing ? 'PROTECTED_FOR_OTHER' : code;
  return [
    { code: keptOr('SOLD_OUT_LINE', own), rooms: own - others },
    { code: 'SOLD_OUT_LINE', rooms: ownSlice },
    { code: keptOr('RELEASED', cap), rooms: cap - others },
    ...line.pools.map(({ pool, weight, free, kept }) => {
      const guarded = line.protected[at] as number;
      const rooms = leftIn(free[at] as number, weight, guarded, others);
      // What other lines protect, and what all lines keep for other agencies.
      const forOthers = (kept[at] as number) - weight * Math.max(guarded - others, 0);
      const code = keptOr('SOLD_OUT_POOL', rooms + Math.floor(forOthers / weight));
      return { code, pool: pool.id, rooms };
    }),
  ];
}
