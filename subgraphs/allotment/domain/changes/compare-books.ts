// The numbers before and after a change, side by side: only what differs is told. Pure.
import { compareCodePoints } from '../../../../shared/domain/code-points.ts';
import type { Micros } from '../../../../shared/domain/instants.ts';
import { formatNight } from '../../../../shared/domain/nights.ts';
import { covers } from '../pipeline/contract-resolver.ts';
import type { FactBook } from '../pipeline/fact-book.ts';
import { resolve } from '../pipeline/pipeline.ts';
import type { Resolution } from '../pipeline/pipeline.ts';
import { lineNight } from '../pipeline/projection.ts';
import type { LineNightJson } from '../pipeline/projection.ts';
import type { ResolvedLine, ResolvedRoomType } from '../pipeline/resolved.ts';
import type { Span } from '../pipeline/span.ts';
import type { Nights } from './affected-nights.ts';
import type { CellChange, CellState, RoomsState, RoomTypeChange, ViewName } from './effect.ts';

export interface Comparison {
  readonly cells: readonly CellChange[];
  readonly roomTypes: readonly RoomTypeChange[];
  /** Until then time alone changes none of these numbers; ∞ if nothing is to come. */
  readonly validUntil: Micros;
}

/** Whose eyes the books are compared through; `agency` is null for the house. */
export interface View {
  readonly name: ViewName;
  readonly agency: string | null;
}

export interface Looking {
  readonly timezone: string;
  readonly asOf: Micros;
  readonly nights: Nights;
}

/** Compares through one view; lines with their layers are the house's alone. */
export function compareBooks(
  before: FactBook,
  after: FactBook,
  { timezone, asOf, nights }: Looking,
  { name, agency }: View,
): Comparison {
  const query = { timezone, asOf, agency, ...nights };
  const was = resolve(before, query);
  const is = resolve(after, query);
  return {
    cells: name === 'HOUSE' ? cellChanges(was, is) : [],
    roomTypes: roomTypeChanges(was, is).map((change) => ({
      view: name,
      agencyId: name === 'AGENCY' ? agency : null,
      ...change,
    })),
    validUntil: Math.min(was.validUntil, is.validUntil),
  };
}

/** By line, then date. Columns are compared first: objects are made of what differs alone. */
function cellChanges(was: Resolution, is: Resolution): CellChange[] {
  const { span } = was;
  return paired(was.lines, is.lines, ({ line }) => line.id).flatMap(([line, old, fresh]) => {
    const differs = lineComparison(old, fresh);
    const changes: CellChange[] = [];
    for (let at = 0; at < span.nights; at += 1) {
      const had = coveredBy(old, span, at);
      const has = coveredBy(fresh, span, at);
      if ((!had && !has) || (had && has && !differs(at))) continue;
      const before = had && cellState(lineNight(had, span, at));
      const after = has && cellState(lineNight(has, span, at));
      // A column may differ in what is not shown: consumption of a line that sells without limit.
      if (JSON.stringify(before) === JSON.stringify(after)) continue;
      changes.push({ line, date: formatNight(span.from + at), before, after });
    }
    return changes;
  });
}

/** The line, if it covers the night. */
function coveredBy(line: ResolvedLine | null, span: Span, at: number): ResolvedLine | null {
  return line && covers(line, span, at) ? line : null;
}

/** Whether a night that is covered before and after shows another number. */
function lineComparison(
  old: ResolvedLine | null,
  fresh: ResolvedLine | null,
): (at: number) => boolean {
  if (!old || !fresh) return () => true;
  if (sellsLike(old) !== sellsLike(fresh)) return () => true;
  const columns = [
    [old.available, fresh.available],
    [old.raw, fresh.raw],
    [old.consumed, fresh.consumed],
    [old.closed, fresh.closed],
    [old.rates(), fresh.rates()],
  ] as const;
  return (at) => columns.some(([left, right]) => !Object.is(left[at], right[at]));
}

/** What decides, beside the columns, how a night's own number is told. */
function sellsLike({ term }: ResolvedLine): string {
  return `${term.contract.kind} ${term.poolFunded}`;
}

function roomTypeChanges(
  was: Resolution,
  is: Resolution,
): Omit<RoomTypeChange, 'view' | 'agencyId'>[] {
  const { span } = was;
  return paired(was.roomTypes, is.roomTypes, ({ roomType }) => roomType).flatMap(
    ([roomType, old, fresh]) => {
      const changes: Omit<RoomTypeChange, 'view' | 'agencyId'>[] = [];
      for (let at = 0; at < span.nights; at += 1) {
        const [before, after] = [roomsOn(old, at), roomsOn(fresh, at)];
        if (before === after) continue;
        changes.push({
          roomType,
          date: formatNight(span.from + at),
          before: roomsState(before),
          after: roomsState(after),
        });
      }
      return changes;
    },
  );
}

/** Null where no line covers the night. */
function roomsOn(roomType: ResolvedRoomType | null, at: number): number | null {
  return roomType && roomType.covered[at] !== 0 ? (roomType.available[at] ?? 0) : null;
}

function roomsState(rooms: number | null): RoomsState | null {
  if (rooms === null) return null;
  const unlimited = rooms === Infinity;
  return { available: unlimited ? null : rooms, unlimited };
}

/** Items of the same key side by side, by code point of the keys. */
function paired<Item>(
  before: readonly Item[],
  after: readonly Item[],
  keyOf: (item: Item) => string,
): [key: string, before: Item | null, after: Item | null][] {
  const old = new Map(before.map((item) => [keyOf(item), item]));
  const fresh = new Map(after.map((item) => [keyOf(item), item]));
  const keys = [...new Set([...old.keys(), ...fresh.keys()])].sort(compareCodePoints);
  return keys.map((key) => [key, old.get(key) ?? null, fresh.get(key) ?? null]);
}

function cellState(night: LineNightJson): CellState {
  const { available, unlimited, raw, own, oversold, closed, rate } = night;
  return { available, unlimited, raw, own, oversold, closed, rate };
}
