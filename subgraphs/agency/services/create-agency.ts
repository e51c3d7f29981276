// Opens an agency. Called by the mutation of this name.
import type { EntityManager } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';
import { inTransaction } from '../../../shared/database/transaction.ts';
import { invariant } from '../../../shared/domain/invariant.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { enqueue } from '../../../shared/outbox/outbox.ts';
import { mayManageAgencies } from '../domain/agency-scope.ts';
import { decideCreation, parseAgencyInput } from '../domain/agency.ts';
import type { Agency, AgencyInput } from '../domain/agency.ts';
import { findById, insertIfAbsent } from '../repositories/agencies.ts';
import { append } from '../repositories/agency-audit-log.ts';
import type { Dependencies } from './dependencies.ts';

/** Agencies belong to no hotel's stream, so their messages name none. */
const NO_HOTEL = { hotelId: '', seq: 0 } as const;

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
      await record(manager, identity, decided.value.agency);
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

async function record(manager: EntityManager, identity: Identity, agency: Agency): Promise<void> {
  await append(manager, {
    agencyId: agency.code,
    action: 'CREATED',
    before: null,
    after: agency,
    actor: identity.subject,
    actorRole: identity.role,
    requestId: identity.requestId,
  });
  await enqueue(manager, 'agency', [
    {
      ...NO_HOTEL,
      type: 'agency.created',
      v: 1,
      agencyId: agency.code,
      payload: { code: agency.code, status: agency.status },
    },
  ]);
}
