// From what a batch decided to what it writes: facts, rows, audit, messages. Pure.
import { randomUUID } from 'node:crypto';
import type { BookingStatus } from '../../../shared/domain/facts.ts';
import { invariant } from '../../../shared/domain/invariant.ts';
import type { NewFact } from '../../../shared/domain/new-fact.ts';
import type { NewMessage } from '../../../shared/outbox/outbox.ts';
import { instantOf } from '../../../shared/domain/instants.ts';
import type { RaisedIncident } from '../../../shared/domain/incident.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { incidentMessage } from '../../../shared/incidents/raise.ts';
import type { Booking, BookingGroup } from '../domain/booking.ts';
import { toBookingFacts } from '../domain/booking-facts.ts';
import { creditUseOf, creditUsesOfChange } from '../domain/credit.ts';
import type { CreditUse } from '../domain/credit.ts';
import { toSaleOrder } from '../domain/sale-order.ts';
import type { SaleOrder } from '../domain/sale-order.ts';
import type { Additions, AuditEntry } from '../repositories/append-batch.ts';
import type { GroupChange } from '../repositories/booking-changes.ts';
import type { AmendmentRow } from '../repositories/sale-order-writes.ts';
import type { OpenConfirmation, SettledConfirmation } from '../repositories/confirmations.ts';
import type { ClientReferenceRow } from '../repositories/client-references.ts';
import { errandAfterChange } from '../domain/errand.ts';
import type { NewErrand } from '../domain/errand.ts';
import type { Landed } from '../domain/landing.ts';
import type { Held, HoldsDecided } from './decide-holds.ts';
import type { Moved, TransitionsDecided } from './decide-transitions.ts';
import type { HotelCommand, TransitionCommand } from './hotel-command.ts';

export interface BatchDecision {
  readonly hotelId: string;
  /** All commands of the batch, in order of arrival: facts are recorded in it. */
  readonly commands: readonly HotelCommand[];
  /** The clock under the head. */
  readonly clock: string;
  readonly holds: HoldsDecided;
  readonly moved: TransitionsDecided & { readonly landings: ReadonlyMap<HotelCommand, Landed> };
  readonly newId: (prefix: string) => string;
}

export interface BatchWrites extends Additions {
  readonly asOf?: string;
  readonly validUntil?: string;
  readonly facts: readonly NewFact[];
  readonly changes: readonly GroupChange[];
  readonly orders: readonly SaleOrder[];
  /** What changes add to sale orders. */
  readonly amendments: readonly AmendmentRow[];
  /** Confirmations that begin. */
  readonly opened: readonly OpenConfirmation[];
  /** What the supplier said of confirmations. */
  readonly settled: readonly SettledConfirmation[];
  /** What the supplier has to hear of it. */
  readonly errands: readonly (NewErrand & { readonly id: string })[];
}

const MESSAGE_VERSION = 1;

/** Everything that one transaction has to write for this decision. */
export function toWrites(decision: BatchDecision): BatchWrites {
  const { held } = decision.holds;
  const { moved } = decision.moved;
  // What allotment granted is good as long as its answer is.
  const granted = held.length > 0 || moved.some(({ asked }) => asked);
  const validUntil = earliest([
    granted ? decision.holds.validUntil : undefined,
    ...moved.map(({ transition }) => transition.validUntil),
  ]);
  return {
    ...(granted && decision.holds.asOf !== undefined ? { asOf: decision.holds.asOf } : {}),
    ...(validUntil === undefined ? {} : { validUntil }),
    facts: toFacts(decision),
    references: held.map(toReference),
    groups: held.map(({ group }) => group),
    changes: moved.map(({ before, transition }) => ({
      before,
      after: transition.group,
      changed: transition.changed,
    })),
    orders: moved
      .filter((entry) => reaches(entry, 'CONFIRMED'))
      .map(({ transition }) => toSaleOrder(transition.group, decision.newId('so'), decision.clock)),
    amendments: moved.flatMap(toAmendments),
    opened: moved.filter((entry) => reaches(entry, 'CONFIRMING')).map(toOpened),
    settled: moved.flatMap(toSettled),
    credit: [
      ...held.flatMap(({ group }) =>
        group.bookings.map((booking) => creditUseOf(group, booking, true)),
      ),
      ...moved.flatMap(toCreditUses),
    ],
    errands: moved.flatMap((entry) => toErrands(entry, decision.newId)),
    audit: [...held.map(heldAudit), ...moved.flatMap(movedAudit)],
    messages: [
      ...held.map(({ group }) =>
        toMessage(group, group.status === 'HELD' ? 'booking.held' : 'booking.on-request'),
      ),
      ...moved.map(({ transition, command }) =>
        toMessage(transition.group, messageType(command, transition.group)),
      ),
      ...toIncidents(decision),
    ],
  };
}

/**
 * What allotment was asked comes first, in the order in which it decided, so that rooms that a change
 * gives up are back before whoever was granted them takes them. What gives back rooms on its own comes
 * after it: so there is a state in which each was granted, and one in which each that was refused for its
 * neighbours was.
 */
function toFacts({ commands, holds, moved }: BatchDecision): NewFact[] {
  const asked = new Map<HotelCommand, NewFact[]>();
  const others: NewFact[] = [];
  for (const { command, group } of holds.held) asked.set(command, toBookingFacts(null, group));
  for (const { command, before, transition, asked: wasAsked } of moved.moved) {
    const facts = toBookingFacts(before, transition.group);
    if (wasAsked) asked.set(command, facts);
    else others.push(...facts);
  }
  return [...commands.flatMap((command) => asked.get(command) ?? []), ...others];
}

/** By the status that a confirmation has reached. */
const CONFIRMATION_MESSAGES: Partial<Record<BookingStatus, string>> = {
  CONFIRMING: 'booking.confirming',
  CONFIRMED: 'booking.confirmed',
  REJECTED: 'booking.rejected',
  ON_REQUEST: 'booking.on-request',
  UNKNOWN_DOWNSTREAM: 'booking.unknown',
};

function messageType(command: TransitionCommand, after: BookingGroup): string {
  if (command.kind === 'cancel') return 'booking.cancelled';
  if (command.kind === 'amend') return 'booking.amended';
  if (command.kind === 'expire') return 'booking.expired';
  if (command.kind === 'complete') return 'booking.completed';
  if (command.kind === 'no-show') return 'booking.no-show';
  const type = CONFIRMATION_MESSAGES[after.status];
  invariant(type !== undefined, `a confirmation does not lead to ${after.status}`);
  return type;
}

function reaches({ before, transition }: Moved, status: BookingStatus): boolean {
  return before.status !== status && transition.group.status === status;
}

function toOpened({ command, transition }: Moved): OpenConfirmation {
  const { id: groupId, hotelId } = transition.group;
  const owner = command.kind === 'confirm' ? (command.leaseOwner ?? null) : null;
  return { groupId, hotelId, owner };
}

function toAmendments({ transition, command }: Moved): AmendmentRow[] {
  return (transition.amendments ?? []).map((amendment) => ({
    id: randomUUID(),
    groupId: command.groupId,
    actor: command.actor.subject,
    ...amendment,
  }));
}

function toSettled({ command }: Moved): SettledConfirmation[] {
  if (command.kind === 'accept' || command.kind === 'decline') {
    const { groupId, why: answer } = command;
    return [{ groupId, answer, supplierReference: null, closed: true }];
  }
  if (command.kind !== 'settle') return [];
  const { status, supplierReference } = command.settlement;
  const closed = status === 'CONFIRMED' || status === 'REJECTED';
  return [{ groupId: command.groupId, answer: command.why, supplierReference, closed }];
}

/** Rooms that an amendment adds are checked against the credit; any other change was paid for. */
function toCreditUses({ command, before, transition }: Moved): CreditUse[] {
  if (command.kind === 'amend') return creditUsesOfChange(before, transition);
  return transition.changed.map((booking) => creditUseOf(transition.group, booking, false));
}

function toErrands(
  { command, before, transition }: Moved,
  newId: BatchDecision['newId'],
): (NewErrand & { readonly id: string })[] {
  const after = afterwards({ command, before, transition });
  const errand = after && errandAfterChange(before, after, command.why);
  return errand ? [{ id: newId('err'), ...errand }] : [];
}

/** What the supplier has to hear of; null: nothing. A request that was declined is none there either. */
function afterwards({ command, before, transition }: Moved): BookingGroup | null {
  if (command.kind === 'cancel') return command.supplierKnows ? null : transition.group;
  if (command.kind === 'amend') return transition.group;
  const wasAsked = before.expiresAt !== undefined;
  if (command.kind !== 'decline' || !wasAsked) return null;
  return { ...transition.group, status: 'CANCELLED' };
}

/** Rooms that the supplier sold and we have not: people have to look for them. */
function toIncidents({ hotelId, moved, newId }: BatchDecision): NewMessage[] {
  return moved.moved.flatMap(({ command, transition: { group } }) => {
    const missing = moved.landings.get(command)?.missing ?? [];
    const [first] = missing;
    if (!first) return [];
    const about = { id: newId('inc'), kind: 'OVERSOLD', hotelId, groupId: group.id } as const;
    return [incidentMessage({ ...about, ...shortfallOf(first, missing) }, 0)];
  });
}

/** Numbers are those of the first reason; the text names all of them. */
function shortfallOf(
  { line, needed, have }: Reason,
  missing: readonly Reason[],
): Pick<RaisedIncident, 'line' | 'nights' | 'needed' | 'have' | 'text'> {
  const nights = [...new Set(missing.flatMap((reason) => reason.nights ?? []))].sort();
  const codes = [...new Set(missing.map(({ code }) => code))].join(', ');
  return {
    ...(line === undefined ? {} : { line }),
    ...(needed === undefined ? {} : { needed }),
    ...(have === undefined ? {} : { have: Math.max(0, have) }),
    nights,
    text: `The supplier confirmed late, and it is real, but there are not the rooms: ${codes}.`,
  };
}

function toReference({ group, command }: Held): ClientReferenceRow {
  return {
    agencyId: group.agencyId,
    clientReference: group.clientReference,
    groupId: group.id,
    request: command.request,
  };
}

function heldAudit({ group, command }: Held): AuditEntry {
  return {
    id: randomUUID(),
    groupId: group.id,
    actor: command.actor,
    toStatus: group.status,
    why: group.status === 'HELD' ? 'held' : 'requested',
  };
}

// One entry per change of the group; as long as it goes on as it was, one for each room line that
// changed. So the entries that name none tell how the group itself went from state to state.
function movedAudit({ before, transition, command }: Moved): AuditEntry[] {
  const { actor, why } = command;
  const toStatus = transition.group.status;
  const entry = { groupId: before.id, actor, fromStatus: before.status, why };
  if (toStatus !== before.status) return [{ id: randomUUID(), ...entry, toStatus }];
  return transition.changed.map((booking) => ({
    id: randomUUID(),
    ...entry,
    bookingId: booking.id,
    toStatus: booking.status,
    ...(command.kind === 'amend' ? { why: `${why}: ${changeOf(before, booking)}` } : {}),
  }));
}

/** What was booked and what is now: `2 × A 2099-03-10/2099-03-12 → 1 × A 2099-03-10/2099-03-12`. */
function changeOf(before: BookingGroup, after: Booking): string {
  const was = before.bookings.find(({ id }) => id === after.id);
  const text = ({ rooms, roomType, checkIn, checkOut }: Booking): string =>
    `${rooms} × ${roomType} ${checkIn}/${checkOut}`;
  return `${was ? text(was) : ''} → ${text(after)}`;
}

function toMessage(group: BookingGroup, type: string): NewMessage {
  return {
    hotelId: group.hotelId,
    type,
    v: MESSAGE_VERSION,
    agencyId: group.agencyId,
    payload: {
      groupId: group.id,
      status: group.status,
      bookingIds: group.bookings.map((booking) => booking.id),
      ...(group.expiresAt === undefined ? {} : { expiresAt: group.expiresAt }),
    },
  };
}

/** Undefined where there is none. */
export function earliest(instants: readonly (string | undefined)[]): string | undefined {
  return instants.reduce<string | undefined>(
    (first, instant) =>
      instant !== undefined && (first === undefined || instantOf(instant) < instantOf(first))
        ? instant
        : first,
    undefined,
  );
}
