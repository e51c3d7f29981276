// Stage 4, PoolBudget (domain.md §3.4 and §3.5): releases, sub-allotments and the budgets that lines
// share, down to the rooms available per line and night, and per room type.
import { invariant } from '../../../../shared/domain/invariant.ts';
import type { LineState, LineTerm, PoolState } from './book-state.ts';
import { CLOSED_FULL } from './closure.ts';
import { isWeekdayOf } from './contract-resolver.ts';
import type { AppliedLine } from './event-applier.ts';
import { capColumn } from './release.ts';
import { roomTypesOf } from './room-types.ts';
import type { Budget, PoolShare, ResolvedLine } from './resolved.ts';
import { sellableColumn } from './sale-counter.ts';
import type { Setting } from './setting.ts';
import type { Span } from './span.ts';
import { slicesOf } from './sub-allotments.ts';

type PoolColumns = Pick<PoolShare, 'free' | 'kept'>;
type WeighedLine = Omit<ResolvedLine, 'pools' | 'available' | 'reach'>;

export function budgetPools(setting: Setting, lines: readonly AppliedLine[]): Budget {
  const weighed = new Map(lines.map((line) => [line.line, weigh(setting, line)]));
  const columns = new Map<PoolState, PoolColumns>();
  const resolved: ResolvedLine[] = [];
  for (const line of weighed.values()) {
    if (line.visible) resolved.push(resolveLine(setting, line, sharesOf(line.line)));
  }
  return { lines: resolved, roomTypes: roomTypesOf(setting, resolved) };

  function sharesOf(line: LineState): PoolShare[] {
    return line.pools.map((pool) => {
      let known = columns.get(pool);
      if (!known) columns.set(pool, (known = poolColumns(setting, pool, weighed)));
      return { pool, weight: weightOf(pool, line), ...known };
    });
  }
}

function weigh(setting: Setting, line: AppliedLine): WeighedLine {
  const cap = capColumn(setting, line);
  const slices = slicesOf(setting, line);
  return { ...line, cap, slices, protected: protectedColumn(setting, line, cap) };
}

function protectedColumn(
  { span, blank }: Setting,
  { term, first, end, consumed }: AppliedLine,
  cap: Float64Array,
): Float64Array {
  if (term.protect === 0) return blank.zeros;
  const kept = new Float64Array(span.nights);
  for (let at = first; at < end; at += 1) {
    if (!isWeekdayOf(term, span, at)) continue;
    const unsold = term.protect - (consumed[at] as number);
    kept[at] = Math.max(0, Math.min(unsold, cap[at] as number));
  }
  return kept;
}

function poolColumns(
  { span }: Setting,
  pool: PoolState,
  lines: ReadonlyMap<LineState, WeighedLine>,
): PoolColumns {
  const free = new Float64Array(span.nights).fill(pool.budget + pool.overbook);
  const kept = new Float64Array(span.nights);
  for (const [day, budget] of pool.byDate) free[day - span.from] = budget + pool.overbook;
  for (const member of pool.members) {
    const line = lines.get(member.line);
    invariant(line, 'every member of a pool is resolved beside the line that asks for it');
    const { consumed, slices } = line;
    for (let at = 0; at < span.nights; at += 1) {
      const keptRooms = Math.max(line.protected[at] as number, slices.others[at] as number);
      kept[at] = (kept[at] as number) + member.weight * keptRooms;
      const rooms = (consumed[at] as number) + keptRooms;
      free[at] = (free[at] as number) - member.weight * rooms;
    }
  }
  return { free, kept };
}

function weightOf(pool: PoolState, line: LineState): number {
  const member = pool.members.find((candidate) => candidate.line === line);
  invariant(member, 'a line knows only pools that name it');
  return member.weight;
}

function resolveLine(setting: Setting, line: WeighedLine, pools: PoolShare[]): ResolvedLine {
  const reaching = { ...line, reach: reachColumn(setting, line) };
  return { ...reaching, pools, available: sellableColumn(reaching, pools) };
}

/** min(share, cap − others), clamped; 0 where nothing may be sold at all. */
function reachColumn(setting: Setting, line: WeighedLine): Float64Array {
  const { blank } = setting;
  const { term, first, end, raw, consumed, cap, slices } = line;
  if (term.contract.kind === 'ON_REQUEST') return blank.zeros;
  const reach = blank.fresh();
  if (sellsWithoutNumber(term)) reach.fill(Infinity, first, end);
  else {
    // Where raw is a debt there is nothing to sell either way: the last pass clamps.
    for (let at = first; at < end; at += 1) {
      reach[at] = (raw[at] as number) - (consumed[at] as number);
    }
  }
  // Most lines have neither releases that passed nor sub-allotments: they skip the passes for them.
  if (cap !== blank.unlimited) limitTo(reach, cap, blank.zeros, line);
  if (slices.others !== blank.zeros) limitTo(reach, slices.ownLimit, slices.others, line);
  closeNights(setting.span, reach, line);
  return reach;
}

/** min(reach − others, limit), in place. */
function limitTo(
  reach: Float64Array,
  limit: Float64Array,
  others: Float64Array,
  { first, end }: WeighedLine,
): void {
  for (let at = first; at < end; at += 1) {
    reach[at] = lesser((reach[at] as number) - (others[at] as number), limit[at] as number);
  }
}

/** Clamps, in place; a night that is closed, missing or not covered sells nothing. */
function closeNights({ weekdayBits }: Span, reach: Float64Array, line: WeighedLine): void {
  const { term, first, end, base, closed } = line;
  const { weekdays } = term.contract;
  const needsNumber = !sellsWithoutNumber(term);
  for (let at = first; at < end; at += 1) {
    const rooms = reach[at] as number;
    const number = base[at] as number;
    const isCovered = ((weekdayBits[at] as number) & weekdays) !== 0;
    const isClosed = ((closed[at] as number) & CLOSED_FULL) !== 0;
    // NaN, a missing number, is the only one that differs from itself.
    const isMissing = needsNumber && number !== number;
    reach[at] = rooms > 0 && isCovered && !isClosed && !isMissing ? rooms : 0;
  }
}

// A plain comparison: Math.min also orders −0 and NaN, which costs in a loop this hot.
function lesser(left: number, right: number): number {
  return left < right ? left : right;
}

/** `own` is ∞: free sale, and lines that live off their pools. */
export function sellsWithoutNumber({ contract, poolFunded }: LineTerm): boolean {
  return contract.kind === 'FREE_SALE' || poolFunded;
}
