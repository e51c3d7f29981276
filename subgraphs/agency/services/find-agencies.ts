// Agencies by id, as far as the caller may know of them. Called by the loader, once per batch.
import type { Identity } from '../../../shared/auth/identity.ts';
import { agencyScope, isInScope } from '../domain/agency-scope.ts';
import { isAgencyCode } from '../domain/agency.ts';
import type { Agency } from '../domain/agency.ts';
import { findByIds } from '../repositories/agencies.ts';
import type { Dependencies } from './dependencies.ts';

/** In any order; what does not exist or is not the caller's to see is left out. */
export async function findAgencies(
  { dataSource }: Dependencies,
  identity: Identity,
  ids: readonly string[],
): Promise<Agency[]> {
  const scope = agencyScope(identity);
  const visible = ids.filter((id) => isAgencyCode(id) && isInScope(scope, id));
  return visible.length === 0 ? [] : findByIds(dataSource.manager, visible);
}
