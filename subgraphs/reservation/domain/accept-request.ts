// Somebody settles a group that was requested. Rooms that are not sold on request alone have to be free,
// because the group has held none of them.
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { BookingGroup } from './booking.ts';
import { confirmFound, roomsToFind } from './found-rooms.ts';
import type { Grant, RoomRequest } from './room-request.ts';
import { moveLiving, stateReason } from './transitions.ts';
import type { TransitionDecision } from './transitions.ts';

/** What has to be free for a yes; null where nothing has to, or the group is no request any more. */
export function acceptWants(group: BookingGroup): RoomRequest | null {
  return group.status === 'ON_REQUEST' ? roomsToFind(group) : null;
}

/** CONFIRMED with the rooms that were found, or the reasons why they were not. Again: nothing to do. */
export function decideAccept(
  group: BookingGroup,
  answer: Result<Grant, Reason[]> | null,
): TransitionDecision {
  if (group.status === 'CONFIRMED') return ok({ group, changed: [] });
  if (group.status !== 'ON_REQUEST') return err([stateReason(group)]);
  if (answer?.ok === false) return answer;
  return ok(confirmFound(group, answer?.value ?? null));
}

/** REJECTED: nothing was held, so nothing comes back. Again: nothing to do. */
export function decideDecline(group: BookingGroup): TransitionDecision {
  if (group.status === 'REJECTED') return ok({ group, changed: [] });
  if (group.status !== 'ON_REQUEST') return err([stateReason(group)]);
  return ok(moveLiving(group, 'REJECTED'));
}
