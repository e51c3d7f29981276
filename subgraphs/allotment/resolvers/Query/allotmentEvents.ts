// Query.allotmentEvents
import { parsePage, toConnection } from '../../../../shared/schema/paging.ts';
import type { Connection, PageArguments } from '../../../../shared/schema/paging.ts';
import type { AllotmentEventView, EventFilter } from '../../services/list-allotment-events.ts';
import type { AllotmentContext } from '../context.ts';

interface Arguments extends PageArguments {
  readonly hotelId: string;
  readonly filter?: EventFilter | null;
}

export async function allotmentEvents(
  _parent: unknown,
  { hotelId, filter, ...args }: Arguments,
  { identity, services }: AllotmentContext,
): Promise<Connection<AllotmentEventView>> {
  const page = parsePage(args);
  const found = await services.listAllotmentEvents(identity, hotelId, filter ?? {}, page);
  return toConnection(found, page, ({ id }) => id);
}
