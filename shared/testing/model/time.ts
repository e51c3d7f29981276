// Instants and wall times of the model, on Temporal alone: nanoseconds since 1970 as bigint, so that
// comparing is exact. Called by every formula that asks whether something has passed.
import { Temporal } from 'temporal-polyfill';

/** RFC 3339 text → nanoseconds since 1970. */
export function instant(text: string): bigint {
  return Temporal.Instant.from(text).epochNanoseconds;
}

/** Nanoseconds since 1970 → RFC 3339 text with `Z`. */
export function instantText(ns: bigint): string {
  return Temporal.Instant.fromEpochNanoseconds(ns).toString();
}

/**
 * The instant of a wall time in a zone: in an overlap the earlier one, in a DST gap the first instant
 * after it. New York skips 02:00–03:00 on 8 March 2026: both 02:00 and 02:30 are 07:00:00Z.
 */
export function wallInstant(date: string, time: string, timezone: string): bigint {
  const wanted = Temporal.PlainDateTime.from(`${date}T${time}`);
  const earlier = wanted.toZonedDateTime(timezone, { disambiguation: 'earlier' });
  if (earlier.toPlainDateTime().equals(wanted)) return earlier.epochNanoseconds;
  const later = wanted.toZonedDateTime(timezone, { disambiguation: 'later' });
  return firstInstantNotBefore(wanted, timezone, earlier.epochNanoseconds, later.epochNanoseconds);
}

/** `low` shows a wall time before `wanted`, `high` one after it; the clock jumps once in between. */
function firstInstantNotBefore(
  wanted: Temporal.PlainDateTime,
  timezone: string,
  low: bigint,
  high: bigint,
): bigint {
  let before = low;
  let after = high;
  while (after - before > 1n) {
    const middle = (before + after) / 2n;
    const wall = Temporal.Instant.fromEpochNanoseconds(middle).toZonedDateTimeISO(timezone);
    if (Temporal.PlainDateTime.compare(wall.toPlainDateTime(), wanted) < 0) before = middle;
    else after = middle;
  }
  return after;
}

/** `('2026-03-01', -1)` → `'2026-02-28'`. */
export function plusDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** The civil date on the wall of a zone at an instant. */
export function localDate(at: bigint, timezone: string): string {
  return Temporal.Instant.fromEpochNanoseconds(at)
    .toZonedDateTimeISO(timezone)
    .toPlainDate()
    .toString();
}

/** Whole days from one civil date to another; negative when the second comes first. */
export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days;
}

/** ISO weekday of a civil date, Monday 1 to Sunday 7. */
export function weekday(date: string): number {
  return Temporal.PlainDate.from(date).dayOfWeek;
}

/** The nights from `from` to `to`, exclusive, in order. */
export function nightsBetween(from: string, to: string): string[] {
  const nights: string[] = [];
  for (let d = from; d < to; d = plusDays(d, 1)) nights.push(d);
  return nights;
}
