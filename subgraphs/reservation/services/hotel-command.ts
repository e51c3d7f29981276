// What a caller may want of one hotel's stream. Commands of a hotel that wait together are decided
// and committed together (hotel-batches.ts, commit-batch.ts), each with its own answer.
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { AmendedLine } from '../domain/amend.ts';
import type { Actor, BookingGroup } from '../domain/booking.ts';
import type { DownstreamConfirmation } from '../domain/downstream.ts';
import type { HoldRequest } from '../domain/hold-request.ts';
import type { SupplierSays } from '../domain/landing.ts';
import type { Settlement } from '../domain/settlement.ts';

export interface HoldCommand {
  readonly kind: 'hold';
  readonly request: HoldRequest;
  readonly actor: Actor;
}

export interface MoveCommand {
  readonly kind: 'confirm' | 'cancel' | 'expire' | 'complete' | 'decline';
  readonly groupId: string;
  /** With `cancel`: only this booking of the group. */
  readonly bookingId?: string;
  /** With `cancel`: the supplier has cancelled it itself and need not be told. */
  readonly supplierKnows?: boolean;
  /** With `confirm`: who takes the lease, and will ask the supplier. */
  readonly leaseOwner?: string;
  readonly actor: Actor;
  /** For the audit log. */
  readonly why: string;
}

/** Writes down what the supplier made of a confirmation. */
export interface SettleCommand {
  readonly kind: 'settle';
  readonly groupId: string;
  readonly settlement: Settlement;
  /** A yes counts whoever heard it, anything else from the owner of the lease alone. */
  readonly leaseOwner: string;
  readonly actor: Actor;
  readonly why: string;
}

/**
 * Changes a group that exists and needs rooms for it. What it wants of allotment, and what becomes of
 * the group given the answer, is said in room-changes.ts for each kind.
 */
export interface AcceptCommand {
  /** Somebody says yes to a request. */
  readonly kind: 'accept';
  readonly groupId: string;
  readonly actor: Actor;
  readonly why: string;
}

/**
 * The supplier's word on a group: a message of its own, the yes that we heard when we asked, or what an
 * operator makes of a contradiction between the two.
 */
export interface LandCommand {
  readonly kind: 'land';
  readonly groupId: string;
  readonly from: 'MESSAGE' | 'ANSWER' | 'OPERATOR';
  /** With `MESSAGE`, and with nothing else. */
  readonly message: { readonly id: string; readonly told: DownstreamConfirmation } | null;
  readonly supplierReference: string;
  readonly says: SupplierSays;
  readonly actor: Actor;
  readonly why: string;
}

/** Makes a group what was quoted for it. */
export interface AmendCommand {
  readonly kind: 'amend';
  readonly groupId: string;
  readonly lines: readonly AmendedLine[];
  /** Of the quote. */
  readonly token: string;
  readonly actor: Actor;
  readonly why: string;
}

export type RoomsCommand = AcceptCommand | AmendCommand | LandCommand;

/** The guest of one booking did not come. */
export interface NoShowCommand {
  readonly kind: 'no-show';
  readonly groupId: string;
  readonly bookingId: string;
  readonly actor: Actor;
  readonly why: string;
}

export type TransitionCommand = MoveCommand | SettleCommand | NoShowCommand | RoomsCommand;

export type HotelCommand = HoldCommand | TransitionCommand;

/** The group after the command, or why it was refused. */
export type CommandAnswer = Result<BookingGroup, Reason[]>;

/** Whether the command may need rooms of a group that exists. */
export function wantsRooms(command: HotelCommand): command is RoomsCommand {
  return command.kind === 'accept' || command.kind === 'amend' || command.kind === 'land';
}

/**
 * Two commands with one key must not share a batch: the second has to see what the first left.
 */
export function exclusionKey(command: HotelCommand): string {
  return command.kind === 'hold'
    ? `reference\n${command.request.agencyId}\n${command.request.clientReference}`
    : `group\n${command.groupId}`;
}
