// Query.incident
import type { IncidentRow } from '../../domain/incidents/incident.ts';
import type { AllotmentContext } from '../context.ts';

export function incident(
  _parent: unknown,
  { id }: { readonly id: string },
  { identity, services }: AllotmentContext,
): Promise<IncidentRow | null> {
  return services.findIncident(identity, id);
}
