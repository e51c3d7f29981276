// Which states of a group an answer may speak of, and which of them explain a refusal.
import { instant, plusDays, wallInstant } from '../../../../../shared/testing/model/time.ts';
import { hotelOf } from './memory.ts';
import type { GroupMemory, Invocation, Memory, Moment } from './memory.ts';

/** The state at the question and every later one. */
export function momentsSince(group: GroupMemory, since: Invocation): Moment[] {
  const later = group.moments.filter((moment) => moment.step > since.step);
  const before = group.moments.findLast((moment) => moment.step <= since.step);
  return before ? [before, ...later] : later;
}

export function explains(
  memory: Memory,
  group: GroupMemory,
  moment: Moment,
  code: string,
): boolean {
  const { status } = moment;
  if (code === 'DOWNSTREAM_UNKNOWN') return ['CONFIRMING', 'UNKNOWN_DOWNSTREAM'].includes(status);
  if (code === 'ALREADY_CONFIRMED') return isOverFor(memory, group, moment);
  if (code !== 'HOLD_EXPIRED') return false;
  const isOver = group.expiresAt !== null && instant(memory.clock) >= instant(group.expiresAt);
  return status === 'HELD'
    ? isOver
    : ['EXPIRED', 'CANCELLED', 'REJECTED', 'ON_REQUEST'].includes(status);
}

/** Nothing is given back of a stay whose last night is over. */
function isOverFor(memory: Memory, group: GroupMemory, { status }: Moment): boolean {
  if (status !== 'CONFIRMED') return status === 'COMPLETED' || status === 'NO_SHOW';
  const { timezone } = hotelOf(memory, group.hotelId);
  return Object.values(group.allocations).some((allocations) => {
    const nights = allocations.split(',').map((allocation) => allocation.slice(0, 10));
    const last = nights.sort().at(-1) ?? '';
    return (
      last !== '' && instant(memory.clock) >= wallInstant(plusDays(last, 1), '00:00', timezone)
    );
  });
}
