// Query.agencies
import { GraphQLError } from 'graphql';
import { parsePage, toConnection } from '../../../../shared/schema/paging.ts';
import type { Connection, PageArguments } from '../../../../shared/schema/paging.ts';
import type { Agency } from '../../domain/agency.ts';
import { keyOfAgency, listAgencies, placeOf } from '../../services/list-agencies.ts';
import type { AgencyListing } from '../../services/list-agencies.ts';
import type { AgencyContext } from '../context.ts';

export async function agencies(
  _root: unknown,
  args: PageArguments & AgencyListing,
  { dependencies, identity }: AgencyContext,
): Promise<Connection<Agency>> {
  const page = parsePage(args);
  const after = page.after === null ? null : placeOf(page.after);
  if (after === undefined) {
    throw new GraphQLError('after is not a cursor of this list', {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  const limit = page.size + 1;
  return toConnection(
    await listAgencies(dependencies, identity, args, { after, limit }),
    page,
    keyOfAgency,
  );
}
