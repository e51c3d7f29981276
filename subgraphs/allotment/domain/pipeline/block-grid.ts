// Every present block with its cells within some nights, whoever asks (domain.md §9). Called by the
// projection and by whoever shows hardblocks.
import { compareCodePoints } from '../../../../shared/domain/code-points.ts';
import type { DayNumber } from '../../../../shared/domain/nights.ts';
import type { BlockCell, BlockTerms, LineNight } from './book-state.ts';
import { blockFigures } from './blocks.ts';
import type { BlockFigures } from './blocks.ts';
import { pickedRooms } from './consumption.ts';
import type { FactBook } from './fact-book.ts';
import { createMoment } from './moment.ts';
import type { Moment } from './moment.ts';
import type { ResolveQuery } from './query.ts';

export interface BlockGridCell extends BlockFigures {
  readonly line: string;
  readonly day: DayNumber;
}

/** Block id → the cells that it or its amendments name in `[from, to)`, by line, then date. */
export function resolveBlocks(
  { index }: FactBook,
  query: Pick<ResolveQuery, 'timezone' | 'from' | 'to' | 'asOf'>,
  moment: Moment = createMoment(query.asOf, query.timezone),
): Map<string, BlockGridCell[]> {
  const grid = new Map<string, BlockGridCell[]>();
  for (const block of index.blocks.values()) {
    const { terms } = block;
    if (!terms) continue;
    const cells = [...block.cells]
      .filter(({ day, namings }) => namings > 0 && day >= query.from && day < query.to)
      .map((cell) => gridCell(cell, terms, moment));
    grid.set(block.id, cells.sort(byLineThenDay));
  }
  return grid;
}

function gridCell(cell: BlockCell, terms: BlockTerms, moment: Moment): BlockGridCell {
  const { line, day } = cell;
  // A cell stands in its night as long as it stands in its block.
  const night = line.nights.get(day) as LineNight;
  return {
    line: line.id,
    day,
    ...blockFigures(cell, terms, pickedRooms(cell, night, moment), moment),
  };
}

function byLineThenDay(left: BlockGridCell, right: BlockGridCell): number {
  return compareCodePoints(left.line, right.line) || left.day - right.day;
}
