// Type DeadLetters
import type { DeadLetterList } from '../../../shared/dead-letters/dead-letters.ts';
import type { ReservationContext } from './context.ts';

export const DeadLetters = {
  bookings: (
    _parent: unknown,
    { first }: { readonly first?: number | null },
    { identity, deadLetters }: ReservationContext,
  ): Promise<DeadLetterList> => deadLetters.list(identity, first),
};
