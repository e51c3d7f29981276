// An empty index, and the look-ups that create what they do not find. Used by the index-*.ts files.
import { compareCodePoints } from '../../../../shared/domain/code-points.ts';
import { invariant } from '../../../../shared/domain/invariant.ts';
import { parseLineId } from '../../../../shared/domain/line-ids.ts';
import { nightOf } from '../../../../shared/domain/nights.ts';
import type { DayNumber } from '../../../../shared/domain/nights.ts';
import type {
  BlockState,
  BookIndex,
  EventScope,
  LineNight,
  LineOrder,
  LineState,
} from './book-state.ts';

export function createIndex(): BookIndex {
  return {
    lines: new Map(),
    contracts: new Map(),
    audiences: new Map(),
    events: {
      hotel: createScope(),
      contracts: new Map(),
      roomTypes: new Map(),
      lines: new Map(),
    },
    blocks: new Map(),
    pools: new Map(),
    order: null,
    setters: null,
  };
}

export function createScope(): EventScope {
  return { quantities: [], stops: [], rates: [] };
}

/** Lines that have terms, sorted; worked out again only after contracts have changed. */
export function lineOrder(index: BookIndex): LineOrder {
  index.order ??= sortLines(index);
  return index.order;
}

function sortLines(index: BookIndex): LineOrder {
  const all = [...index.lines.values()].flatMap((line) =>
    line.term ? { line, term: line.term } : [],
  );
  all.sort((left, right) => compareCodePoints(left.line.id, right.line.id));
  return { all, byRoomType: Map.groupBy(all, ({ line }) => line.roomType) };
}

export function lineNamed(index: BookIndex, id: string): LineState {
  const known = index.lines.get(id);
  if (known) return known;
  const name = parseLineId(id);
  invariant(name, `${id} is no line id, though facts are parsed before they are folded`);
  const line: LineState = {
    id,
    contractId: name.contract,
    roomType: name.roomType,
    term: null,
    nights: new Map(),
    pools: [],
    subAllotments: [],
  };
  index.lines.set(id, line);
  return line;
}

export function blockNamed(index: BookIndex, id: string): BlockState {
  return getOrCreate(index.blocks, id, () => ({ id, terms: null, cells: new Set() }));
}

export function nightNamed(line: LineState, day: DayNumber): LineNight {
  return getOrCreate(line.nights, day, () => ({
    day,
    settledRooms: 0,
    settled: [],
    pending: [],
    picks: new Map(),
    cells: [],
  }));
}

/** Forgets a night on which nothing is left, so that folding and unfolding end where they began. */
export function dropEmptyNight(line: LineState, day: DayNumber, night: LineNight): void {
  const uses = night.settled.length + night.pending.length + night.picks.size + night.cells.length;
  if (uses === 0) line.nights.delete(day);
}

export function getOrCreate<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const value = create();
  map.set(key, value);
  return value;
}

/** Removes the one item that `matches`; the latest is found first, as it is the likeliest to go. */
export function removeWhere<T>(items: T[], matches: (item: T) => boolean): void {
  const at = items.findLastIndex(matches);
  invariant(at >= 0, 'what was indexed is found when it is removed');
  items.splice(at, 1);
}

export function byNight<T>(byDate: Readonly<Record<string, T>> = {}): Map<DayNumber, T> {
  return new Map(Object.entries(byDate).map(([date, value]) => [nightOf(date), value]));
}
