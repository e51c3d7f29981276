// Mutation.createAgency
import { toRefusal } from '../../../../shared/schema/refusal.ts';
import type { RefusalAnswer } from '../../../../shared/schema/refusal.ts';
import type { Agency, AgencyInput } from '../../domain/agency.ts';
import { createAgency as create } from '../../services/create-agency.ts';
import type { AgencyContext } from '../context.ts';

export async function createAgency(
  _root: unknown,
  args: { readonly input: AgencyInput },
  { identity, dependencies }: AgencyContext,
): Promise<RefusalAnswer | (Agency & { readonly __typename: 'Agency' })> {
  const created = await create(dependencies, identity, args.input);
  return created.ok ? { __typename: 'Agency', ...created.value } : toRefusal(created.error);
}
