// Increases and reductions of one target as one signed column. A leaf of the event applier.
import type { QuantityChange } from './book-state.ts';
import type { Setting } from './setting.ts';
import { addTo, EVERY_DAY, touches } from './span.ts';
import type { Span } from './span.ts';

const DAYS_PER_WEEK = 7;

/**
 * Σ increases − Σ reductions per night. A change writes its
 * start and its end only (per weekday where it names some), and one sweep sums them up: the cost is
 * changes + nights, not changes × nights.
 */
export function quantityColumn(
  changes: readonly QuantityChange[],
  { span, blank }: Pick<Setting, 'span' | 'blank'>,
): Float64Array {
  let daily: Float64Array | null = null;
  let weekly: Float64Array | null = null;
  for (const change of changes) {
    if (!touches(span, change)) continue;
    if (change.weekdays === EVERY_DAY) markNights((daily ??= blank.fresh()), span, change);
    else markWeekdays((weekly ??= blank.fresh()), span, change);
  }
  if (daily) sumSteps(daily, 1);
  if (!weekly) return daily ?? blank.zeros;
  sumSteps(weekly, DAYS_PER_WEEK);
  if (daily) addTo(weekly, daily);
  return weekly;
}

function markNights(steps: Float64Array, span: Span, { from, to, rooms }: QuantityChange): void {
  addAt(steps, Math.max(from - span.from, 0), rooms);
  addAt(steps, to - span.from, -rooms);
}

/** Each named weekday is a series of every seventh night; its step ends one week after its last. */
function markWeekdays(
  steps: Float64Array,
  span: Span,
  { from, to, weekdays, rooms }: QuantityChange,
): void {
  const first = Math.max(from - span.from, 0);
  const end = Math.min(to - span.from, span.nights);
  for (let at = first; at < Math.min(first + DAYS_PER_WEEK, end); at += 1) {
    if (((span.weekdayBits[at] as number) & weekdays) === 0) continue;
    addAt(steps, at, rooms);
    addAt(steps, at + Math.ceil((end - at) / DAYS_PER_WEEK) * DAYS_PER_WEEK, -rooms);
  }
}

/** A step after the last night concerns nobody. */
function addAt(steps: Float64Array, at: number, rooms: number): void {
  if (at < steps.length) steps[at] = (steps[at] as number) + rooms;
}

/** Each night becomes the sum of the steps at it and at every `stride`-th night before it. */
function sumSteps(steps: Float64Array, stride: number): void {
  for (let at = stride; at < steps.length; at += 1) {
    steps[at] = (steps[at] as number) + (steps[at - stride] as number);
  }
}
