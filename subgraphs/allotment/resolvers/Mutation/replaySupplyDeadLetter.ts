// Mutation.replaySupplyDeadLetter
import type { ReplayAnswer } from '../../../../shared/dead-letters/answers.ts';
import type { AllotmentContext } from '../context.ts';

export function replaySupplyDeadLetter(
  _parent: unknown,
  { id }: { readonly id: string },
  { identity, deadLetters }: AllotmentContext,
): Promise<ReplayAnswer> {
  return deadLetters.replay(identity, id);
}
