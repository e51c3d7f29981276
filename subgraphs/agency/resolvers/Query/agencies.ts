// Query.agencies
import { parsePage, toConnection } from '../../../../shared/schema/paging.ts';
import type { Connection, PageArguments } from '../../../../shared/schema/paging.ts';
import type { Agency } from '../../domain/agency.ts';
import { listAgencies } from '../../services/list-agencies.ts';
import type { AgencyListing } from '../../services/list-agencies.ts';
import type { AgencyContext } from '../context.ts';

export async function agencies(
  _root: unknown,
  args: PageArguments & AgencyListing,
  { dependencies, identity }: AgencyContext,
): Promise<Connection<Agency>> {
  const page = parsePage(args);
  const items = await listAgencies(dependencies, identity, args, {
    after: page.after,
    limit: page.size + 1,
  });
  return toConnection(items, page, (agency) => agency.code);
}
