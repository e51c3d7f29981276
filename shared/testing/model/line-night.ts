// One line on one night, before pools and sub-allotments (domain.md §3.2–§3.4). The names are the
// formulas' names; ∞ is Infinity. Asked by budget.ts and resolve.ts.
import type { DateText } from '../../domain/facts.ts';
import { cons, direct } from './consumption.ts';
import type { StopMode } from './query.ts';
import { instant } from './time.ts';
import {
  onNight,
  relAt,
  weekdayAllowed,
  type Line,
  type TargetedEvent,
  type World,
} from './world.ts';

/** byDate[d] if that key exists, else quantity; null where there is no number. */
export function base(line: Line, d: DateText): number | null {
  return onNight(line.content.quantity, line.content.byDate, d);
}

/** No number, on a line that needs one. */
export function missing(line: Line, d: DateText): boolean {
  const kind = line.contract.contractKind;
  if (kind === 'FREE_SALE' || kind === 'ON_REQUEST' || poolFunded(line)) return false;
  return base(line, d) === null;
}

export function poolFunded(line: Line): boolean {
  return line.content.poolFunded === true;
}

/** The events whose target, nights and weekdays take in ℓ and d. */
export function eventsOn(world: World, line: Line, d: DateText): TargetedEvent[] {
  return world.events.filter(
    (event) =>
      targets(event, line) &&
      event.from <= d &&
      d < event.to &&
      weekdayAllowed(event.daysOfWeek, d),
  );
}

function targets(event: TargetedEvent, line: Line): boolean {
  const { target } = event;
  if ('line' in target) return target.line === line.id;
  if ('contract' in target) return target.contract === line.contract.id;
  if ('roomType' in target) return target.roomType === line.content.roomType;
  return true;
}

/** raw = (base or 0) + inc − red, never clamped */
export function raw(world: World, line: Line, d: DateText): number {
  let inc = 0;
  let red = 0;
  for (const event of eventsOn(world, line, d)) {
    if (event.type === 'INCREASE_ALLOTMENT') inc += event.n;
    if (event.type === 'REDUCE_ALLOTMENT') red += event.n;
  }
  return (base(line, d) ?? 0) + inc - red;
}

/** own = gross − cons; ∞ for FREE_SALE and every poolFunded line; otherwise 0 for ON_REQUEST */
export function own(world: World, line: Line, d: DateText): number {
  if (line.contract.contractKind === 'FREE_SALE' || poolFunded(line)) return Infinity;
  if (line.contract.contractKind === 'ON_REQUEST') return 0;
  const gross = Math.max(0, raw(world, line, d));
  return gross - cons(world, line.id, d);
}

/** oversold = max(0, −own); 0 wherever own is not gross − cons */
export function oversold(world: World, line: Line, d: DateText): number {
  return Math.max(0, -own(world, line, d));
}

/** cap = min over passed stages of max(0, keep − direct rooms with heldAt ≥ relAt); ∞ if none passed */
export function cap(world: World, line: Line, d: DateText): number {
  if (line.contract.contractKind === 'COMMITTED') return Infinity;
  let least = Infinity;
  for (const stage of line.content.release ?? []) {
    const at = relAt(world, d, stage.daysBefore, line.content.releaseTime);
    if (world.asOf < at) continue;
    const since = direct(world, line.id, d, (booking) => instant(booking.heldAt) >= at);
    least = Math.min(least, Math.max(0, stage.keep - since));
  }
  return least;
}

/** Sorted modes of the stops on ℓ, d; a COMMITTED line heeds those alone that include it. */
export function closed(world: World, line: Line, d: DateText): StopMode[] {
  const modes = new Set<StopMode>();
  for (const event of eventsOn(world, line, d)) {
    if (event.type !== 'STOP_SALE') continue;
    if (line.contract.contractKind === 'COMMITTED' && event.includeCommitted !== true) continue;
    modes.add(event.mode);
  }
  return [...modes].sort();
}
