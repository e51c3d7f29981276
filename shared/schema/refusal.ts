// From reasons (data) to the refusal types of the schema. Used by every mutation's resolver.
import { firstFailingClass, REASONS } from '../domain/reason-codes.ts';
import type { Reason, ReasonClass, ReasonCode } from '../domain/reason-codes.ts';

export type RefusalTypename =
  | 'NotPermitted'
  | 'InvalidInput'
  | 'DuplicateReference'
  | 'NotFound'
  | 'InvalidState'
  | 'NotAvailable'
  | 'TryAgain';

export interface ReasonAnswer {
  readonly code: ReasonCode;
  readonly message: string;
  readonly path: string | null;
  readonly nights: readonly string[];
  readonly line: string | null;
  readonly pool: string | null;
  readonly needed: number | null;
  readonly have: number | null;
  readonly retryable: boolean;
  readonly resolvableBy: string;
}

export interface RefusalAnswer {
  readonly __typename: RefusalTypename;
  readonly message: string;
  readonly reasons: readonly ReasonAnswer[];
}

const TYPE_OF_CLASS: Record<ReasonClass, RefusalTypename> = {
  permission: 'NotPermitted',
  shape: 'InvalidInput',
  seen: 'DuplicateReference',
  existence: 'NotFound',
  state: 'InvalidState',
  capacity: 'NotAvailable',
};

/** The GraphQL object of a refusal: the first failing class of `reasons`, all codes within it. */
export function toRefusal(reasons: readonly Reason[]): RefusalAnswer {
  const failing = firstFailingClass(reasons);
  const answers = failing.map(toReasonAnswer);
  return {
    __typename: typenameOf(failing),
    message: [...new Set(answers.map((answer) => answer.message))].join(' '),
    reasons: answers,
  };
}

/** Resolvers that unions and the Refusal interface share: objects carry their own `__typename`. */
export const byTypename = {
  __resolveType: (answer: { readonly __typename: string }): string => answer.__typename,
};

function typenameOf(reasons: readonly Reason[]): RefusalTypename {
  const first = reasons[0];
  if (first === undefined) throw new Error('a refusal has at least one reason');
  if (first.code === 'BUSY' || first.code === 'LEDGER_MOVED') return 'TryAgain';
  return TYPE_OF_CLASS[REASONS[first.code].class];
}

function toReasonAnswer(reason: Reason): ReasonAnswer {
  const definition = REASONS[reason.code];
  return {
    code: reason.code,
    message: reason.detail ?? definition.sentence,
    path: reason.path ?? null,
    nights: reason.nights ?? [],
    line: reason.line ?? null,
    pool: reason.pool ?? null,
    needed: reason.needed ?? null,
    have: reason.have ?? null,
    retryable: definition.retryable,
    resolvableBy: definition.resolvableBy,
  };
}
