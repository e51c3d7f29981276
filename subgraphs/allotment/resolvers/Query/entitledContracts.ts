// Query.entitledContracts
import { parsePage, toConnection } from '../../../../shared/schema/paging.ts';
import type { Connection, PageArguments } from '../../../../shared/schema/paging.ts';
import type { EntitledContract } from '../../domain/entitled-contract.ts';
import { entitledKey } from '../../services/list-entitled-contracts.ts';
import type { EntitledFilter } from '../../services/list-entitled-contracts.ts';
import type { AllotmentContext } from '../context.ts';

interface Arguments extends PageArguments {
  readonly agencyId?: string | null;
  readonly filter?: EntitledFilter | null;
}

export async function entitledContracts(
  _parent: unknown,
  { agencyId, filter, ...args }: Arguments,
  { identity, services }: AllotmentContext,
): Promise<Connection<EntitledContract>> {
  const page = parsePage(args);
  const asked = { agencyId: agencyId ?? null, filter: filter ?? {} };
  const found = await services.listEntitledContracts(identity, asked, page);
  return toConnection(found, page, entitledKey);
}
