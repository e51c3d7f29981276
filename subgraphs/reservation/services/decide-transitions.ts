// The confirm, settle, cancel and expire commands of a batch, decided on groups read under the hotel's head.
import { err, ok } from '../../../shared/domain/result.ts';
import type { BookingGroup } from '../domain/booking.ts';
import { decideSettle } from '../domain/settlement.ts';
import { decideCancel, decideConfirm, decideExpire } from '../domain/transitions.ts';
import type { Transition, TransitionDecision } from '../domain/transitions.ts';
import type { CommandAnswer, HotelCommand, TransitionCommand } from './hotel-command.ts';

export interface Moved {
  readonly command: TransitionCommand;
  readonly before: BookingGroup;
  readonly transition: Transition;
}

export interface TransitionsDecided {
  readonly answers: ReadonlyMap<HotelCommand, CommandAnswer>;
  /** Only what really changes; no two of one group. */
  readonly moved: readonly Moved[];
}

/**
 * One answer per command; a group is named by at most one command of a batch. `leaseOwners` are those
 * of confirmations under way, by group.
 */
export function decideTransitions(
  groups: readonly BookingGroup[],
  commands: readonly TransitionCommand[],
  clock: string,
  leaseOwners: ReadonlyMap<string, string>,
): TransitionsDecided {
  const byId = new Map(groups.map((group) => [group.id, group]));
  const answers = new Map<HotelCommand, CommandAnswer>();
  const moved: Moved[] = [];
  for (const command of commands) {
    const before = byId.get(command.groupId);
    const decision = before
      ? decide(before, command, clock, leaseOwners.get(before.id))
      : err([{ code: 'NOT_FOUND' as const, path: '/groupId' }]);
    answers.set(command, decision.ok ? ok(decision.value.group) : decision);
    if (before && decision.ok && decision.value.changed.length > 0) {
      moved.push({ command, before, transition: decision.value });
    }
  }
  return { answers, moved };
}

function decide(
  group: BookingGroup,
  command: TransitionCommand,
  clock: string,
  leaseOwner: string | undefined,
): TransitionDecision {
  switch (command.kind) {
    case 'confirm':
      return decideConfirm(group, clock);
    case 'cancel':
      return decideCancel(group, clock, command.bookingId);
    case 'expire':
      return decideExpire(group, clock);
    case 'settle': {
      const { settlement } = command;
      const mayTell = settlement.status === 'CONFIRMED' || command.leaseOwner === leaseOwner;
      return mayTell ? decideSettle(group, settlement) : ok({ group, changed: [] });
    }
  }
}
