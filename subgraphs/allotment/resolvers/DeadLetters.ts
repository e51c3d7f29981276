// Type DeadLetters
import type { DeadLetterList } from '../../../shared/dead-letters/dead-letters.ts';
import type { AllotmentContext } from './context.ts';

export const DeadLetters = {
  supply: (
    _parent: unknown,
    { first }: { readonly first?: number | null },
    { identity, deadLetters }: AllotmentContext,
  ): Promise<DeadLetterList> => deadLetters.list(identity, first),
};
