// Mutation.updateAgency
import type { AgencyUpdateInput } from '../../domain/agency-change.ts';
import { updateAgency as change } from '../../services/update-agency.ts';
import { toAgencyResult } from '../agency-result.ts';
import type { AgencyResult } from '../agency-result.ts';
import type { AgencyContext } from '../context.ts';

export async function updateAgency(
  _root: unknown,
  { input }: { readonly input: AgencyUpdateInput },
  { identity, dependencies, agencyById }: AgencyContext,
): Promise<AgencyResult> {
  return toAgencyResult(agencyById, await change(dependencies, identity, input));
}
