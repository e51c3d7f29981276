// Changes what was agreed with an agency. Called by the mutation of this name.
import type { Identity } from '../../../shared/auth/identity.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { decideUpdate, parseUpdate } from '../domain/agency-change.ts';
import type { AgencyUpdateInput } from '../domain/agency-change.ts';
import { mayManageAgencies } from '../domain/agency-scope.ts';
import type { Agency } from '../domain/agency.ts';
import { setLimit } from '../repositories/credit-accounts.ts';
import { changeAgency } from './change-agency.ts';
import type { Dependencies } from './dependencies.ts';

/**
 * Refuses with NOT_ENTITLED, BAD_INPUT (one per field), NOT_FOUND, or PREVIEW_STALE when another change
 * came between.
 */
export async function updateAgency(
  deps: Dependencies,
  identity: Identity,
  input: AgencyUpdateInput,
): Promise<Result<Agency, Reason[]>> {
  if (!mayManageAgencies(identity)) return err([{ code: 'NOT_ENTITLED' }]);
  const patch = parseUpdate(input);
  if (!patch.ok) return patch;
  return changeAgency(deps, identity, {
    id: input.id,
    path: '/id',
    note: input.note?.trim() ?? null,
    decide: (before) => {
      const decided = decideUpdate(before, patch.value, input.version);
      if (!decided.ok) return decided;
      const agency = decided.value;
      if (agency === before) return ok(null);
      const { code, creditLimit } = agency;
      return ok({
        agency,
        action: 'UPDATED',
        ...(creditLimit === before.creditLimit
          ? {}
          : { write: (manager) => setLimit(manager, code, creditLimit) }),
      });
    },
  });
}
