// Query.contract
import type { ContractView } from '../../services/find-contract.ts';
import type { AllotmentContext } from '../context.ts';

export function contract(
  _parent: unknown,
  { hotelId, id }: { readonly hotelId: string; readonly id: string },
  { identity, services }: AllotmentContext,
): Promise<ContractView | null> {
  return services.findContract(identity, hotelId, id);
}
