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
import type { BlankColumns, Setting } from './setting.ts';
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
function reachColumn({ span, blank }: Setting, line: WeighedLine): Float64Array {
  const { term, first, end, cap, slices } = line;
  if (term.contract.kind === 'ON_REQUEST') return blank.zeros;
  const reach = ownedColumn(blank, line);
  if (cap !== blank.unlimited) {
    for (let at = first; at < end; at += 1) {
      reach[at] = lesser(reach[at] as number, cap[at] as number);
    }
  }
  if (slices.others !== blank.zeros || slices.ownLimit !== blank.unlimited) {
    for (let at = first; at < end; at += 1) {
      const share = (reach[at] as number) - (slices.others[at] as number);
      reach[at] = lesser(share, slices.ownLimit[at] as number);
    }
  }
  return closeNights(span, line, reach);
}

/** `own`: what is left of the line's own number, ∞ where it needs none; may be negative. */
function ownedColumn(blank: BlankColumns, line: WeighedLine): Float64Array {
  const { term, first, end, raw, consumed } = line;
  const owned = blank.fresh();
  if (sellsWithoutNumber(term)) return owned.fill(Infinity, first, end);
  for (let at = first; at < end; at += 1) {
    owned[at] = atLeastZero(raw[at] as number) - (consumed[at] as number);
  }
  return owned;
}

/** Clamps in place; nothing is sold where a night is closed, missing or not covered. */
function closeNights(span: Span, line: WeighedLine, reach: Float64Array): Float64Array {
  const { term, first, end, base, closed } = line;
  const isEndless = sellsWithoutNumber(term);
  for (let at = first; at < end; at += 1) {
    const number = base[at] as number;
    // NaN, a missing number, is the only one that differs from itself.
    const isMissing = number !== number && !isEndless;
    const isClosed = ((closed[at] as number) & CLOSED_FULL) !== 0;
    const isOpen = !isMissing && !isClosed && isWeekdayOf(term, span, at);
    reach[at] = isOpen ? atLeastZero(reach[at] as number) : 0;
  }
  return reach;
}

// Plain comparisons: Math.min and Math.max also order −0 and NaN, which costs in a loop this hot.
function lesser(left: number, right: number): number {
  return left < right ? left : right;
}

function atLeastZero(value: number): number {
  return value > 0 ? value : 0;
}

/** `own` is ∞: free sale, and lines that live off their pools. */
export function sellsWithoutNumber({ contract, poolFunded }: LineTerm): boolean {
  return contract.kind === 'FREE_SALE' || poolFunded;
}
