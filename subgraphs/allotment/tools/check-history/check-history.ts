// All laws of a history: those that it can be held to by itself, and those against the database that
// the run left behind. Pure.
import type { HistoryEvent } from '../../../../shared/testing/load/history.ts';
import type { HotelState } from '../verify/read-hotel.ts';
import type { Violation } from '../verify/violation.ts';
import { checkKeys } from './check-keys.ts';
import { checkOtherRefusals } from './check-other-refusals.ts';
import { checkPresence } from './check-presence.ts';
import { checkRefusals } from './check-refusals.ts';
import { checkRooms } from './check-rooms.ts';
import { clockBounds } from './clock-bounds.ts';
import { isHold, pairOperations } from './operations.ts';
import type { Operation } from './operations.ts';

export interface HistoryVerdict {
  readonly operations: number;
  /** By how they ended. */
  readonly ended: Readonly<Record<'ok' | 'fail' | 'unknown', number>>;
  readonly violations: readonly Violation[];
}

/** `states` by hotel; null holds the history to its own laws alone. */
export function checkHistory(
  events: readonly HistoryEvent[],
  states: ReadonlyMap<string, HotelState> | null,
): HistoryVerdict {
  const [start] = events;
  if (start?.type !== 'start') throw new Error('a history begins with its start');
  const { operations, violations } = pairOperations(events);
  const clock = clockBounds(events);
  const against = states ? checkPresence(start.run, operations, states) : [];
  const refusals = states && clock ? checkRefusals(operations, states, clock) : [];
  return {
    operations: operations.length,
    ended: countEnds(operations),
    violations: [
      ...violations,
      ...checkRooms(events, operations, clock),
      ...checkKeys(operations),
      ...checkOtherRefusals(operations, clock),
      ...against,
      ...refusals,
    ],
  };
}

/** Hotels that a history books. */
export function hotelsOf(events: readonly HistoryEvent[]): string[] {
  const { operations } = pairOperations(events);
  return [...new Set(operations.filter(isHold).map(({ invoke }) => invoke.hotelId))];
}

function countEnds(operations: readonly Operation[]): HistoryVerdict['ended'] {
  const ended = { ok: 0, fail: 0, unknown: 0 };
  for (const { end } of operations) ended[end?.type ?? 'unknown'] += 1;
  return ended;
}
