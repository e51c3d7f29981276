// A resolution as the exact JSON of domain.md §9. Used by the `resolve` command, by tests and by
// whoever shows per-night objects; the columns themselves stay as they are.
import { formatNight } from '../../../../shared/domain/nights.ts';
import type { DateText, LineId } from '../../../../shared/domain/facts.ts';
import type { BlockGridCell } from './block-grid.ts';
import { closureModes } from './closure.ts';
import type { ClosureMode } from './closure.ts';
import { isWeekdayOf } from './contract-resolver.ts';
import type { Resolution } from './pipeline.ts';
import { sellsWithoutNumber } from './pool-budget.ts';
import type { ResolvedLine } from './resolved.ts';
import type { ResolvedRoomType } from './resolved.ts';
import { leftIn } from './sale-counter.ts';
import type { Span } from './span.ts';

/** `null` means ∞ in own, cap and available, and no number in base and rate. */
export interface LineNightJson {
  readonly date: DateText;
  readonly base: number | null;
  readonly raw: number;
  readonly gross: number;
  readonly debt: number;
  readonly cons: number;
  readonly own: number | null;
  readonly oversold: number;
  readonly cap: number | null;
  readonly closed: readonly ClosureMode[];
  readonly missing: boolean;
  readonly requestable: boolean;
  readonly unlimited: boolean;
  readonly available: number | null;
  readonly rate: number | null;
  readonly pools: Readonly<Record<string, number>>;
}

export interface RoomTypeNightJson {
  readonly date: DateText;
  readonly available: number | null;
  readonly unlimited: boolean;
}

export interface BlockCellJson {
  readonly line: LineId;
  readonly date: DateText;
  readonly cur: number;
  readonly released: number;
  readonly picked: number;
  readonly carve: number;
  readonly open: number;
  readonly overpick: number;
}

export interface ResolutionJson {
  readonly lines: Readonly<Record<LineId, readonly LineNightJson[]>>;
  readonly roomTypes: Readonly<Record<string, readonly RoomTypeNightJson[]>>;
  readonly blocks: Readonly<Record<string, readonly BlockCellJson[]>>;
}

export function projectResolution(
  { lines, roomTypes, span }: Resolution,
  blocks: ReadonlyMap<string, readonly BlockGridCell[]>,
): ResolutionJson {
  return {
    lines: Object.fromEntries(lines.map((line) => [line.line.id, lineNights(line, span)])),
    roomTypes: Object.fromEntries(
      roomTypes.map((roomType) => [roomType.roomType, roomTypeNights(roomType, span)]),
    ),
    blocks: Object.fromEntries([...blocks].map(([id, cells]) => [id, cells.map(blockCell)])),
  };
}

/** Every covered night of a visible line, in order. */
export function lineNights(line: ResolvedLine, span: Span): LineNightJson[] {
  const nights: LineNightJson[] = [];
  for (let at = line.first; at < line.end; at += 1) {
    if (isWeekdayOf(line.term, span, at)) nights.push(lineNight(line, span, at));
  }
  return nights;
}

/** One covered night of a visible line, every term of §3 by its name. */
export function lineNight(line: ResolvedLine, span: Span, at: number): LineNightJson {
  const { term } = line;
  const base = line.base[at] as number;
  const raw = line.raw[at] as number;
  const cons = line.consumed[at] as number;
  const available = line.available[at] as number;
  const isEndless = sellsWithoutNumber(term);
  const isOnRequest = term.contract.kind === 'ON_REQUEST';
  const gross = Math.max(0, raw);
  const owned = gross - cons;
  const isCounted = !isEndless && !isOnRequest;
  return {
    date: formatNight(span.from + at),
    base: numberOrNull(base),
    raw,
    gross,
    debt: Math.max(0, -raw),
    cons,
    own: isEndless ? null : isOnRequest ? 0 : owned,
    oversold: isCounted ? Math.max(0, -owned) : 0,
    cap: numberOrNull(line.cap[at] as number),
    closed: closureModes(line.closed[at] as number),
    missing: isCounted && Number.isNaN(base),
    requestable: isOnRequest,
    unlimited: available === Infinity,
    available: numberOrNull(available),
    rate: numberOrNull(line.rates()[at] as number),
    pools: poolsLeft(line, at),
  };
}

function poolsLeft(line: ResolvedLine, at: number): Record<string, number> {
  const kept = line.protected[at] as number;
  const others = line.slices.others[at] as number;
  return Object.fromEntries(
    line.pools.map(({ pool, weight, free }) => [
      pool.id,
      leftIn(free[at] as number, weight, kept, others),
    ]),
  );
}

function roomTypeNights({ covered, available }: ResolvedRoomType, span: Span): RoomTypeNightJson[] {
  const nights: RoomTypeNightJson[] = [];
  for (let at = 0; at < span.nights; at += 1) {
    if (covered[at] === 0) continue;
    const rooms = available[at] as number;
    nights.push({
      date: formatNight(span.from + at),
      available: numberOrNull(rooms),
      unlimited: rooms === Infinity,
    });
  }
  return nights;
}

function blockCell({ line, day, ...cell }: BlockGridCell): BlockCellJson {
  const { current, released, picked, carve, open, overpick } = cell;
  return { line, date: formatNight(day), cur: current, released, picked, carve, open, overpick };
}

/** ∞ and NaN have no place in JSON. */
function numberOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
