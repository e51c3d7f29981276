// The arithmetic of one cell of a hardblock (domain.md §3.3), and what time does to it.
import type { Micros } from '../../../../shared/domain/instants.ts';
import type { DayNumber } from '../../../../shared/domain/nights.ts';
import type { BlockCell, BlockTerms, CutoffRule } from './book-state.ts';
import { noteInstant } from './moment.ts';
import type { Horizon, Moment } from './moment.ts';

export interface BlockFigures {
  readonly current: number;
  readonly released: number;
  readonly picked: number;
  /** What the cell takes out of the line; a picked room counts once. */
  readonly carve: number;
  readonly open: number;
  readonly overpick: number;
}

/**
 * `terms` are the block's, which is present; `picked` the rooms of consuming bookings that were
 * taken from it.
 */
export function blockFigures(
  cell: BlockCell,
  terms: BlockTerms,
  picked: number,
  moment: Moment,
): BlockFigures {
  const current = Math.max(0, cell.rooms + cell.delta);
  const isCutOff = cutoffPassed(cell, terms, moment);
  const released = isCutOff ? current : Math.min(current, cell.released);
  const isDeducting = deducts(terms, moment.asOf);
  const kept = current - released;
  return {
    current,
    released,
    picked,
    carve: isDeducting ? Math.max(kept, picked) : picked,
    open: isDeducting ? Math.max(0, kept - picked) : 0,
    overpick: Math.max(0, picked - current),
  };
}

/** DEFINITE blocks take their rooms out; TENTATIVE ones until their option date, if they have one. */
export function deducts({ status, optionAt }: BlockTerms, asOf: number): boolean {
  return status === 'DEFINITE' || (status === 'TENTATIVE' && asOf < optionAt);
}

/** At its instant the cut-off has passed; a cell's own rule overrides the block's. */
export function cutoffPassed(cell: BlockCell, terms: BlockTerms, moment: Moment): boolean {
  const rule = cell.cutoff ?? terms.cutoff;
  if (!rule) return false;
  if ('at' in rule) return moment.asOf >= rule.at;
  return cell.day - rule.daysBefore <= moment.struck(rule.minute);
}

/** Notes when the block's option or the cell's cut-off will pass. */
export function noteBlockInstants(
  cell: BlockCell,
  terms: BlockTerms,
  moment: Moment,
  horizon: Horizon,
): void {
  const rule = cell.cutoff ?? terms.cutoff;
  if (rule) noteInstant(horizon, moment.asOf, cutoffInstant(rule, cell.day, moment));
  if (terms.status === 'TENTATIVE') noteInstant(horizon, moment.asOf, terms.optionAt);
}

/** When the rule cuts off the night `day`. */
export function cutoffInstant(rule: CutoffRule, day: DayNumber, moment: Moment): Micros {
  return 'at' in rule ? rule.at : moment.instant(day - rule.daysBefore, rule.minute);
}
