// Whether a basket of stays can be had together, and each of them alone. Asked by stayAvailability.
import type { Micros } from '../../../../shared/domain/instants.ts';
import { invariant } from '../../../../shared/domain/invariant.ts';
import type { Reason } from '../../../../shared/domain/reason-codes.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import { decideHolds } from '../decide-holds.ts';
import type { Grant, HoldLine } from '../holds/hold-request.ts';
import type { FactBook } from '../pipeline/fact-book.ts';

export interface StaysDecision {
  /** All of them as one group. */
  readonly together: Result<Grant, readonly Reason[]>;
  /** Each as if the others were not wanted. */
  readonly alone: readonly Result<Grant, readonly Reason[]>[];
  /** Until then time alone turns no grant into a refusal. */
  readonly validUntil: Micros;
}

export function decideStays(
  book: FactBook,
  when: { readonly timezone: string; readonly asOf: Micros },
  agency: string,
  stays: readonly HoldLine[],
): StaysDecision {
  const decide = (lines: readonly HoldLine[]): Pick<StaysDecision, 'together' | 'validUntil'> => {
    const { decisions, validUntil } = decideHolds(book, when, [{ key: '', agency, lines }]);
    const [decision] = decisions;
    invariant(decision, 'every request is decided');
    return { together: decision.result, validUntil };
  };
  const group = decide(stays);
  const alone = stays.map((stay) => decide([stay]));
  return {
    together: group.together,
    alone: alone.map(({ together }) => together),
    validUntil: Math.min(group.validUntil, ...alone.map(({ validUntil }) => validUntil)),
  };
}
