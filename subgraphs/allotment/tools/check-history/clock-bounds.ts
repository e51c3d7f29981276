// Between which instants of the ledger's clock a moment of the driver's clock lies.
import { instantOf } from '../../../../shared/domain/instants.ts';
import type { Micros } from '../../../../shared/domain/instants.ts';
import type { HistoryEvent } from '../../../../shared/testing/load/history.ts';

export interface ClockBounds {
  /** The ledger's clock showed no less at the driver's `at`. */
  earliest(at: number): Micros;
  /** And no more. */
  latest(at: number): Micros;
}

const MICROS_PER_MS = 1_000;

/**
 * Each reading of the clock bounds what lies between the two clocks; all of them together bound it
 * best, or, where one of the clocks was moved meanwhile, worst. Null without any reading.
 */
export function clockBounds(events: readonly HistoryEvent[]): ClockBounds | null {
  const readings = events.filter((event) => event.type === 'clock');
  if (readings.length === 0) return null;
  const least = readings.map(({ clock, until }) => instantOf(clock) - until * MICROS_PER_MS);
  const most = readings.map(({ clock, at }) => instantOf(clock) - at * MICROS_PER_MS);
  const agree = Math.max(...least) <= Math.min(...most);
  const low = agree ? Math.max(...least) : Math.min(...least);
  const high = agree ? Math.min(...most) : Math.max(...most);
  return {
    earliest: (at) => Math.floor(at * MICROS_PER_MS + low),
    latest: (at) => Math.ceil(at * MICROS_PER_MS + high),
  };
}
