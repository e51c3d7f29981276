// entitledContracts: what an agency may sell, from its own side. A partner asks for its own agency, an
// agent for those it serves, operators for any; for whoever else, and for any other agency, there is none.
import type { DataSource } from 'typeorm';
import { mayKnowOf } from '../../../shared/domain/agencies-of.ts';
import { isPlainText } from '../../../shared/domain/plain-text.ts';
import type { PageRequest } from '../../../shared/schema/paging.ts';
import type { EntitledContract } from '../domain/entitled-contract.ts';
import { boundAgency } from '../domain/visibility.ts';
import type { Viewer } from '../domain/visibility.ts';
import { findEntitledContracts } from '../repositories/entitled-contracts.ts';
import { findScope } from '../repositories/selling-terms.ts';

export interface EntitledFilter {
  readonly hotelId?: string | null;
  readonly from?: string | null;
  readonly to?: string | null;
}

/** Where a contract stands in the list; hotels have no spaces in their ids. */
export function entitledKey({ hotelId, id }: EntitledContract): string {
  return `${hotelId} ${id}`;
}

/** By hotel and id, at most one more than the page's size. */
export async function listEntitledContracts(
  dataSource: DataSource,
  viewer: Viewer,
  asked: { readonly agencyId: string | null; readonly filter: EntitledFilter },
  page: PageRequest,
): Promise<EntitledContract[]> {
  const agencyId = asked.agencyId ?? boundAgency(viewer);
  const { hotelId = null, from = null, to = null } = asked.filter;
  if (agencyId === null || !mayKnowOf(viewer, agencyId)) return [];
  if (![agencyId, hotelId ?? ''].every((text) => isPlainText(text))) return [];
  const scope = await findScope(dataSource, agencyId);
  // An agency that does not exist sells nothing.
  if (scope === null) return [];
  const [hotel = '', ...id] = page.after?.split(' ') ?? [];
  return findEntitledContracts(dataSource, {
    agencyId,
    scope,
    hotelId,
    from,
    to,
    after: page.after === null ? null : [hotel, id.join(' ')],
    limit: page.size + 1,
  });
}
