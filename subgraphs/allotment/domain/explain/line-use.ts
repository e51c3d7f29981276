// Who uses rooms of a line on one night (domain.md §3.3): a term per block and per booking, adding up
// to −cons.
import { compareCodePoints } from '../../../../shared/domain/code-points.ts';
import { formatNight } from '../../../../shared/domain/nights.ts';
import type { BlockState, Holder, LineNight, LineState, Take } from '../pipeline/book-state.ts';
import { blockFigures } from '../pipeline/blocks.ts';
import { pickedRooms } from '../pipeline/consumption.ts';
import { factSource, lineSource, nightOfLine } from './scene.ts';
import type { Scene } from './scene.ts';
import { term } from './terms.ts';
import type { Source, Term } from './terms.ts';

/** Blocks by id, then bookings by the time of their hold; what takes nothing is no term. */
export function useTerms(scene: Scene, line: LineState): Term[] {
  const night = nightOfLine(scene, line);
  if (!night) return [];
  return [
    ...blockTerms(scene, line, night),
    ...bookingTerms(scene, line, directTakes(scene, night)),
  ];
}

/** The direct bookings of one agency alone. */
export function bookingsOf(scene: Scene, line: LineState, agency: string): Term[] {
  const night = nightOfLine(scene, line);
  if (!night) return [];
  const takes = directTakes(scene, night).filter(({ holder }) => holder.agency === agency);
  return bookingTerms(scene, line, takes);
}

/** The blocks of one agency alone. */
export function blocksOf(scene: Scene, line: LineState, agency: string): Term[] {
  const night = nightOfLine(scene, line);
  if (!night) return [];
  return blockTerms(scene, line, night).filter((each) => each.agency === agency);
}

function blockTerms(scene: Scene, line: LineState, night: LineNight): Term[] {
  const carved = night.cells.map(({ block }) => block);
  const onlyPicked = [...night.picks.keys()].filter((block) => !carved.includes(block));
  return [...carved, ...onlyPicked]
    .toSorted((left, right) => compareCodePoints(left.id, right.id))
    .flatMap((block) => blockTerm(scene, line, night, block));
}

/** An absent block is no term: its picks are direct bookings. */
function blockTerm(scene: Scene, line: LineState, night: LineNight, block: BlockState): Term[] {
  const { terms } = block;
  if (!terms) return [];
  const cell = night.cells.find((candidate) => candidate.block === block);
  const rooms = cell
    ? blockFigures(cell, terms, pickedRooms(cell, night, scene.moment), scene.moment).carve
    : roomsOf(consuming(scene, night.picks.get(block) ?? []));
  if (rooms === 0) return [];
  const sources = [factSource(scene, 'BLOCK', block.id), ...changesOf(scene, line, block)];
  const { agency } = terms;
  return [term({ kind: 'BLOCK', rooms: -rooms, line: line.id, agency, sources })];
}

/** Amendments and releases of the block's cell: they are part of its number. */
function changesOf({ book, night }: Scene, line: LineState, block: BlockState): Source[] {
  const date = formatNight(night);
  const changes: Source[] = [];
  for (const fact of book.winners.EVENT.values()) {
    if (fact.retracted === true || !('block' in fact) || fact.block !== block.id) continue;
    if (fact.cells.some((cell) => cell.line === line.id && cell.date === date)) {
      changes.push({ kind: 'EVENT', id: fact.id, rev: fact.rev });
    }
  }
  return changes.sort((left, right) => compareCodePoints(left.id, right.id));
}

/** `direct`: takes of consuming bookings that name no block, or one that is absent. */
function directTakes(scene: Scene, night: LineNight): Take[] {
  const absent = [...night.picks].flatMap(([block, takes]) => (block.terms ? [] : takes));
  return consuming(scene, [...night.settled, ...night.pending, ...absent]);
}

function consuming({ asOf }: Scene, takes: readonly Take[]): Take[] {
  return takes.filter(({ holder }) => asOf < holder.until);
}

function roomsOf(takes: readonly Take[]): number {
  return takes.reduce((sum, { rooms }) => sum + rooms, 0);
}

interface Sale {
  readonly booking: string | null;
  readonly holder: Holder;
  readonly rooms: number;
}

function bookingTerms(scene: Scene, line: LineState, takes: readonly Take[]): Term[] {
  const byHolder = Map.groupBy(takes, ({ holder }) => holder);
  const sales = [...byHolder]
    .map(([holder, own]) => ({ holder, booking: scene.bookingOf(holder), rooms: roomsOf(own) }))
    .filter(({ rooms }) => rooms > 0)
    .sort(inOrder);
  const named = sales.slice(0, scene.bookingsNamedMax);
  const more = sales.slice(scene.bookingsNamedMax);
  const terms = named.map((sale) => bookingTerm(scene, line, sale));
  if (more.length > 0) terms.push(moreTerm(line, more));
  return terms;
}

function inOrder(left: Sale, right: Sale): number {
  return (
    left.holder.heldAt - right.holder.heldAt ||
    compareCodePoints(left.booking ?? '', right.booking ?? '')
  );
}

function bookingTerm(scene: Scene, line: LineState, { booking, holder, rooms }: Sale): Term {
  const source = booking === null ? lineSource(line) : factSource(scene, 'BOOKING', booking);
  const { agency } = holder;
  return term({ kind: 'BOOKING', rooms: -rooms, line: line.id, agency, sources: [source] });
}

/** Not named, but never dropped. */
function moreTerm(line: LineState, sales: readonly Sale[]): Term {
  const rooms = sales.reduce((sum, sale) => sum + sale.rooms, 0);
  const agencies = new Set(sales.map(({ holder }) => holder.agency));
  const [agency] = agencies;
  return term({
    kind: 'MORE_BOOKINGS',
    rooms: -rooms,
    line: line.id,
    agency: agencies.size === 1 && agency !== undefined ? agency : null,
    count: sales.length,
    sources: [lineSource(line)],
  });
}
