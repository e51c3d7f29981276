// Query.explainAvailability
import { toRefusal } from '../../../../shared/schema/refusal.ts';
import type { RefusalAnswer } from '../../../../shared/schema/refusal.ts';
import type { AvailabilityExplanation } from '../../services/explain-availability.ts';
import type { AllotmentContext } from '../context.ts';
import { given } from '../given.ts';
import type { Nullable } from '../given.ts';

type ExplainAvailabilityInput = Nullable<
  { readonly hotelId: string; readonly night: string },
  'line' | 'roomType' | 'agencyId' | 'asOf' | 'knownAt'
>;

export async function explainAvailability(
  _parent: unknown,
  { input }: { readonly input: ExplainAvailabilityInput },
  context: AllotmentContext,
): Promise<
  (AvailabilityExplanation & { readonly __typename: 'AvailabilityExplanation' }) | RefusalAnswer
> {
  const explained = await context.services.explainAvailability(context.identity, given(input));
  if (!explained.ok) return toRefusal(explained.error);
  return { __typename: 'AvailabilityExplanation', ...explained.value };
}
