// Query.incidents
import { parsePage, toConnection } from '../../../../shared/schema/paging.ts';
import type { Connection, PageArguments } from '../../../../shared/schema/paging.ts';
import type { IncidentRow } from '../../domain/incidents/incident.ts';
import { incidentKey } from '../../services/incidents.ts';
import type { IncidentFilter } from '../../services/incidents.ts';
import type { AllotmentContext } from '../context.ts';

export async function incidents(
  _parent: unknown,
  { filter, ...args }: PageArguments & { readonly filter?: IncidentFilter | null },
  { identity, services }: AllotmentContext,
): Promise<Connection<IncidentRow>> {
  const page = parsePage(args);
  const found = await services.listIncidents(identity, filter ?? {}, page);
  return toConnection(found, page, incidentKey);
}
