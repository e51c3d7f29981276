// What resolvers of dead letters answer, the same in every subgraph. To whoever is no operator there
// are none.
import type { Identity } from '../auth/identity.ts';
import { limits } from '../config/limits.ts';
import { toRefusal } from '../schema/refusal.ts';
import type { RefusalAnswer } from '../schema/refusal.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { DeadLetterList, DeadLetters } from './dead-letters.ts';

export interface DeadLetterDesk {
  list(identity: Identity, first: number | null | undefined): Promise<DeadLetterList>;
  replay(identity: Identity, id: string): Promise<ReplayAnswer>;
}

export type ReplayAnswer =
  { readonly __typename: 'ReplayedDeadLetter'; readonly id: string } | RefusalAnswer;

const OPERATORS: ReadonlySet<string> = new Set(['ADMIN', 'OPERATOR']);
const NOTHING: DeadLetterList = { letters: [], total: 0, complete: true };

export function createDeadLetterDesk(deadLetters: DeadLetters, logger: Logger): DeadLetterDesk {
  const { shownDefault, shownMax } = limits.deadLetters;
  return {
    async list({ role }, first) {
      if (!OPERATORS.has(role)) return NOTHING;
      return deadLetters.list(Math.min(Math.max(1, first ?? shownDefault), shownMax));
    },
    async replay({ role, subject, requestId }, id) {
      if (!OPERATORS.has(role)) return toRefusal([{ code: 'NOT_ENTITLED' }]);
      const replayed = await deadLetters.replay(id);
      if (replayed === 'NOT_FOUND') return toRefusal([{ code: 'NOT_FOUND', path: '/id' }]);
      if (replayed === 'TRY_AGAIN') return toRefusal([{ code: 'BUSY' }]);
      logger.info({ deadLetter: id, actor: subject, requestId }, 'a dead letter is tried again');
      return { __typename: 'ReplayedDeadLetter', id };
    },
  };
}
