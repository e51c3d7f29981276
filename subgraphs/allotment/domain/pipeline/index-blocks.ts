// Hardblocks of the index: their terms, and per line and night the rooms, amendments and releases.
// Amendments and releases may come before their block; they then wait on an absent one.
import type {
  BlockAmendmentEvent,
  BlockContractEvent,
  BlockReleaseEvent,
  Cutoff,
} from '../../../../shared/domain/facts.ts';
import { instantOf, minuteOf } from '../../../../shared/domain/instants.ts';
import { nightOf } from '../../../../shared/domain/nights.ts';
import { blockNamed, dropEmptyNight, lineNamed, nightNamed, removeWhere } from './book-index.ts';
import type { BlockCell, BlockState, BlockTerms, BookIndex, CutoffRule } from './book-state.ts';

export type BlockEvent = BlockContractEvent | BlockAmendmentEvent | BlockReleaseEvent;

export function addBlockEvent(index: BookIndex, fact: BlockEvent): void {
  applyBlockEvent(index, fact, 1);
}

export function removeBlockEvent(index: BookIndex, fact: BlockEvent): void {
  applyBlockEvent(index, fact, -1);
}

/** `sign` 1 puts the fact in, −1 takes it out again: everything but cut-offs is a sum. */
function applyBlockEvent(index: BookIndex, fact: BlockEvent, sign: 1 | -1): void {
  if (fact.type === 'BLOCK_CONTRACT') {
    const block = blockNamed(index, fact.id);
    block.terms = sign === 1 ? termsOf(fact) : null;
    for (const { rooms, cutoff, ...place } of fact.cells) {
      changeCell(index, block, place, sign, (cell) => {
        cell.rooms += sign * rooms;
        cell.cutoff = sign === 1 && cutoff ? cutoffRuleOf(cutoff) : null;
        cell.namings += sign;
      });
    }
  } else if (fact.type === 'BLOCK_AMENDMENT') {
    for (const { delta, ...place } of fact.cells) {
      changeCell(index, blockNamed(index, fact.block), place, sign, (cell) => {
        cell.delta += sign * delta;
        cell.namings += sign;
      });
    }
  } else {
    for (const { rooms, ...place } of fact.cells) {
      changeCell(index, blockNamed(index, fact.block), place, sign, (cell) => {
        cell.released += sign * rooms;
      });
    }
  }
}

function changeCell(
  index: BookIndex,
  block: BlockState,
  place: { readonly line: string; readonly date: string },
  sign: 1 | -1,
  change: (cell: BlockCell) => void,
): void {
  const line = lineNamed(index, place.line);
  const day = nightOf(place.date);
  const night = nightNamed(line, day);
  const cell = night.cells.find((other) => other.block === block) ?? createCell();
  cell.sources += sign;
  change(cell);
  if (cell.sources > 0) return;
  block.cells.delete(cell);
  removeWhere(night.cells, (other) => other === cell);
  dropEmptyNight(line, day, night);

  function createCell(): BlockCell {
    const sums = { rooms: 0, delta: 0, released: 0, cutoff: null, namings: 0, sources: 0 };
    const created: BlockCell = { block, line, day, ...sums };
    block.cells.add(created);
    night.cells.push(created);
    return created;
  }
}

function termsOf(fact: BlockContractEvent): BlockTerms {
  return {
    status: fact.status,
    agency: fact.agency,
    optionAt: fact.optionAt === undefined ? Infinity : instantOf(fact.optionAt),
    cutoff: fact.cutoff ? cutoffRuleOf(fact.cutoff) : null,
  };
}

function cutoffRuleOf(cutoff: Cutoff): CutoffRule {
  if ('at' in cutoff) return { at: instantOf(cutoff.at) };
  const minute = cutoff.time === undefined ? 0 : minuteOf(cutoff.time);
  return { daysBefore: cutoff.daysBefore, minute };
}
