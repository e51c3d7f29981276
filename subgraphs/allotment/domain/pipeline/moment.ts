// The instant at which a hotel is looked at, and what time does by itself: which wall times have
// passed, and the next instant at which that would change. Used by all stages that weigh time.
import { lastStruckDay, wallInstant } from '../../../../shared/domain/instants.ts';
import type { Micros, MinuteOfDay } from '../../../../shared/domain/instants.ts';
import type { DayNumber } from '../../../../shared/domain/nights.ts';

export interface Moment {
  readonly asOf: Micros;
  /** The instant at which the hotel's wall shows `minute` on `day`. */
  instant(day: DayNumber, minute: MinuteOfDay): Micros;
  /** The last date whose `minute` has struck: n days before night d has passed iff d − n ≤ it. */
  struck(minute: MinuteOfDay): DayNumber;
}

export function createMoment(asOf: Micros, timezone: string): Moment {
  const struckDays = new Map<MinuteOfDay, DayNumber>();
  return {
    asOf,
    instant: (day, minute) => wallInstant(day, minute, timezone),
    struck(minute) {
      let day = struckDays.get(minute);
      if (day === undefined) {
        day = lastStruckDay(asOf, minute, timezone);
        struckDays.set(minute, day);
      }
      return day;
    },
  };
}

/** Collects instants still to come and keeps the first of each sort; ∞ while nothing is to come. */
export interface Horizon {
  /** Until then, time alone changes nothing. */
  validUntil: Micros;
  /**
   * Until then, time alone takes no rooms away. Later than `validUntil` where only holds expire:
   * that frees rooms, so what was granted stays admissible.
   */
  grantsUntil: Micros;
}

export function createHorizon(): Horizon {
  return { validUntil: Infinity, grantsUntil: Infinity };
}

/** An instant at which anything may change. */
export function noteInstant(horizon: Horizon, asOf: Micros, instant: Micros): void {
  noteFreeing(horizon, asOf, instant);
  if (instant > asOf) horizon.grantsUntil = Math.min(horizon.grantsUntil, instant);
}

/** An instant that can only free rooms. */
export function noteFreeing(horizon: Horizon, asOf: Micros, instant: Micros): void {
  if (instant > asOf) horizon.validUntil = Math.min(horizon.validUntil, instant);
}
