// The commands of a batch that change existing groups, decided on groups read under the hotel's head.
import { err, ok } from '../../../shared/domain/result.ts';
import type { BookingGroup } from '../domain/booking.ts';
import type { Landed } from '../domain/landing.ts';
import { decideSettle } from '../domain/settlement.ts';
import { decideDecline } from '../domain/accept-request.ts';
import { decideComplete, decideNoShow } from '../domain/after-arrival.ts';
import { decideCancel, decideCancelledBySupplier } from '../domain/cancel.ts';
import { decideConfirm, decideExpire } from '../domain/transitions.ts';
import type { Transition, TransitionDecision } from '../domain/transitions.ts';
import type { HoldsDecided } from './decide-holds.ts';
import { wantsRooms } from './hotel-command.ts';
import type {
  CommandAnswer,
  HotelCommand,
  MoveCommand,
  SettleCommand,
  TransitionCommand,
} from './hotel-command.ts';
import { decideRoomChange } from './room-changes.ts';

export interface Moved {
  readonly command: TransitionCommand;
  readonly before: BookingGroup;
  readonly transition: Transition;
  /** It was decided on allotment's answer, and is good only as long as that is. */
  readonly asked?: true;
}

export interface TransitionsDecided {
  readonly answers: ReadonlyMap<HotelCommand, CommandAnswer>;
  /** Only what really changes; no two of one group. */
  readonly moved: readonly Moved[];
}

export interface KnownToTransitions {
  /** The clock under the head. */
  readonly clock: string;
  /** Of confirmations under way, by group. */
  readonly leaseOwners: ReadonlyMap<string, string>;
  /** Allotment's answers to what was wanted of it. */
  readonly wishes: HoldsDecided['wishes'];
  /** What the supplier's words come to (land-commands.ts). */
  readonly landings: ReadonlyMap<HotelCommand, Landed>;
}

/** One answer per command; a group is named by at most one command of a batch. `groups` are by id. */
export function decideTransitions(
  groups: ReadonlyMap<string, BookingGroup>,
  commands: readonly TransitionCommand[],
  known: KnownToTransitions,
): TransitionsDecided {
  const answers = new Map<HotelCommand, CommandAnswer>();
  const moved: Moved[] = [];
  for (const command of commands) {
    const before = groups.get(command.groupId);
    const decision = before
      ? decide(before, command, known)
      : err([{ code: 'NOT_FOUND' as const, path: '/groupId' }]);
    answers.set(command, decision.ok ? ok(decision.value.group) : decision);
    if (before && decision.ok && decision.value.changed.length > 0) {
      const asked =
        wantsRooms(command) && known.wishes.has(command) ? { asked: true as const } : {};
      moved.push({ command, before, transition: decision.value, ...asked });
    }
  }
  return { answers, moved };
}

function decide(
  group: BookingGroup,
  command: TransitionCommand,
  { clock, leaseOwners, wishes, landings }: KnownToTransitions,
): TransitionDecision {
  if (command.kind === 'land') return landings.get(command)?.decision ?? ok({ group, changed: [] });
  if (wantsRooms(command)) {
    return decideRoomChange(command, group, clock, wishes.get(command)?.answer ?? null);
  }
  switch (command.kind) {
    case 'confirm':
      return decideConfirm(group, clock);
    case 'cancel':
      return cancel(group, command, clock);
    case 'expire':
      return decideExpire(group, clock);
    case 'complete':
      return decideComplete(group, clock);
    case 'no-show':
      return decideNoShow(group, clock, command.bookingId);
    case 'decline':
      return decideDecline(group);
    case 'settle':
      return settleIfMayTell(group, command, leaseOwners);
  }
}

function cancel(
  group: BookingGroup,
  { supplierKnows, bookingId }: MoveCommand,
  clock: string,
): TransitionDecision {
  return supplierKnows
    ? decideCancelledBySupplier(group, clock)
    : decideCancel(group, clock, bookingId);
}

function settleIfMayTell(
  group: BookingGroup,
  { settlement, leaseOwner }: SettleCommand,
  leaseOwners: KnownToTransitions['leaseOwners'],
): TransitionDecision {
  const mayTell = settlement.status === 'CONFIRMED' || leaseOwner === leaseOwners.get(group.id);
  return mayTell ? decideSettle(group, settlement) : ok({ group, changed: [] });
}
