// Rooms from a hardblock: only DEFINITE blocks of the agency itself, only what is open in their
// cells. Stop sales, length of stay and lead time do not apply: the rooms were committed with the
// block.
import { compareCodePoints } from '../../../../shared/domain/code-points.ts';
import { formatNight } from '../../../../shared/domain/nights.ts';
import type { DayNumber } from '../../../../shared/domain/nights.ts';
import type { Reason } from '../../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import { blockFigures, cutoffPassed, noteBlockInstants } from '../pipeline/blocks.ts';
import type { BlockCell, BlockState, BlockTerms, LineNight } from '../pipeline/book-state.ts';
import { noteExpiries, pickedRooms } from '../pipeline/consumption.ts';
import { resolveAt } from './desk.ts';
import type { Desk } from './desk.ts';
import type { GrantedNight } from './hold-request.ts';
import type { Kept } from './kept.ts';
import { pricesOf } from './prices.ts';
import { pathOf } from './stay.ts';
import type { Stay } from './stay.ts';

export function pickUp(
  desk: Desk,
  agency: string,
  stay: Stay,
  blockId: string,
  kept: Kept,
): Result<GrantedNight[], Reason[]> {
  const path = pathOf(stay, 'block');
  const block = desk.book.index.blocks.get(blockId);
  // Another agency's block answers exactly like none.
  if (block?.terms?.agency !== agency) return err([{ code: 'NOT_FOUND', path }]);
  const { terms } = block;
  // Picked rooms stay picked, whatever has become of their block: a stay that needs no more has all.
  if (nightsHad(stay, kept)) return ok([]);
  if (terms.status !== 'DEFINITE') return err([{ code: 'BLOCK_NOT_PICKABLE', path }]);
  const nights = Array.from({ length: stay.length }, (_, at) =>
    pickNight(desk, stay, block, terms, { day: stay.from + at, had: kept.on(at) }),
  );
  const reasons = shortagesOf(stay, nights);
  if (reasons.length > 0) return err(reasons);
  const picks = nights.flatMap((night) => night.picks);
  return ok(priced(desk, stay, blockId, picks));
}

function nightsHad(stay: Stay, kept: Kept): boolean {
  for (let at = 0; at < stay.length; at += 1) if (kept.on(at) < stay.line.rooms) return false;
  return true;
}

interface Pick {
  readonly line: string;
  readonly day: DayNumber;
  readonly rooms: number;
}

interface PickedNight {
  readonly day: DayNumber;
  readonly picks: readonly Pick[];
  /** Rooms that the cells had, no more than asked for. */
  readonly have: number;
  readonly isCutOff: boolean;
}

/** Takes from the block's cells of the room type, by line id, until the night has its rooms; some it may have had. */
function pickNight(
  desk: Desk,
  stay: Stay,
  block: BlockState,
  terms: BlockTerms,
  { day, had }: { readonly day: DayNumber; readonly had: number },
): PickedNight {
  const cells = cellsOf(stay, block, day);
  const picks: Pick[] = [];
  let missing = stay.line.rooms - had;
  for (const cell of cells) {
    const rooms = Math.min(missing, openRooms(desk, cell, terms));
    if (rooms > 0) picks.push({ line: cell.line.id, day, rooms });
    missing -= rooms;
  }
  const isCutOff = cells.some((cell) => cutoffPassed(cell, terms, desk.moment));
  return { day, picks, have: stay.line.rooms - missing, isCutOff };
}

/** One reason per code, with the nights that are short and the least that one of them had. */
function shortagesOf(stay: Stay, nights: readonly PickedNight[]): Reason[] {
  const needed = stay.line.rooms;
  const short = nights.filter(({ have }) => have < needed);
  const byCode = Map.groupBy(short, ({ isCutOff }) => (isCutOff ? 'BLOCK_CUT_OFF' : 'BLOCK_FULL'));
  return [...byCode].map(([code, same]) => ({
    code,
    path: pathOf(stay),
    nights: same.map(({ day }) => formatNight(day)),
    needed,
    have: Math.min(...same.map(({ have }) => have)),
  }));
}

function cellsOf({ line }: Stay, block: BlockState, day: DayNumber): BlockCell[] {
  return [...block.cells]
    .filter((cell) => cell.day === day && cell.line.roomType === line.roomType)
    .filter((cell) => line.contract === undefined || cell.line.contractId === line.contract)
    .sort((left, right) => compareCodePoints(left.line.id, right.line.id));
}

function openRooms({ moment, horizon }: Desk, cell: BlockCell, terms: BlockTerms): number {
  // A cell stands in its night as long as it stands in its block.
  const night = cell.line.nights.get(cell.day) as LineNight;
  noteBlockInstants(cell, terms, moment, horizon);
  noteExpiries(cell.line, night, moment.asOf, horizon);
  return blockFigures(cell, terms, pickedRooms(cell, night, moment), moment).open;
}

/** The block's lines need not be visible to the agency otherwise; their rates are the block's. */
function priced(desk: Desk, stay: Stay, block: string, picks: readonly Pick[]): GrantedNight[] {
  const { lines } = resolveAt(desk, stay.line.roomType, stay, null);
  return picks.map(({ line, day, rooms }) => {
    const resolved = lines.find((candidate) => candidate.line.id === line);
    const price = resolved ? pricesOf(resolved, day - stay.from) : { rate: null, currency: null };
    return { lineIndex: stay.index, night: formatNight(day), line, rooms, block, ...price };
  });
}
