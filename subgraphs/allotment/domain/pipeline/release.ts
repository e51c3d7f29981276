// Release days (domain.md §3.4): once a stage has passed, the line sells no more than `keep` further
// rooms of that night. A leaf of the pool budget.
import type { Stage } from './book-state.ts';
import { directRoomsWhere, eachTakenNight } from './consumption.ts';
import type { CoveredLine } from './contract-resolver.ts';
import { noteInstant } from './moment.ts';
import type { Setting } from './setting.ts';

/** `cap` per night: ∞ where no stage has passed. */
export function capColumn(setting: Setting, line: CoveredLine): Float64Array {
  if (line.term.stages.length === 0) return setting.blank.unlimited;
  const cap = new Float64Array(setting.span.nights).fill(Infinity);
  for (const stage of line.term.stages) applyStage(setting, line, stage, cap);
  return cap;
}

function applyStage(
  { span, moment, horizon }: Setting,
  { line, term, first, end }: CoveredLine,
  { daysBefore, keep }: Stage,
  cap: Float64Array,
): void {
  const minute = term.releaseMinute;
  /** The stage has passed for nights before this position. */
  const passedEnd = moment.struck(minute) + daysBefore - span.from + 1;
  const next = Math.max(first, passedEnd);
  if (next < end) {
    const releaseAt = moment.instant(span.from + next - daysBefore, minute);
    noteInstant(horizon, moment.asOf, releaseAt);
  }
  for (let at = first; at < Math.min(end, passedEnd); at += 1) {
    cap[at] = Math.min(cap[at] as number, keep);
  }
  eachTakenNight(line, span, (night, at) => {
    if (at < first || at >= Math.min(end, passedEnd)) return;
    const releasedAt = moment.instant(span.from + at - daysBefore, minute);
    const sold = directRoomsWhere(night, moment.asOf, ({ holder }) => holder.heldAt >= releasedAt);
    cap[at] = Math.min(cap[at] as number, Math.max(0, keep - sold));
  });
}
