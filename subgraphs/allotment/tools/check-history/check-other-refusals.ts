// Refusals for other reasons than rooms: a group's state, too much at once. A driver asks for nothing
// that it may not, so that any other refusal is one too many.
import { instantOf } from '../../../../shared/domain/instants.ts';
import type { Ending } from '../../../../shared/testing/load/history.ts';
import { reporter } from '../verify/violation.ts';
import type { Violation } from '../verify/violation.ts';
import type { ClockBounds } from './clock-bounds.ts';
import { operationsByGroup } from './operations.ts';
import type { Operation } from './operations.ts';

type Fail = Extract<Ending, { type: 'fail' }>;
const JUDGED_ELSEWHERE = new Set(['NotAvailable', 'DuplicateReference']);

export function checkOtherRefusals(
  operations: readonly Operation[],
  clock: ClockBounds | null,
): Violation[] {
  const { violations, expect } = reporter('');
  const byGroup = operationsByGroup(operations);
  for (const { invoke, end } of operations) {
    if (end?.type !== 'fail' || JUDGED_ELSEWHERE.has(end.refusal)) continue;
    const ofGroup = invoke.do === 'createBooking' ? [] : (byGroup.get(invoke.groupId) ?? []);
    expect(
      isJustified(end, ofGroup, clock),
      'every refusal is justified by an instant in its interval',
      () => `operation ${invoke.op}: ${end.refusal} ${JSON.stringify(end.reasons)}`,
    );
  }
  return violations;
}

function isJustified(
  fail: Fail,
  ofGroup: readonly Operation[],
  clock: ClockBounds | null,
): boolean {
  if (fail.refusal === 'TryAgain') return fail.reasons.every(({ retryable }) => retryable);
  if (fail.refusal !== 'InvalidState') return false;
  const earlier = ofGroup.filter(({ invoke }) => invoke.at < fail.at);
  return fail.reasons.every(({ code }) => {
    if (code === 'DOWNSTREAM_UNKNOWN') {
      return earlier.some(({ invoke }) => invoke.do === 'confirmBooking');
    }
    return code === 'HOLD_EXPIRED' && (isOver(earlier, fail.at, clock) || mayHaveEnded(earlier));
  });
}

function isOver(ofGroup: readonly Operation[], at: number, clock: ClockBounds | null): boolean {
  return ofGroup.some(({ end }) => {
    const expiresAt = end?.type === 'ok' ? end.group.expiresAt : null;
    return expiresAt !== null && (clock?.latest(at) ?? Infinity) >= instantOf(expiresAt);
  });
}

/** Cancelled, or refused by the supplier. */
function mayHaveEnded(ofGroup: readonly Operation[]): boolean {
  return ofGroup.some(
    ({ invoke, end }) =>
      (invoke.do === 'cancelBooking' && end?.type !== 'fail') ||
      (end?.type === 'ok' && ['REJECTED', 'CANCELLED', 'EXPIRED'].includes(end.group.status)),
  );
}
