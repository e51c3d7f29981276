// Opens an agency. Called by the mutation of this name.
import type { Identity } from '../../../shared/auth/identity.ts';
import { inTransaction } from '../../../shared/database/transaction.ts';
import { invariant } from '../../../shared/domain/invariant.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { mayManageAgencies } from '../domain/agency-scope.ts';
import { decideCreation, parseAgencyInput } from '../domain/agency.ts';
import type { Agency, AgencyInput } from '../domain/agency.ts';
import { findById, insertIfAbsent } from '../repositories/agencies.ts';
import { record, tell } from './change-agency.ts';
import type { Dependencies } from './dependencies.ts';

/**
 * The new agency, or the one that is there when the very same was asked for before. Refuses with
 * NOT_ENTITLED, BAD_INPUT (one per field) or DUPLICATE_REFERENCE (one per field that differs).
 */
export async function createAgency(
  { dataSource }: Dependencies,
  identity: Identity,
  input: AgencyInput,
): Promise<Result<Agency, Reason[]>> {
  if (!mayManageAgencies(identity)) return err([{ code: 'NOT_ENTITLED' }]);
  const body = parseAgencyInput(input);
  if (!body.ok) return body;

  return inTransaction(dataSource, async (manager) => {
    const decided = decideCreation(body.value, await findById(manager, body.value.code));
    if (!decided.ok) return decided;
    if (!decided.value.isNew) return ok(decided.value.agency);
    if (await insertIfAbsent(manager, decided.value.agency)) {
      const { agency } = decided.value;
      const audit = { agencyId: agency.code, before: null, after: { ...agency }, note: null };
      await record(manager, identity, { ...audit, action: 'CREATED' });
      await tell(manager, agency, 'CREATED');
      return ok(decided.value.agency);
    }
    // Another request opened it between our look and our write. Agencies are never removed, so a
    // second look is the last one.
    const winner = await findById(manager, body.value.code);
    invariant(winner !== null, 'a code that is taken has an agency');
    const again = decideCreation(body.value, winner);
    return again.ok ? ok(again.value.agency) : again;
  });
}
