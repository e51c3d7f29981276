// Mutation.setCancellationPolicy
import { toRefusal } from '../../../../shared/schema/refusal.ts';
import type { RefusalAnswer } from '../../../../shared/schema/refusal.ts';
import type { HotelRow } from '../../domain/hotel.ts';
import type { SetCancellationPolicyInput } from '../../services/set-cancellation-policy.ts';
import type { AllotmentContext } from '../context.ts';

export async function setCancellationPolicy(
  _parent: unknown,
  input: SetCancellationPolicyInput,
  { identity, services }: AllotmentContext,
): Promise<(HotelRow & { readonly __typename: 'Hotel' }) | RefusalAnswer> {
  const set = await services.setCancellationPolicy(identity, input);
  return set.ok ? { __typename: 'Hotel', ...set.value } : toRefusal(set.error);
}
