// Nights are civil dates. Inside they are day numbers (days since 1970-01-01), so that ranges are
// integer arithmetic and never milliseconds; at the edges they are 'YYYY-MM-DD'. Used everywhere.
import { Temporal } from 'temporal-polyfill';

/** A civil date as text, `YYYY-MM-DD`. */
export type NightText = string;

/** A civil date as whole days since 1970-01-01 (may be negative). */
export type DayNumber = number;

const NIGHT_PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAYS_PER_ERA = 146_097;

/**
 * `'2026-03-10'` → 20522. Returns null for anything that is not a real civil date written in full; there
 * is no year 0 among them, as the database knows none.
 * The arithmetic is the usual days-from-civil: years start in March, so the leap day comes last.
 */
export function parseNight(text: string): DayNumber | null {
  const match = NIGHT_PATTERN.exec(text);
  if (!match || match[1] === '0000') return null;
  const day = dayNumber(Number(match[1]), Number(match[2]), Number(match[3]));
  return formatNight(day) === text ? day : null;
}

/** As `parseNight`, for text that is already known to be a civil date (from our own database). */
export function nightOf(text: NightText): DayNumber {
  return dayNumber(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10)));
}

/** 20522 → `'2026-03-10'`. */
export function formatNight(day: DayNumber): NightText {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const date = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(date, 2)}`;
}

/** ISO weekday of a night: 1 is Monday, 7 is Sunday. 1970-01-01 was a Thursday. */
export function isoWeekday(day: DayNumber): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** The civil date at `instantMs` (epoch milliseconds) on the wall of `timezone`. */
export function nightAt(instantMs: number, timezone: string): DayNumber {
  const date = Temporal.Instant.fromEpochMilliseconds(Math.floor(instantMs))
    .toZonedDateTimeISO(timezone)
    .toPlainDate();
  return dayNumber(date.year, date.month, date.day);
}

function dayNumber(year: number, month: number, date: number): DayNumber {
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const monthFromMarch = month > 2 ? month - 3 : month + 9;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + date - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - 719_468;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
