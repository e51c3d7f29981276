// Query.stayAvailability
import { toRefusal } from '../../../../shared/schema/refusal.ts';
import type { ReasonAnswer, RefusalAnswer } from '../../../../shared/schema/refusal.ts';
import type { StayAnswer, StayAvailability } from '../../services/stay-availability.ts';
import type { StayRequest } from '../../services/stay-shape.ts';
import type { AllotmentContext } from '../context.ts';
import { given } from '../given.ts';
import type { Nullable } from '../given.ts';
import { toReasonAnswers } from '../reasons.ts';

type StayAvailabilityInput = Nullable<
  { readonly hotelId: string; readonly stays: readonly StayRequest[] },
  'agencyId' | 'asOf' | 'knownAt'
>;

type Told<T extends { readonly reasons: unknown }> = Omit<T, 'reasons'> & {
  readonly reasons: readonly ReasonAnswer[];
};

type StayAvailabilityAnswer = Omit<Told<StayAvailability>, 'stays'> & {
  readonly __typename: 'StayAvailability';
  readonly stays: readonly Told<StayAnswer>[];
};

export async function stayAvailability(
  _parent: unknown,
  { input }: { readonly input: StayAvailabilityInput },
  context: AllotmentContext,
): Promise<StayAvailabilityAnswer | RefusalAnswer> {
  const answered = await context.services.stayAvailability(context.identity, given(input));
  if (!answered.ok) return toRefusal(answered.error);
  const { reasons, stays, ...answer } = answered.value;
  return {
    __typename: 'StayAvailability',
    ...answer,
    reasons: toReasonAnswers(reasons),
    stays: stays.map((stay) => ({ ...stay, reasons: toReasonAnswers(stay.reasons) })),
  };
}
