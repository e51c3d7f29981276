// Which states of a group an answer may speak of, and which of them explain a refusal.
import { instant } from '../../../../../shared/testing/model/time.ts';
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
  if (code !== 'HOLD_EXPIRED') return false;
  const isOver = group.expiresAt !== null && instant(memory.clock) >= instant(group.expiresAt);
  return status === 'HELD'
    ? isOver
    : ['EXPIRED', 'CANCELLED', 'REJECTED', 'ON_REQUEST'].includes(status);
}
