// The land commands of a batch: what is known of the supplier's bookings is read under the head, what
// became of its messages is written in the same transaction.
import type { EntityManager } from 'typeorm';
import type { BookingGroup } from '../domain/booking.ts';
import { toDownstreamRequest } from '../domain/downstream.ts';
import { judge, land } from '../domain/landing.ts';
import type { KnownOfBooking, Landed, Verdict } from '../domain/landing.ts';
import type { MessageState } from '../domain/supplier-message.ts';
import { recordLanded } from '../repositories/confirmations.ts';
import { raiseConflict, supersedeConflicts } from '../repositories/confirmation-conflicts.ts';
import { findSoldGroups } from '../repositories/sale-orders.ts';
import { findErrandsOfBookings } from '../repositories/supplier-errands.ts';
import { lockMessages, settleMessage } from '../repositories/supplier-messages.ts';
import type { BatchDecision } from './batch-writes.ts';
import type { HoldsDecided } from './decide-holds.ts';
import type { HotelCommand, LandCommand, TransitionCommand } from './hotel-command.ts';

/** What each word comes to; one that was decided meanwhile comes to nothing and is left out. */
export async function decideLandings(
  manager: EntityManager,
  groups: ReadonlyMap<string, BookingGroup>,
  commands: readonly TransitionCommand[],
  { clock, wishes }: { readonly clock: string; readonly wishes: HoldsDecided['wishes'] },
): Promise<ReadonlyMap<HotelCommand, Landed>> {
  const landings = commands.filter((command) => command.kind === 'land');
  const known = await loadKnown(manager, landings);
  return new Map(
    landings.flatMap((command) => {
      const { groupId, message, says } = command;
      const group = groups.get(groupId);
      const about = known.get(command);
      if (!group || !about) return [];
      const verdict = judge(group, message?.told ?? null, about, clock);
      const answer = wishes.get(command)?.answer ?? null;
      return [[command, land(group, verdict, says, answer)] as const];
    }),
  );
}

/** By command; a message that has its end by now has no entry. An operator decides by what is seen. */
async function loadKnown(
  manager: EntityManager,
  landings: readonly LandCommand[],
): Promise<ReadonlyMap<LandCommand, KnownOfBooking>> {
  if (landings.length === 0) return new Map();
  const messages = await lockMessages(
    manager,
    landings.flatMap(({ groupId, message }) => (message ? [{ groupId, id: message.id }] : [])),
  );
  const groupIds = landings.map(({ groupId }) => groupId);
  const errands = await findErrandsOfBookings(manager, groupIds);
  const sold = await findSoldGroups(manager, groupIds);
  return new Map(
    landings.flatMap((command) => {
      const { groupId, from, message } = command;
      const newestVersion = message === null ? null : messages.get(message.id);
      if (newestVersion === undefined) return [];
      const errand = from === 'OPERATOR' ? 'NONE' : (errands.get(groupId) ?? 'NONE');
      return [[command, { newestVersion, errand, sold: sold.has(groupId) }] as const];
    }),
  );
}

/** Writes down what became of the messages, and closes the confirmations that they decided. */
export async function writeLandings(
  manager: EntityManager,
  { moved, newId }: BatchDecision,
): Promise<void> {
  for (const [command, landed] of moved.landings) {
    if (command.kind !== 'land' || !landed.decision.ok) continue;
    const { group, changed } = landed.decision.value;
    const agreed = landed.verdict.kind === 'AGREES' && group.status === 'CONFIRMED';
    if (changed.length > 0 || agreed) {
      await recordLanded(manager, {
        groupId: group.id,
        hotelId: group.hotelId,
        answer: command.why,
        supplierReference: command.supplierReference,
        version: command.message?.told.version ?? null,
      });
    }
    if (command.message) await writeMessage(manager, command, command.message, landed, newId);
  }
}

async function writeMessage(
  manager: EntityManager,
  { groupId }: LandCommand,
  { id, told }: NonNullable<LandCommand['message']>,
  { verdict, decision }: Landed,
  newId: (prefix: string) => string,
): Promise<void> {
  const state = STATES[verdict.kind];
  if (state === null) return;
  const conflict = verdict.kind === 'CONFLICT' ? verdict : null;
  await settleMessage(manager, {
    id,
    state,
    groupId,
    reason: conflict?.conflict ?? null,
    path: conflict?.field ?? null,
  });
  if (state === 'STALE') return;
  await supersedeConflicts(manager, told.supplierReference, told.version);
  if (conflict === null || !decision.ok) return;
  const { group } = decision.value;
  await raiseConflict(manager, {
    id: newId('cfl'),
    messageId: id,
    groupId,
    kind: conflict.conflict,
    field: conflict.field,
    told,
    ours: { status: group.status, ...toDownstreamRequest(group) },
  });
}

/** Null: it stays as it is and is judged again. */
const STATES: Readonly<Record<Verdict['kind'], MessageState | null>> = {
  STALE: 'STALE',
  AGREES: 'DUPLICATE',
  WAIT: null,
  CONFIRM: 'APPLIED',
  REVIVE: 'APPLIED',
  REJECT: 'APPLIED',
  CONFLICT: 'CONFLICT',
};
