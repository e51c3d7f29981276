// settleRequest: an operator says yes or no to a group that was requested.
import type { DataSource } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';
import { limits } from '../../../shared/config/limits.ts';
import { isPlainText } from '../../../shared/domain/plain-text.ts';
import { err } from '../../../shared/domain/result.ts';
import { mayRunDesk } from '../domain/visibility.ts';
import { findGroupsByIds } from '../repositories/booking-groups.ts';
import type { HotelBatches } from './hotel-batches.ts';
import type { CommandAnswer } from './hotel-command.ts';

export interface SettleRequestInput {
  readonly groupId: string;
  readonly accept: boolean;
  /** For the audit log. */
  readonly note: string;
}

/** The group as CONFIRMED or REJECTED; settling it the same way again answers the same. */
export async function settleRequest(
  deps: { readonly dataSource: DataSource; readonly batches: HotelBatches },
  identity: Identity,
  { groupId, accept, note }: SettleRequestInput,
): Promise<CommandAnswer> {
  if (!mayRunDesk(identity)) return err([{ code: 'NOT_ENTITLED' }]);
  const { noteCharsMax } = limits.changes;
  if (note.trim() === '' || !isPlainText(note.replaceAll('\n', ' '), noteCharsMax)) {
    const detail = `Between 1 and ${noteCharsMax} characters.`;
    return err([{ code: 'BAD_INPUT', path: '/note', detail }]);
  }
  const [group] = await findGroupsByIds(deps.dataSource, [groupId]);
  if (!group) return err([{ code: 'NOT_FOUND', path: '/groupId' }]);
  const { subject, role, requestId } = identity;
  return deps.batches.submit(group.hotelId, {
    kind: accept ? 'accept' : 'decline',
    groupId,
    actor: { subject, role, requestId },
    why: `${accept ? 'accepted' : 'declined'}: ${note}`,
  });
}
