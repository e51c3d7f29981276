// Suspends and reinstates agencies. A suspension counts from the next booking on, since each asks anew
// (ADR 16); what is booked stays. Called by the mutations suspendAgency and reinstateAgency.
import type { Identity } from '../../../shared/auth/identity.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { decideStatus } from '../domain/agency-change.ts';
import { mayManageAgencies } from '../domain/agency-scope.ts';
import { checkNote } from '../domain/agency-texts.ts';
import type { Agency, AgencyStatus } from '../domain/agency.ts';
import { changeAgency } from './change-agency.ts';
import type { Dependencies } from './dependencies.ts';

/** Again: nothing changes. Refuses with NOT_ENTITLED, BAD_INPUT or NOT_FOUND. */
export async function setAgencyStatus(
  deps: Dependencies,
  identity: Identity,
  input: { readonly id: string; readonly note: string },
  status: AgencyStatus,
): Promise<Result<Agency, Reason[]>> {
  if (!mayManageAgencies(identity)) return err([{ code: 'NOT_ENTITLED' }]);
  const reasons = checkNote(input.note);
  if (reasons.length > 0) return err(reasons);
  return changeAgency(deps, identity, {
    id: input.id,
    path: '/id',
    note: input.note.trim(),
    decide: (before) => {
      const agency = decideStatus(before, status);
      const action = status === 'SUSPENDED' ? 'SUSPENDED' : 'REINSTATED';
      return ok(agency === before ? null : { agency, action });
    },
  });
}
