// Instants are UTC, counted in whole microseconds since 1970; wall times become instants in the
// hotel's IANA zone. Used wherever something is held, expires, is released or cut off.
import { Temporal } from 'temporal-polyfill';
import { invariant } from './invariant.ts';
import { formatNight, nightAt, nightOf, parseNight } from './nights.ts';
import type { DayNumber } from './nights.ts';

/**
 * Microseconds since 1970-01-01T00:00:00Z as a whole number. Exact between the years 1684 and 2255;
 * beyond ("9999-12-31", meaning never) neighbours closer than 32 µs may compare as equal.
 */
export type Micros = number;

/** Minutes since midnight on the wall clock: `'06:30'` is 390. */
export type MinuteOfDay = number;

export const MICROS_PER_SECOND = 1_000_000;
const MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

const INSTANT_PATTERN = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6}0*)?Z$/;
const WALL_TIME_PATTERN = /^([01]\d|2[0-3]):([0-5]\d)$/;

/**
 * Wall times kept per process. Releases and cut-offs of a hotel repeat over a few hundred dates and
 * a handful of times of day; past this many the cache starts anew rather than grow.
 */
const WALL_CACHE_ENTRIES_MAX = 100_000;
/** The world has some 600 zones and aliases; names beyond that differ in letter case only. */
const ZONES_MAX = 2_000;

/**
 * `'2026-03-02T17:00:00Z'` → microseconds. Null for anything but RFC 3339 with `Z`, for a date or
 * time that does not exist, and for a fraction finer than microseconds.
 */
export function parseInstant(text: string): Micros | null {
  if (!INSTANT_PATTERN.test(text) || parseNight(text.slice(0, 10)) === null) return null;
  return instantOf(text);
}

/** As `parseInstant`, for text that is already known to be an instant (a fact that was parsed). */
export function instantOf(text: string): Micros {
  const seconds =
    Number(text.slice(11, 13)) * 3600 +
    Number(text.slice(14, 16)) * 60 +
    Number(text.slice(17, 19));
  const fraction = Number(text.slice(20, -1).slice(0, 6).padEnd(6, '0'));
  return nightOf(text) * MICROS_PER_DAY + seconds * MICROS_PER_SECOND + fraction;
}

/** Microseconds → `'2026-03-02T17:00:00Z'`, with six fractional digits where there are any. */
export function formatInstant(instant: Micros): string {
  const day = Math.floor(instant / MICROS_PER_DAY);
  const rest = instant - day * MICROS_PER_DAY;
  const seconds = Math.floor(rest / MICROS_PER_SECOND);
  const fraction = rest - seconds * MICROS_PER_SECOND;
  const time = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const clock = time.map((part) => String(part).padStart(2, '0')).join(':');
  const decimals = fraction === 0 ? '' : `.${String(fraction).padStart(6, '0')}`;
  return `${formatNight(day)}T${clock}${decimals}Z`;
}

/** As `formatInstant`; null for the instant that never comes, ∞. */
export function instantOrNull(instant: Micros): string | null {
  return Number.isFinite(instant) ? formatInstant(instant) : null;
}

/** `'06:30'` → 390; null for anything but `HH:MM` of one day. */
export function parseWallTime(text: string): MinuteOfDay | null {
  const match = WALL_TIME_PATTERN.exec(text);
  return match ? Number(match[1]) * 60 + Number(match[2]) : null;
}

/** As `parseWallTime`, for text that is already known to be a time of day (a fact that was parsed). */
export function minuteOf(text: string): MinuteOfDay {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
}

const knownZones = new Set<string>();

/** True for the name of an IANA zone (`Asia/Bangkok`, `UTC`); a bare offset is no zone. */
export function isZone(name: string): boolean {
  if (knownZones.has(name)) return true;
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
  } catch {
    return false;
  }
  if (knownZones.size < ZONES_MAX) knownZones.add(name);
  return true;
}

const wallCaches = new Map<string, Map<number, Micros>>();
let wallCacheEntries = 0;

/**
 * The instant at which clocks in `timezone` show `minute` on `day`. In a gap the first instant after
 * it (New York, 8 March 2026, 02:30 → 07:00Z); in an overlap the earlier one.
 */
export function wallInstant(day: DayNumber, minute: MinuteOfDay, timezone: string): Micros {
  const cache = wallCacheOf(timezone);
  const key = day * 1440 + minute;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const instant = computeWallInstant(day, minute, timezone);
  cache.set(key, instant);
  wallCacheEntries += 1;
  return instant;
}

function wallCacheOf(timezone: string): Map<number, Micros> {
  if (wallCacheEntries >= WALL_CACHE_ENTRIES_MAX) {
    wallCaches.clear();
    wallCacheEntries = 0;
  }
  let cache = wallCaches.get(timezone);
  if (!cache) wallCaches.set(timezone, (cache = new Map<number, Micros>()));
  return cache;
}

function computeWallInstant(day: DayNumber, minute: MinuteOfDay, timezone: string): Micros {
  const wall = Temporal.PlainDate.from('1970-01-01')
    .add({ days: day })
    .toPlainDateTime({ hour: Math.floor(minute / 60), minute: minute % 60 });
  const earlier = wall.toZonedDateTime(timezone, { disambiguation: 'earlier' });
  if (earlier.toPlainDateTime().equals(wall)) return earlier.epochMilliseconds * 1000;
  // The wall never showed this time: `earlier` lies before the gap, whose end is the next transition.
  const gapEnd = earlier.getTimeZoneTransition('next');
  invariant(gapEnd, `${timezone} skips a wall time without a transition`);
  return gapEnd.epochMilliseconds * 1000;
}

/** `2026-03-02T17:00:00Z` in Bangkok → `'2026-03-03T00:00:00+07:00'`: the same instant as its wall shows it. */
export function formatWall(instant: Micros, timezone: string): string {
  return new Temporal.Instant(BigInt(instant) * 1000n)
    .toZonedDateTimeISO(timezone)
    .toString({ timeZoneName: 'never' });
}

/** The civil date on the wall of `timezone` at `instant`. */
export function localNight(instant: Micros, timezone: string): DayNumber {
  return nightAt(Math.floor(instant / 1000), timezone);
}

/**
 * The last civil date whose `minute` has already struck in `timezone` at `instant`: a release of a
 * night d, n days before, has passed exactly when d − n is not later than this date.
 */
export function lastStruckDay(instant: Micros, minute: MinuteOfDay, timezone: string): DayNumber {
  let day = localNight(instant, timezone) + 1;
  while (wallInstant(day, minute, timezone) > instant) day -= 1;
  return day;
}
