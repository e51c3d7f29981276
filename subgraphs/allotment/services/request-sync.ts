// triggerSync: writes a run down and tells the worker through the outbox.
import { uuidv7 } from 'uuidv7';
import type { DataSource } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';
import { limits } from '../../../shared/config/limits.ts';
import { inTransaction } from '../../../shared/database/transaction.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { enqueue } from '../../../shared/outbox/outbox.ts';
import { findRun, insertRun } from '../repositories/sync-runs.ts';
import type { SyncRunRow } from '../repositories/sync-runs.ts';

export type { SyncCounts, SyncRunRow } from '../repositories/sync-runs.ts';

const OPERATORS = new Set(['ADMIN', 'OPERATOR']);
/** A run may concern many hotels; its message belongs to none of them. */
const NO_HOTEL = '*';

/** The queued run; operators only. */
export async function requestSync(
  dataSource: DataSource,
  identity: Identity,
  hotelIds: readonly string[] | null,
): Promise<Result<SyncRunRow, Reason[]>> {
  if (!OPERATORS.has(identity.role)) return err([{ code: 'NOT_ENTITLED' }]);
  if (hotelIds && (hotelIds.length === 0 || hotelIds.length > limits.calendar.hotelsMax)) {
    const detail = `Between 1 and ${limits.calendar.hotelsMax} hotels, or none named for all.`;
    return err([{ code: 'BAD_INPUT', path: '/hotelIds', detail }]);
  }
  const id = `sync_${uuidv7()}`;
  return inTransaction(dataSource, async (manager) => {
    await insertRun(manager, { id, requestedBy: identity.subject, hotelIds });
    await enqueue(manager, 'allotment', [
      { hotelId: NO_HOTEL, seq: 0, type: 'sync.requested', v: 1, payload: { runId: id } },
    ]);
    const run = await findRun(manager, id);
    return run ? ok(run) : err([{ code: 'NOT_FOUND' }]);
  });
}

/** A run by id, for operators; anyone else is told that there is none. */
export async function findSyncRun(
  dataSource: DataSource,
  identity: Identity,
  id: string,
): Promise<SyncRunRow | null> {
  return OPERATORS.has(identity.role) ? findRun(dataSource, id) : null;
}
