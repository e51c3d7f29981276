// Query.contracts
import { parsePage, toConnection } from '../../../../shared/schema/paging.ts';
import type { Connection, PageArguments } from '../../../../shared/schema/paging.ts';
import { toRefusal } from '../../../../shared/schema/refusal.ts';
import type { RefusalAnswer } from '../../../../shared/schema/refusal.ts';
import { keyOfHit } from '../../services/search-contracts.ts';
import type { ContractFilter, ContractHit } from '../../services/search-contracts.ts';
import type { AllotmentContext } from '../context.ts';

interface Arguments extends PageArguments {
  readonly filter?: ContractFilter | null;
  readonly search?: string | null;
}

export async function contracts(
  _parent: unknown,
  { filter, search, ...args }: Arguments,
  { identity, services }: AllotmentContext,
): Promise<
  (Connection<ContractHit> & { readonly __typename: 'ContractConnection' }) | RefusalAnswer
> {
  const page = parsePage(args);
  const found = await services.searchContracts(identity, filter ?? {}, search ?? '', page);
  if (!found.ok) return toRefusal(found.error);
  return { __typename: 'ContractConnection', ...toConnection(found.value, page, keyOfHit) };
}
