// Release days (domain.md §3.4): once a stage has passed, the line sells no more than `keep` further
// rooms of that night. A leaf of the pool budget.
import type { Stage } from './book-state.ts';
import { directRoomsWhere } from './consumption.ts';
import type { CoveredLine } from './contract-resolver.ts';
import { noteInstant } from './moment.ts';
import type { Setting } from './setting.ts';
import { eachNamedNight } from './span.ts';

/** `cap` per night: ∞ where no stage has passed. */
export function capColumn(setting: Setting, line: CoveredLine): Float64Array {
  let cap = setting.blank.unlimited;
  for (const stage of line.term.stages) {
    const passedEnd = passedPositions(setting, line, stage);
    noteNextRelease(setting, line, stage, Math.max(line.first, passedEnd));
    if (passedEnd <= line.first) continue;
    if (cap === setting.blank.unlimited) cap = setting.blank.fresh().fill(Infinity);
    applyStage(setting, line, stage, Math.min(line.end, passedEnd), cap);
  }
  return cap;
}

/** The stage has passed for nights before this position. */
function passedPositions({ span, moment }: Setting, { term }: CoveredLine, stage: Stage): number {
  return moment.struck(term.releaseMinute) + stage.daysBefore - span.from + 1;
}

function noteNextRelease(
  { span, moment, horizon }: Setting,
  { term, end }: CoveredLine,
  { daysBefore }: Stage,
  next: number,
): void {
  if (next >= end) return;
  const releaseAt = moment.instant(span.from + next - daysBefore, term.releaseMinute);
  noteInstant(horizon, moment.asOf, releaseAt);
}

function applyStage(
  { span, moment }: Setting,
  { line, term, first }: CoveredLine,
  { daysBefore, keep }: Stage,
  passedEnd: number,
  cap: Float64Array,
): void {
  for (let at = first; at < passedEnd; at += 1) cap[at] = Math.min(cap[at] as number, keep);
  eachNamedNight(span, line.nights, (night, at) => {
    if (at < first || at >= passedEnd) return;
    const releasedAt = moment.instant(span.from + at - daysBefore, term.releaseMinute);
    const sold = directRoomsWhere(night, moment.asOf, ({ holder }) => holder.heldAt >= releasedAt);
    cap[at] = Math.min(cap[at] as number, Math.max(0, keep - sold));
  });
}
