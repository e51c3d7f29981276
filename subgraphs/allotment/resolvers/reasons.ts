// Reasons inside an answer: all of them, where a refusal gives those of the first failing class.
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { toRefusal } from '../../../shared/schema/refusal.ts';
import type { ReasonAnswer } from '../../../shared/schema/refusal.ts';

export function toReasonAnswers(reasons: readonly Reason[]): ReasonAnswer[] {
  return reasons.flatMap((reason) => toRefusal([reason]).reasons);
}
