// Rooms of one type over all its visible lines (domain.md §3.5): as many as one gets by buying line
// after line, so that siblings of one pool are not counted twice. A leaf of the pool budget.
import { isWeekdayOf } from './contract-resolver.ts';
import type { ResolvedLine, ResolvedRoomType } from './resolved.ts';
import { copyOf, sellableColumn, takeColumn } from './sale-counter.ts';
import type { Setting } from './setting.ts';
import { addTo, EVERY_DAY } from './span.ts';

/** `lines` are visible ones, by id. */
export function roomTypesOf(setting: Setting, lines: readonly ResolvedLine[]): ResolvedRoomType[] {
  const byRoomType = Map.groupBy(lines, ({ line }) => line.roomType);
  return [...byRoomType].map(([roomType, siblings]) => ({
    roomType,
    covered: coveredColumn(setting, siblings),
    available: availableColumn(setting, siblings),
  }));
}

function coveredColumn({ span }: Setting, lines: readonly ResolvedLine[]): Uint8Array {
  const covered = new Uint8Array(span.nights);
  for (const { term, first, end } of lines) {
    if (term.contract.weekdays === EVERY_DAY) {
      covered.fill(1, first, end);
      continue;
    }
    for (let at = first; at < end; at += 1) {
      if (isWeekdayOf(term, span, at)) covered[at] = 1;
    }
  }
  return covered;
}

function availableColumn({ span }: Setting, lines: readonly ResolvedLine[]): Float64Array {
  const available = new Float64Array(span.nights);
  const copies = new Map<Float64Array, Float64Array>();
  for (const line of inBuyingOrder(lines)) {
    const shares = line.pools.map(({ weight, free }) => ({ weight, free: copyOf(copies, free) }));
    const rooms = sellableColumn(line, shares);
    takeColumn(line, shares, rooms);
    addTo(available, rooms);
  }
  return available;
}

/** Lines with protection first, else by id: their own protection is open to nobody but them. */
export function inBuyingOrder(lines: readonly ResolvedLine[]): ResolvedLine[] {
  return [
    ...lines.filter(({ term }) => term.protect > 0),
    ...lines.filter(({ term }) => term.protect === 0),
  ];
}
