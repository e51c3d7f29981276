// Mutation.raiseIncident, for services alone
import { GraphQLError } from 'graphql';
import type { IncidentRow } from '../../domain/incidents/incident.ts';
import type { AllotmentContext } from '../context.ts';
import { given } from '../given.ts';

export async function raiseIncident(
  _parent: unknown,
  { incident }: { readonly incident: Readonly<Record<string, unknown>> },
  { identity, services }: AllotmentContext,
): Promise<IncidentRow> {
  if (identity.role !== 'SYSTEM') {
    throw new GraphQLError('Services only', { extensions: { code: 'FORBIDDEN' } });
  }
  const raised = await services.raiseIncident(identity.subject, given(incident));
  if (raised.ok) return raised.value;
  const message = raised.error.map(({ path, detail }) => `${path}: ${detail}`).join('; ');
  throw new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}
