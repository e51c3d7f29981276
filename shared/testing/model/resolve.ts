// An independent model of the availability pipeline: domain.md §3 and §9 written down night by night
// and line by line, slow and obvious. Tests compare the pipeline with it; nothing else may call it.
import type { BlockContractEvent, BookingFact, DateText } from '../../domain/facts.ts';
import { invariant } from '../../domain/invariant.ts';
import { available, left, poolsOf } from './budget.ts';
import { carve, cons, cur, open, overpick, picked, rel } from './consumption.ts';
import { base, cap, closed, missing, oversold, own, raw } from './line-night.ts';
import type { BlockNight, LineNight, ResolveAnswer, ResolveQuery, RoomTypeNight } from './query.ts';
import { rate } from './rate.ts';
import { nightsBetween } from './time.ts';
import { compareByCodePoint } from './winner.ts';
import { covers, visible, worldOf, type Line, type World } from './world.ts';

/**
 * The answer of `npm run resolve` to a query that is known to be valid: what the pipeline refuses as
 * BAD_INPUT or POOL_NOT_NESTED is not looked for here. Keys come sorted by code point.
 */
export function modelResolve(query: ResolveQuery): ResolveAnswer {
  const world = worldOf(query);
  const nights = nightsBetween(query.from, query.to);
  return {
    lines: linesAnswer(world, nights),
    roomTypes: roomTypesAnswer(world, nights),
    blocks: blocksAnswer(world, nights),
  };
}

function linesAnswer(world: World, nights: readonly DateText[]): ResolveAnswer['lines'] {
  const answer: Record<string, LineNight[]> = {};
  for (const line of world.lines) {
    if (!visible(world, line)) continue;
    const covered = nights.filter((d) => covers(line, d));
    if (covered.length > 0) answer[line.id] = covered.map((d) => lineNight(world, line, d));
  }
  return answer;
}

function lineNight(world: World, line: Line, d: DateText): LineNight {
  const number = available(world, line, d);
  const pools: Record<string, number> = {};
  for (const p of poolsOf(world, line)) pools[p.id] = left(world, line, p, d);
  return {
    date: d,
    base: base(line, d),
    raw: raw(world, line, d),
    gross: Math.max(0, raw(world, line, d)),
    debt: Math.max(0, -raw(world, line, d)),
    cons: cons(world, line.id, d),
    own: nullIfInfinite(own(world, line, d)),
    oversold: oversold(world, line, d),
    cap: nullIfInfinite(cap(world, line, d)),
    closed: closed(world, line, d),
    missing: missing(line, d),
    requestable: line.contract.contractKind === 'ON_REQUEST',
    unlimited: number === Infinity,
    available: nullIfInfinite(number),
    rate: rate(world, line, d),
    pools,
  };
}

function roomTypesAnswer(world: World, nights: readonly DateText[]): ResolveAnswer['roomTypes'] {
  const answer: Record<string, RoomTypeNight[]> = {};
  const roomTypes = new Set(world.lines.map((line) => line.content.roomType));
  for (const roomType of [...roomTypes].sort(compareByCodePoint)) {
    const ofRoomType = world.lines.filter(
      (line) => line.content.roomType === roomType && visible(world, line),
    );
    const rows: RoomTypeNight[] = [];
    for (const d of nights) {
      const covering = ofRoomType.filter((line) => covers(line, d));
      if (covering.length > 0) rows.push(roomTypeNight(world, covering, d));
    }
    if (rows.length > 0) answer[roomType] = rows;
  }
  return answer;
}

function roomTypeNight(world: World, lines: readonly Line[], d: DateText): RoomTypeNight {
  const sold = sellAll(world, inOrderOfSale(lines), d);
  return { date: d, available: nullIfInfinite(sold), unlimited: sold === Infinity };
}

/** Lines with `protect` first, then by line id; `lines` come sorted by id already. */
function inOrderOfSale(lines: readonly Line[]): Line[] {
  const isProtected = (line: Line): boolean => (line.content.protect ?? 0) > 0;
  return [...lines.filter(isProtected), ...lines.filter((line) => !isProtected(line))];
}

/** Buys room by room, asking the whole model anew after each; Infinity if a line is unlimited. */
function sellAll(world: World, lines: readonly Line[], d: DateText): number {
  let sold = 0;
  let after = world;
  for (const line of lines) {
    if (available(after, line, d) === Infinity) return Infinity;
    for (let rest = available(after, line, d); rest >= 1; rest -= 1) {
      after = { ...after, bookings: [...after.bookings, oneRoom(world, line, d, sold)] };
      sold += 1;
      invariant(available(after, line, d) === rest - 1, 'a room sold is one room less');
    }
  }
  return sold;
}

/** One room of direct consumption by the asking agency, held at asOf. */
function oneRoom(world: World, line: Line, d: DateText, index: number): BookingFact {
  return {
    kind: 'BOOKING',
    id: `sale-${String(index)}`,
    rev: 1,
    recordedAt: world.asOfText,
    agency: world.agency ?? '',
    status: 'CONFIRMED',
    heldAt: world.asOfText,
    allocations: [{ line: line.id, date: d, rooms: 1 }],
  };
}

function blocksAnswer(world: World, nights: readonly DateText[]): ResolveAnswer['blocks'] {
  const answer: Record<string, BlockNight[]> = {};
  for (const b of world.blocks) {
    const rows: BlockNight[] = [];
    for (const line of namedLines(world, b)) {
      for (const d of nights) {
        if (namesCell(world, b, line, d)) rows.push(blockNight(world, b, line, d));
      }
    }
    answer[b.id] = rows;
  }
  return answer;
}

function namedLines(world: World, b: BlockContractEvent): string[] {
  const lines = new Set(namedCells(world, b).map((cell) => cell.line));
  return [...lines].sort(compareByCodePoint);
}

function namesCell(world: World, b: BlockContractEvent, line: string, d: DateText): boolean {
  return namedCells(world, b).some((cell) => cell.line === line && cell.date === d);
}

/** The cells of the block and of its amendments; its releases name none. */
function namedCells(world: World, b: BlockContractEvent): { line: string; date: DateText }[] {
  const amendments = world.amendments.filter((amendment) => amendment.block === b.id);
  return [...b.cells, ...amendments.flatMap((amendment) => amendment.cells)];
}

function blockNight(world: World, b: BlockContractEvent, line: string, d: DateText): BlockNight {
  return {
    line,
    date: d,
    cur: cur(world, b, line, d),
    released: rel(world, b, line, d),
    picked: picked(world, b, line, d),
    carve: carve(world, b, line, d),
    open: open(world, b, line, d),
    overpick: overpick(world, b, line, d),
  };
}

function nullIfInfinite(value: number): number | null {
  return value === Infinity ? null : value;
}
