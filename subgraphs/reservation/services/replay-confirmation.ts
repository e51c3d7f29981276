// replayConfirmation: a message that could not be read is read again, and decided if it can be.
import type { Identity } from '../../../shared/auth/identity.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { SupplierMessage } from '../domain/supplier-message.ts';
import { maySettle } from '../domain/visibility.ts';
import { findMessageById, reopenMessage, toMessage } from '../repositories/supplier-messages.ts';
import { landMessage } from './land-message.ts';
import type { LandingDependencies } from './land-message.ts';

/** The message as it stands then; only what is quarantined is read again. */
export async function replayConfirmation(
  deps: LandingDependencies,
  identity: Identity,
  id: string,
): Promise<Result<SupplierMessage, Reason[]>> {
  if (!maySettle(identity)) return err([{ code: 'NOT_ENTITLED' }]);
  const row = await findMessageById(deps.dataSource, id);
  if (!row) return err([{ code: 'NOT_FOUND', path: '/id' }]);
  if (row.state !== 'QUARANTINED') {
    return err([{ code: 'PREVIEW_STALE', detail: `The message is ${row.state}.` }]);
  }
  const read = deps.reader.read(row.body, null);
  if (!read.ok) return ok(toMessage(row));
  await reopenMessage(deps.dataSource.manager, id, read.value);
  await landMessage(deps, id);
  return ok(toMessage((await findMessageById(deps.dataSource, id)) ?? row));
}
