// Query.audiences
import { parsePage, toConnection } from '../../../../shared/schema/paging.ts';
import type { Connection, PageArguments } from '../../../../shared/schema/paging.ts';
import type { Arranged } from '../../services/list-arrangements.ts';
import type { AllotmentContext } from '../context.ts';

export async function audiences(
  _parent: unknown,
  { hotelId, ...args }: PageArguments & { readonly hotelId: string },
  { identity, services }: AllotmentContext,
): Promise<Connection<Arranged<'AUDIENCE'>>> {
  const page = parsePage(args);
  const found = await services.listArrangements(identity, 'AUDIENCE', hotelId, page);
  return toConnection(found, page, ({ id }) => id);
}
