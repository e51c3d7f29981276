// Increases and reductions of one target as one signed column. A leaf of the event applier.
import type { QuantityChange } from './book-state.ts';
import { EVERY_DAY } from './span.ts';
import type { Span } from './span.ts';

const DAYS_PER_WEEK = 7;

/**
 * Σ increases − Σ reductions per night; null when no change touches the span. A change writes its
 * start and its end only (per weekday where it names some), and one sweep sums them up: the cost is
 * changes + nights, not changes × nights.
 */
export function quantityColumn(
  changes: readonly QuantityChange[],
  span: Span,
): Float64Array | null {
  const touching = changes.filter(
    ({ from, to }) => from < span.from + span.nights && to > span.from,
  );
  if (touching.length === 0) return null;
  const daily = new Float64Array(span.nights + 1);
  let weekly: Float64Array | null = null;
  for (const change of touching) {
    const first = Math.max(change.from - span.from, 0);
    const end = Math.min(change.to - span.from, span.nights);
    if (change.weekdays === EVERY_DAY) markStep(daily, first, end, change.rooms);
    else {
      weekly ??= new Float64Array(span.nights + DAYS_PER_WEEK);
      markWeekdays(weekly, span, first, end, change);
    }
  }
  const net = sumOfSteps(daily, span.nights);
  if (weekly) addWeeklySteps(net, weekly);
  return net;
}

function markStep(steps: Float64Array, first: number, end: number, rooms: number): void {
  steps[first] = (steps[first] as number) + rooms;
  steps[end] = (steps[end] as number) - rooms;
}

/** Each named weekday is a series of every seventh night; its step ends one week after its last. */
function markWeekdays(
  weekly: Float64Array,
  span: Span,
  first: number,
  end: number,
  { weekdays, rooms }: QuantityChange,
): void {
  for (let at = first; at < Math.min(first + DAYS_PER_WEEK, end); at += 1) {
    if (((span.weekdayBits[at] as number) & weekdays) === 0) continue;
    const weeks = Math.ceil((end - at) / DAYS_PER_WEEK);
    markStep(weekly, at, at + weeks * DAYS_PER_WEEK, rooms);
  }
}

function sumOfSteps(steps: Float64Array, nights: number): Float64Array {
  const net = new Float64Array(nights);
  let running = 0;
  for (let at = 0; at < nights; at += 1) {
    running += steps[at] as number;
    net[at] = running;
  }
  return net;
}

function addWeeklySteps(net: Float64Array, weekly: Float64Array): void {
  for (let at = 0; at < net.length; at += 1) {
    if (at >= DAYS_PER_WEEK) {
      weekly[at] = (weekly[at] as number) + (weekly[at - DAYS_PER_WEEK] as number);
    }
    net[at] = (net[at] as number) + (weekly[at] as number);
  }
}
