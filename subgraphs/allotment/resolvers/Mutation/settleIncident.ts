// Mutation.settleIncident
import { toRefusal } from '../../../../shared/schema/refusal.ts';
import type { RefusalAnswer } from '../../../../shared/schema/refusal.ts';
import type { IncidentRow } from '../../domain/incidents/incident.ts';
import type { AllotmentContext } from '../context.ts';

export async function settleIncident(
  _parent: unknown,
  input: { readonly id: string; readonly note?: string | null },
  { identity, services }: AllotmentContext,
): Promise<(IncidentRow & { readonly __typename: 'Incident' }) | RefusalAnswer> {
  const settled = await services.settleIncident(identity, input);
  return settled.ok ? { __typename: 'Incident', ...settled.value } : toRefusal(settled.error);
}
