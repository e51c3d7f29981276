// A page of the agencies that the caller may see. Called by the query `agencies`.
import type { Identity } from '../../../shared/auth/identity.ts';
import { limits } from '../../../shared/config/limits.ts';
import { fold, gramsOf, wordsOf } from '../../../shared/domain/search/fold.ts';
import { agencyScope } from '../domain/agency-scope.ts';
import type { AgencyStatus } from '../domain/agency.ts';
import { findPage } from '../repositories/agencies.ts';
import type { AgencyQuery, FoundAgency } from '../repositories/agencies.ts';
import type { Dependencies } from './dependencies.ts';

export interface AgencyListing {
  readonly search?: string | null;
  readonly filter?: {
    readonly status?: AgencyStatus | null;
    readonly country?: string | null;
    readonly tier?: string | null;
  } | null;
}

export type ListPlace = AgencyQuery['after'];

/** The best first, without a search in the order of codes; beginning after `after`, at most `limit`. */
export async function listAgencies(
  { dataSource }: Dependencies,
  identity: Identity,
  listing: AgencyListing,
  page: { readonly after: ListPlace; readonly limit: number },
): Promise<FoundAgency[]> {
  const scope = agencyScope(identity);
  const search = listing.search?.trim() ?? '';
  const { status = null, country = null, tier = null } = listing.filter ?? {};
  const { queryCharsMax, wordsMax, wordHitMin } = limits.search;
  // No text of ours has a NUL, and Postgres refuses one as a parameter.
  const impossible = [search, country, tier].some((text) => text?.includes('\0'));
  const tooLong = search.length > queryCharsMax;
  if (impossible || tooLong || (scope !== 'ALL' && scope.length === 0)) return [];
  const words = wordsOf(fold(search)).slice(0, wordsMax);
  return findPage(dataSource.manager, {
    scope,
    search: search === '' ? null : search,
    words: words.map(({ text }) => ({ text, grams: gramsOf(text) })),
    wordHitMin,
    status,
    country,
    tier,
    ...page,
  });
}

/** What a cursor stands for: a place in the order, whatever has come or gone since. */
export function keyOfAgency({ rank, code }: Pick<FoundAgency, 'rank' | 'code'>): string {
  return `${rank} ${code}`;
}

/** Undefined for what was not made by `keyOfAgency`. */
export function placeOf(key: string): ListPlace | undefined {
  const match = /^(\d{1,5}) ([A-Z0-9-]{1,32})$/.exec(key);
  const [, rank, code] = match ?? [];
  return rank === undefined || code === undefined ? undefined : { rank: Number(rank), code };
}
