// What operators and hotels' own users did that is no fact of the ledger: who, when, to what, from what to what.
import { uuidv7 } from 'uuidv7';
import type { EntityManager } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';

export interface AuditEntry {
  readonly action:
    | 'SET_CANCELLATION_POLICY'
    | 'SETTLE_INCIDENT'
    | 'SUBMIT_EVENT'
    | 'APPROVE_SUBMISSION'
    | 'DECLINE_SUBMISSION';
  readonly hotelId: string | null;
  readonly subject: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly note: string | null;
}

/** Writes it down in the transaction of what it tells. */
export async function insertAuditEntry(
  manager: EntityManager,
  { subject, role, requestId }: Pick<Identity, 'subject' | 'role' | 'requestId'>,
  entry: AuditEntry,
): Promise<void> {
  await manager.query(
    `insert into allotment.audit_log
       (id, at, action, hotel_id, subject, before, after, note, actor, role, request_id)
     values ($1, ledger.clock(), $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      uuidv7(),
      entry.action,
      entry.hotelId,
      entry.subject,
      JSON.stringify(entry.before),
      JSON.stringify(entry.after),
      entry.note,
      subject,
      role,
      requestId,
    ],
  );
}
