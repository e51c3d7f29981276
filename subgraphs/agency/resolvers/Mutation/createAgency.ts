// Mutation.createAgency
import type { AgencyInput } from '../../domain/agency.ts';
import { createAgency as create } from '../../services/create-agency.ts';
import { toAgencyResult } from '../agency-result.ts';
import type { AgencyResult } from '../agency-result.ts';
import type { AgencyContext } from '../context.ts';

export async function createAgency(
  _root: unknown,
  args: { readonly input: AgencyInput },
  { identity, dependencies, agencyById }: AgencyContext,
): Promise<AgencyResult> {
  return toAgencyResult(agencyById, await create(dependencies, identity, args.input));
}
