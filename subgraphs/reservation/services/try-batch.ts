// One try at one batch of one hotel: load → decide → save. The only place that writes bookings. Postgres
// refuses what was decided on an old head.
import type { EntityManager } from 'typeorm';
import { limits } from '../../../shared/config/limits.ts';
import { inTransaction } from '../../../shared/database/transaction.ts';
import { invariant } from '../../../shared/domain/invariant.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { SubgraphCallError } from '../../../shared/server/subgraph-client.ts';
import type { BookingGroup } from '../domain/booking.ts';
import { appendBatch } from '../repositories/append-batch.ts';
import type { BatchAppend } from '../repositories/append-batch.ts';
import { updateGroups } from '../repositories/booking-changes.ts';
import {
  findLeaseOwners,
  openConfirmations,
  recordAnswers,
} from '../repositories/confirmations.ts';
import { lockHead } from '../repositories/hotel-head.ts';
import type { LockedHead } from '../repositories/hotel-head.ts';
import { insertAmendments, insertSaleOrders } from '../repositories/sale-order-writes.ts';
import { insertErrands } from '../repositories/supplier-errands.ts';
import type { DecidedBefore } from './ask-allotment.ts';
import type { BatchDependencies } from './batch-dependencies.ts';
import { decideHolds } from './decide-holds.ts';
import type { HoldsDecided, Wishes } from './decide-holds.ts';
import { decideTransitions } from './decide-transitions.ts';
import { wantsRooms } from './hotel-command.ts';
import type { CommandAnswer, HotelCommand, TransitionCommand } from './hotel-command.ts';
import { decideLandings, writeLandings } from './land-commands.ts';
import { earliest, toWrites } from './batch-writes.ts';
import type { BatchDecision, BatchWrites } from './batch-writes.ts';
import { areStillWanted, loadGroups, loadWishes } from './wishes.ts';

/** Why a try led nowhere and is worth another one. */
export type TryAgain = 'HEAD_MOVED' | 'DECISION_EXPIRED' | 'REFERENCE_TAKEN' | 'CREDIT_MOVED';

/** An append that was sent, and whether it was made on the head that it was decided on. */
export interface Appending extends DecidedBefore {
  /** When the first of its holds ends by itself. */
  readonly expiresAt: string;
  readonly appended: Promise<boolean>;
}

export interface Try {
  readonly lookUp: boolean;
  readonly foreseen: HoldsDecided | null;
  readonly decideBehind: (appending: Appending) => void;
}

/** Tries once to decide and commit commands together; an answer for each, or why all were left as they were. */
export async function tryBatch(
  deps: BatchDependencies,
  hotelId: string,
  commands: readonly HotelCommand[],
  { lookUp, foreseen, decideBehind }: Try,
): Promise<Result<readonly CommandAnswer[], TryAgain>> {
  if (foreseen) return commitHolds(deps, hotelId, commands, { holds: foreseen, decideBehind });
  const wishes = await loadWishes(deps.dataSource, hotelId, commands);
  const holds = await decideHolds(deps, hotelId, commands, { wishes, lookUp }).catch(
    (error: unknown) => holdsNotDecided(deps, commands, wishes, error),
  );
  const transitions = commands
    .filter((command) => command.kind !== 'hold')
    .filter((command) => !holds.answers.has(command));
  if (transitions.length === 0) {
    return commitHolds(deps, hotelId, commands, { holds, decideBehind });
  }

  return inTransaction(deps.dataSource, async (manager) => {
    const head = await lockHead(manager, hotelId);
    const granted = holds.held.length > 0 || holds.wishes.size > 0;
    if (granted && holds.seq !== head.seq) return err('HEAD_MOVED');
    const groups = await loadGroups(manager, hotelId, transitions);
    if (!areStillWanted(groups, transitions, head.clock, wishes)) return err('HEAD_MOVED');
    const moved = await moveGroups(manager, groups, transitions, { clock: head.clock, holds });
    // Time took it on the way: its neighbours were refused rooms for what it does not take.
    if (isGrantLost(holds, moved.answers)) return err('DECISION_EXPIRED');
    const answers = inOrder(commands, new Map([...holds.answers, ...moved.answers]));
    const decision: BatchDecision = {
      hotelId,
      commands,
      clock: head.clock,
      holds,
      moved,
      newId: deps.newId,
    };
    const saved = await save(manager, head.seq, decision);
    return saved.ok ? ok(answers) : saved;
  });
}

/**
 * Holds alone read nothing under the head and change no row: the append waits for the head and refuses
 * another one, and it is, with all that the holds add, one statement. Other hotels' holds may share it.
 */
async function commitHolds(
  deps: BatchDependencies,
  hotelId: string,
  commands: readonly HotelCommand[],
  { holds, decideBehind }: Pick<Try, 'decideBehind'> & { readonly holds: HoldsDecided },
): Promise<Result<readonly CommandAnswer[], TryAgain>> {
  const answers = inOrder(commands, holds.answers);
  if (holds.held.length === 0) return ok(answers);
  const { seq, clock } = headDecidedOn(holds);
  const moved = { answers: new Map(), moved: [], landings: new Map() };
  const writes = toWrites({ hotelId, commands, clock, holds, moved, newId: deps.newId });
  const appending = deps.appendHolds(toAppend(hotelId, seq, writes));
  const expiresAt = earliest(holds.held.map(({ group }) => group.expiresAt));
  if (holds.decision !== undefined && expiresAt !== undefined) {
    const head = seq + writes.facts.length;
    const appended = appending.then(
      (made) => made.ok && made.value.seq === head,
      () => false,
    );
    decideBehind({ decision: holds.decision, head, expiresAt, appended });
  }
  const appended = await appending;
  return appended.ok ? ok(answers) : err(WHY_AGAIN[appended.error.code]);
}

function headDecidedOn({ seq, asOf }: HoldsDecided): LockedHead {
  invariant(seq !== undefined && asOf !== undefined, 'what is held was decided on a head');
  return { seq, clock: asOf };
}

function isGrantLost(
  { wishes }: HoldsDecided,
  answers: BatchDecision['moved']['answers'],
): boolean {
  return [...wishes].some(([command, { answer }]) => answer.ok && !answers.get(command)?.ok);
}

/** Decides what becomes of groups that were read under the head. */
async function moveGroups(
  manager: EntityManager,
  groups: ReadonlyMap<string, BookingGroup>,
  commands: readonly TransitionCommand[],
  { clock, holds }: { readonly clock: string; readonly holds: HoldsDecided },
): Promise<BatchDecision['moved']> {
  const settled = commands.filter((command) => command.kind === 'settle');
  const leaseOwners = await findLeaseOwners(
    manager,
    settled.map((command) => command.groupId),
  );
  const { wishes } = holds;
  const landings = await decideLandings(manager, groups, commands, { clock, wishes });
  const decided = decideTransitions(groups, commands, { clock, leaseOwners, wishes, landings });
  return { ...decided, landings };
}

async function save(
  manager: EntityManager,
  seq: number,
  decision: BatchDecision,
): Promise<Result<null, TryAgain>> {
  const writes = toWrites(decision);
  await writeLandings(manager, decision);
  if (writes.facts.length === 0) return ok(null);
  const appended = await appendBatch(manager, toAppend(decision.hotelId, seq, writes));
  if (!appended.ok) return err(WHY_AGAIN[appended.error.code]);
  await updateGroups(manager, writes.changes, appended.value.seq);
  await insertSaleOrders(manager, writes.orders);
  await insertAmendments(manager, writes.amendments, appended.value);
  await openConfirmations(manager, writes.opened, limits.confirmation.leaseMs);
  await recordAnswers(manager, writes.settled);
  await insertErrands(manager, writes.errands);
  return ok(null);
}

/** The append with all that only adds rows. */
function toAppend(
  hotelId: string,
  expectedSeq: number,
  { asOf, validUntil, facts, ...additions }: BatchWrites,
): BatchAppend {
  const until = validUntil === undefined ? {} : { validUntil };
  const since = asOf === undefined ? {} : { asOf };
  return { request: { hotelId, expectedSeq, ...since, ...until, facts }, additions };
}

const WHY_AGAIN = {
  LEDGER_MOVED: 'HEAD_MOVED',
  DECISION_EXPIRED: 'DECISION_EXPIRED',
  REFERENCE_TAKEN: 'REFERENCE_TAKEN',
  CREDIT_MOVED: 'CREDIT_MOVED',
} as const satisfies Record<string, TryAgain>;

function inOrder(
  commands: readonly HotelCommand[],
  answers: ReadonlyMap<HotelCommand, CommandAnswer>,
): CommandAnswer[] {
  return commands.map((command) => {
    const answer = answers.get(command);
    if (!answer) throw new Error(`a ${command.kind} was left without an answer`);
    return answer;
  });
}

/** A neighbour that is away is no defect: who needs one may try again, and the rest goes on. */
function holdsNotDecided(
  deps: BatchDependencies,
  commands: readonly HotelCommand[],
  wishes: Wishes,
  error: unknown,
): HoldsDecided {
  if (!(error instanceof SubgraphCallError)) throw error;
  deps.logger.warn({ err: error }, 'holds not decided: a service is away');
  const asking = commands.filter(
    (command) => command.kind === 'hold' || (wantsRooms(command) && wishes.has(command)),
  );
  const answers = new Map(asking.map((command) => [command, err([{ code: 'BUSY' as const }])]));
  return { answers, held: [], wishes: new Map() };
}
