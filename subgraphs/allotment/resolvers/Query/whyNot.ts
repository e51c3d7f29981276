// Query.whyNot
import { toRefusal } from '../../../../shared/schema/refusal.ts';
import type { ReasonAnswer, RefusalAnswer } from '../../../../shared/schema/refusal.ts';
import type { WhyNot } from '../../services/why-not.ts';
import type { AllotmentContext } from '../context.ts';
import { given } from '../given.ts';
import type { Nullable } from '../given.ts';
import { toReasonAnswers } from '../reasons.ts';

type WhyNotInput = Nullable<
  {
    readonly hotelId: string;
    readonly roomType: string;
    readonly checkIn: string;
    readonly checkOut: string;
    readonly rooms: number;
  },
  'agencyId' | 'asOf' | 'knownAt'
>;

type WhyNotAnswer = Omit<WhyNot, 'reasons'> & {
  readonly __typename: 'WhyNot';
  readonly reasons: readonly ReasonAnswer[];
};

export async function whyNot(
  _parent: unknown,
  { input }: { readonly input: WhyNotInput },
  context: AllotmentContext,
): Promise<WhyNotAnswer | RefusalAnswer> {
  const answered = await context.services.whyNot(context.identity, given(input));
  if (!answered.ok) return toRefusal(answered.error);
  const { reasons, ...answer } = answered.value;
  return { __typename: 'WhyNot', ...answer, reasons: toReasonAnswers(reasons) };
}
