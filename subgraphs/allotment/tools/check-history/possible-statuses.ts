// In which states a group may be after what was asked of it and what was heard. Pure.
import type { Operation } from './operations.ts';

/** What a request may make of a group whose answer did not come, now or whenever it lands. */
const MAY_BECOME = {
  createBooking: ['HELD'],
  confirmBooking: ['CONFIRMING', 'UNKNOWN_DOWNSTREAM', 'ON_REQUEST', 'CONFIRMED', 'REJECTED'],
  cancelBooking: ['CANCELLED'],
} as const;

/** The system asks the supplier on by itself, and days go by. */
const GOES_ON: Readonly<Record<string, readonly string[]>> = {
  CONFIRMING: ['UNKNOWN_DOWNSTREAM', 'ON_REQUEST', 'CONFIRMED', 'REJECTED'],
  UNKNOWN_DOWNSTREAM: ['ON_REQUEST', 'CONFIRMED', 'REJECTED'],
  ON_REQUEST: ['CONFIRMED', 'REJECTED'],
  CONFIRMED: ['COMPLETED', 'NO_SHOW'],
};

/** `operations` in order of their ends; `isOver`: the hold's time is up. */
export function possibleStatuses(
  operations: readonly Operation[],
  isOver: boolean,
): ReadonlySet<string> {
  // What was sent and never decided may still land after all that was heard since.
  const adrift = new Set<string>();
  let heard: string | null = null;
  for (const { invoke, end } of operations) {
    if (end?.type === 'ok') heard = end.group.status;
    else if (end?.type !== 'fail' || end.reasons.every(({ retryable }) => retryable)) {
      for (const status of MAY_BECOME[invoke.do]) adrift.add(status);
    }
  }
  const possible = new Set([...adrift, ...(heard === null ? ['HELD'] : [heard])]);
  if (isOver && possible.has('HELD')) possible.add('EXPIRED');
  for (const status of possible) for (const next of GOES_ON[status] ?? []) possible.add(next);
  return possible;
}
