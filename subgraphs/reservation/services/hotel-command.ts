// What a caller may want of one hotel's stream. Commands of a hotel that wait together are decided
// and committed together (hotel-batches.ts, commit-batch.ts), each with its own answer.
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { Actor, BookingGroup } from '../domain/booking.ts';
import type { HoldRequest } from '../domain/hold-request.ts';

export interface HoldCommand {
  readonly kind: 'hold';
  readonly request: HoldRequest;
  readonly actor: Actor;
}

export interface TransitionCommand {
  readonly kind: 'confirm' | 'cancel' | 'expire';
  readonly groupId: string;
  /** With `cancel`: only this booking of the group. */
  readonly bookingId?: string;
  readonly actor: Actor;
  /** For the audit log. */
  readonly why: string;
}

export type HotelCommand = HoldCommand | TransitionCommand;

/** The group after the command, or why it was refused. */
export type CommandAnswer = Result<BookingGroup, Reason[]>;

/**
 * Two commands with one key must not share a batch: the second has to see what the first left.
 */
export function exclusionKey(command: HotelCommand): string {
  return command.kind === 'hold'
    ? `reference\n${command.request.agencyId}\n${command.request.clientReference}`
    : `group\n${command.groupId}`;
}
