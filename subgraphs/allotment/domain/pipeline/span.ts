// The nights of one query as positions 0 … nights − 1, so that every number of a night is an array
// element. Used by all stages.
import { isoWeekday } from '../../../../shared/domain/nights.ts';
import type { DayNumber } from '../../../../shared/domain/nights.ts';

/** ISO weekdays as bits: Monday is 1, Sunday is 64. */
export type WeekdayMask = number;
export const EVERY_DAY: WeekdayMask = 0b1111111;

export interface Span {
  readonly from: DayNumber;
  readonly nights: number;
  /** The bit of each night's weekday. */
  readonly weekdayBits: Uint8Array;
}

/** The nights `from … to − 1`. */
export function spanOf(from: DayNumber, to: DayNumber): Span {
  const nights = to - from;
  const weekdayBits = new Uint8Array(nights);
  for (let at = 0; at < nights; at += 1) weekdayBits[at] = weekdayBit(from + at);
  return { from, nights, weekdayBits };
}

/** The mask of ISO weekdays 1..7; absent means every day. */
export function weekdayMask(daysOfWeek: readonly number[] | undefined): WeekdayMask {
  if (!daysOfWeek) return EVERY_DAY;
  return daysOfWeek.reduce((mask, weekday) => mask | (1 << (weekday - 1)), 0);
}

/** A dated rule: nights `from … to − 1` on some weekdays. */
export interface Recurrence {
  readonly from: DayNumber;
  readonly to: DayNumber;
  readonly weekdays: WeekdayMask;
}

/** True when the rule's dates meet the span's. */
export function touches(span: Span, { from, to }: Recurrence): boolean {
  return from < span.from + span.nights && to > span.from;
}

/** True when the rule names `day`. */
export function recursOn(rule: Recurrence, day: DayNumber): boolean {
  return day >= rule.from && day < rule.to && (rule.weekdays & weekdayBit(day)) !== 0;
}

/** Calls `visit` with the position of every night of the span that the rule names. */
export function eachPosition(span: Span, rule: Recurrence, visit: (at: number) => void): void {
  const end = Math.min(rule.to - span.from, span.nights);
  for (let at = Math.max(rule.from - span.from, 0); at < end; at += 1) {
    if (((span.weekdayBits[at] as number) & rule.weekdays) !== 0) visit(at);
  }
}

/**
 * Calls `visit` with what `byDay` holds for nights of the span, and their positions; by way of the
 * fewer ones, the days it names or the nights of the span.
 */
export function eachNamedNight<T>(
  span: Span,
  byDay: ReadonlyMap<DayNumber, T>,
  visit: (value: T, at: number) => void,
): void {
  if (byDay.size <= span.nights) {
    for (const [day, value] of byDay) {
      const at = day - span.from;
      if (at >= 0 && at < span.nights) visit(value, at);
    }
    return;
  }
  for (let at = 0; at < span.nights; at += 1) {
    const value = byDay.get(span.from + at);
    if (value !== undefined) visit(value, at);
  }
}

/** Adds a column to another, in place. */
export function addTo(sum: Float64Array, column: Float64Array): void {
  for (let at = 0; at < sum.length; at += 1) {
    sum[at] = (sum[at] as number) + (column[at] as number);
  }
}

function weekdayBit(day: DayNumber): number {
  return 1 << (isoWeekday(day) - 1);
}
