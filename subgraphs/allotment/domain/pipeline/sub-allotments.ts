// Sub-allotments (domain.md §3.5): rooms of a line kept for one agency until it has sold or released
// them. What is kept for others narrows what the asking agency sees. A leaf of the pool budget.
import type { SubAllotment } from './book-state.ts';
import { directRoomsWhere } from './consumption.ts';
import { isWeekdayOf } from './contract-resolver.ts';
import type { CoveredLine } from './contract-resolver.ts';
import { noteInstant } from './moment.ts';
import type { Setting } from './setting.ts';

export interface Slices {
  /** Σ slices of all other agencies; 0 when no agency asks. */
  readonly others: Float64Array;
  /** The asking agency's own slice, 0 without one. */
  readonly own: Float64Array;
  /** The own slice where it is exclusive and not released, else ∞. */
  readonly ownLimit: Float64Array;
}

export function slicesOf(setting: Setting, line: CoveredLine): Slices {
  const { zeros, unlimited } = setting.blank;
  const { agency } = setting.query;
  if (agency === null || line.line.subAllotments.length === 0) {
    return { others: zeros, own: zeros, ownLimit: unlimited };
  }
  const slices = { others: zeros.slice(), own: zeros.slice(), ownLimit: unlimited.slice() };
  for (const share of line.line.subAllotments) {
    eachSlice(setting, line, share, (at, rooms) => {
      const column = share.agency === agency ? slices.own : slices.others;
      column[at] = (column[at] as number) + rooms;
      if (share.agency === agency && share.exclusive) {
        slices.ownLimit[at] = Math.min(slices.ownLimit[at] as number, rooms);
      }
    });
  }
  return slices;
}

/** Visits every covered night on which the sub-allotment is not yet released, with its slice. */
function eachSlice(
  { span, moment, horizon }: Setting,
  { line, term, first, end }: CoveredLine,
  share: SubAllotment,
  visit: (at: number, rooms: number) => void,
): void {
  const daysBefore = share.releaseDaysBefore;
  let next = first;
  if (daysBefore !== null) {
    next = Math.max(first, moment.struck(0) + daysBefore - span.from + 1);
    if (next < end) {
      const releaseAt = moment.instant(span.from + next - daysBefore, 0);
      noteInstant(horizon, moment.asOf, releaseAt);
    }
  }
  for (let at = next; at < end; at += 1) {
    if (!isWeekdayOf(term, span, at)) continue;
    const rooms = share.byDate.get(span.from + at) ?? share.rooms;
    visit(at, Math.max(0, rooms - soldTo(share.agency, at)));
  }

  function soldTo(agency: string, at: number): number {
    const night = line.nights.get(span.from + at);
    if (!night) return 0;
    return directRoomsWhere(night, moment.asOf, ({ holder }) => holder.agency === agency);
  }
}
