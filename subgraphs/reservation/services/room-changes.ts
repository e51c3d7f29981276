// Commands that need rooms for a group that exists, by kind: what they want of allotment, and what
// becomes of the group given its answer. Both are asked before allotment is, and again under the
// hotel's head: a command that wants something else by then is decided again (commit-batch.ts).
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { acceptWants, decideAccept } from '../domain/accept-request.ts';
import type { BookingGroup } from '../domain/booking.ts';
import { landWants } from '../domain/landing.ts';
import type { Grant, RoomRequest } from '../domain/room-request.ts';
import type { TransitionDecision } from '../domain/transitions.ts';
import type { LandCommand, RoomsCommand } from './hotel-command.ts';
import { decideQuoted, quotedWants } from './quoted-change.ts';

/** What the supplier's word makes of a group is decided with its messages (land-commands.ts). */
type OwnChange = Exclude<RoomsCommand, LandCommand>;

interface RoomChange<Command> {
  /** The rooms that the command needs for the group as it stands at `clock`; null: none. */
  wants(group: BookingGroup, command: Command, clock: string): RoomRequest | null;
  /** `answer` is allotment's word on what was wanted; null where nothing was. */
  decide(
    group: BookingGroup,
    command: Command,
    clock: string,
    answer: Result<Grant, Reason[]> | null,
  ): TransitionDecision;
}

type RoomChanges = {
  readonly [Kind in OwnChange['kind']]: RoomChange<Extract<OwnChange, { kind: Kind }>>;
};

const changes: RoomChanges = {
  accept: {
    wants: (group) => acceptWants(group),
    decide: (group, _command, _clock, answer) => decideAccept(group, answer),
  },
  amend: { wants: quotedWants, decide: decideQuoted },
};

/** The rooms that a command needs for the group as it stands at `clock`; null: none. */
export function roomsWantedBy(
  command: RoomsCommand,
  group: BookingGroup,
  clock: string,
): RoomRequest | null {
  if (command.kind === 'land') return landWants(group, command.message?.told ?? null, clock);
  const change: RoomChange<OwnChange> = changes[command.kind];
  return change.wants(group, command, clock);
}

/** What becomes of the group; `answer` is allotment's word on what was wanted, null: nothing was. */
export function decideRoomChange(
  command: OwnChange,
  group: BookingGroup,
  clock: string,
  answer: Result<Grant, Reason[]> | null,
): TransitionDecision {
  const change: RoomChange<OwnChange> = changes[command.kind];
  return change.decide(group, command, clock, answer);
}
