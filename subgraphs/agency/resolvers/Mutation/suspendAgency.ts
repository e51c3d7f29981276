// Mutation.suspendAgency
import { setAgencyStatus } from '../../services/set-agency-status.ts';
import { toAgencyResult } from '../agency-result.ts';
import type { AgencyResult } from '../agency-result.ts';
import type { AgencyContext } from '../context.ts';

export async function suspendAgency(
  _root: unknown,
  { input }: { readonly input: { readonly id: string; readonly note: string } },
  { identity, dependencies, agencyById }: AgencyContext,
): Promise<AgencyResult> {
  const answer = await setAgencyStatus(dependencies, identity, input, 'SUSPENDED');
  return toAgencyResult(agencyById, answer);
}
