// Mutation.replayBookingDeadLetter
import type { ReplayAnswer } from '../../../../shared/dead-letters/answers.ts';
import type { ReservationContext } from '../context.ts';

export function replayBookingDeadLetter(
  _parent: unknown,
  { id }: { readonly id: string },
  { identity, deadLetters }: ReservationContext,
): Promise<ReplayAnswer> {
  return deadLetters.replay(identity, id);
}
