// A page of the agencies that the caller may see. Called by the query `agencies`.
import type { Identity } from '../../../shared/auth/identity.ts';
import { agencyScope } from '../domain/agency-scope.ts';
import type { Agency, AgencyStatus } from '../domain/agency.ts';
import { findPage } from '../repositories/agencies.ts';
import type { Dependencies } from './dependencies.ts';

export interface AgencyListing {
  readonly search?: string | null;
  readonly filter?: {
    readonly status?: AgencyStatus | null;
    readonly country?: string | null;
    readonly tier?: string | null;
  } | null;
}

/** In the order of codes, beginning after code `after`; at most `limit`. */
export async function listAgencies(
  { dataSource }: Dependencies,
  identity: Identity,
  listing: AgencyListing,
  page: { readonly after: string | null; readonly limit: number },
): Promise<Agency[]> {
  const scope = agencyScope(identity);
  const search = listing.search?.trim();
  const { status, country, tier } = listing.filter ?? {};
  // No text of ours has a NUL, and Postgres refuses one as a parameter.
  const impossible = [search, country, tier].some((text) => text?.includes('\0'));
  if (impossible || (scope !== 'ALL' && scope.length === 0)) return [];
  return findPage(dataSource.manager, {
    scope,
    ...(search ? { search } : {}),
    ...(status ? { status } : {}),
    ...(country ? { country } : {}),
    ...(tier ? { tier } : {}),
    ...page,
  });
}
