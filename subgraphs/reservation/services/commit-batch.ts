// One batch of one hotel: load → decide → save, under the hotel's lock, tried again when the head
// moved. The only place that writes bookings. Postgres refuses what was decided on an old head.
import type { EntityManager } from 'typeorm';
import { limits } from '../../../shared/config/limits.ts';
import { isPassingDatabaseError } from '../../../shared/database/passing-errors.ts';
import { inTransaction } from '../../../shared/database/transaction.ts';
import { invariant } from '../../../shared/domain/invariant.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { append } from '../../../shared/ledger/ledger.ts';
import { enqueue } from '../../../shared/outbox/outbox.ts';
import { SubgraphCallError } from '../../../shared/server/subgraph-client.ts';
import { findGroupsByIds } from '../repositories/booking-groups.ts';
import { insertBatch, insertSaleOrders, updateGroups } from '../repositories/booking-writes.ts';
import {
  findLeaseOwners,
  openConfirmations,
  recordAnswers,
} from '../repositories/confirmations.ts';
import { lockHead } from '../repositories/hotel-head.ts';
import type { LockedHead } from '../repositories/hotel-head.ts';
import type { BatchDependencies } from './batch-dependencies.ts';
import { decideHolds } from './decide-holds.ts';
import type { HoldsDecided } from './decide-holds.ts';
import { decideTransitions } from './decide-transitions.ts';
import type { CommandAnswer, HotelCommand, TransitionCommand } from './hotel-command.ts';
import { toWrites } from './batch-writes.ts';
import type { BatchDecision } from './batch-writes.ts';

/** Why a try led nowhere and is worth another one. */
type TryAgain = 'HEAD_MOVED' | 'DECISION_EXPIRED' | 'REFERENCE_TAKEN';

/** Decides and commits commands together; each gets its own answer, in its place. */
export async function commitBatch(
  deps: BatchDependencies,
  hotelId: string,
  commands: readonly HotelCommand[],
): Promise<readonly CommandAnswer[]> {
  return deps.lock.withHotelLock(hotelId, async () => {
    for (let attempt = 1; attempt <= limits.booking.movedHeadRetriesMax; attempt += 1) {
      const outcome = await tryBatch(deps, hotelId, commands).catch((error: unknown) =>
        passing(deps, error),
      );
      if (outcome.ok) return outcome.value;
      deps.logger.debug({ hotelId, attempt, why: outcome.error }, 'batch is decided again');
      if (outcome.error === 'UNAVAILABLE') break;
    }
    return commands.map(() => err([{ code: 'BUSY' }]));
  });
}

async function tryBatch(
  deps: BatchDependencies,
  hotelId: string,
  commands: readonly HotelCommand[],
): Promise<Result<readonly CommandAnswer[], TryAgain>> {
  const holds = await decideHolds(deps, hotelId, commands).catch((error: unknown) =>
    holdsNotDecided(deps, commands, error),
  );
  const transitions = commands.filter((command) => command.kind !== 'hold');
  if (holds.held.length === 0 && transitions.length === 0)
    return ok(inOrder(commands, holds.answers));

  return inTransaction(deps.dataSource, async (manager) => {
    const head = transitions.length > 0 ? await lockHead(manager, hotelId) : headDecidedOn(holds);
    if (holds.held.length > 0 && holds.seq !== head.seq) return err('HEAD_MOVED');
    const moved = await moveGroups(manager, hotelId, transitions, head.clock);
    const answers = inOrder(commands, new Map([...holds.answers, ...moved.answers]));
    const decision: BatchDecision = { hotelId, clock: head.clock, holds, moved, newId: deps.newId };
    const saved = await save(manager, head.seq, decision);
    return saved.ok ? ok(answers) : saved;
  });
}

/** Holds alone read nothing under the head: the append itself waits for it and refuses another one. */
function headDecidedOn({ seq, asOf }: HoldsDecided): LockedHead {
  invariant(seq !== undefined && asOf !== undefined, 'what is held was decided on a head');
  return { seq, clock: asOf };
}

/** Loads the groups under the head and decides what becomes of them. */
async function moveGroups(
  manager: EntityManager,
  hotelId: string,
  commands: readonly TransitionCommand[],
  clock: string,
): Promise<BatchDecision['moved']> {
  const groups = await findGroupsByIds(
    manager,
    commands.map((command) => command.groupId),
  );
  const leaseOwners = await findLeaseOwners(
    manager,
    commands.filter((command) => command.kind === 'settle').map((command) => command.groupId),
  );
  return decideTransitions(
    groups.filter((group) => group.hotelId === hotelId),
    commands,
    clock,
    leaseOwners,
  );
}

async function save(
  manager: EntityManager,
  seq: number,
  decision: BatchDecision,
): Promise<Result<null, TryAgain>> {
  const writes = toWrites(decision);
  if (writes.facts.length === 0) return ok(null);
  const appended = await append(manager, {
    hotelId: decision.hotelId,
    expectedSeq: seq,
    ...(writes.asOf === undefined ? {} : { asOf: writes.asOf }),
    ...(writes.validUntil === undefined ? {} : { validUntil: writes.validUntil }),
    facts: writes.facts,
  });
  if (!appended.ok) {
    return err(appended.error.code === 'LEDGER_MOVED' ? 'HEAD_MOVED' : 'DECISION_EXPIRED');
  }
  const stamp = appended.value;
  const audit = writes.audit(stamp.recordedAt, stamp.seq);
  const { groups, references } = writes;
  const claimed = await insertBatch(manager, { groups, references, audit }, stamp.seq);
  if (claimed !== references.length) return err('REFERENCE_TAKEN');
  await updateGroups(manager, writes.changes, stamp.seq);
  await insertSaleOrders(manager, writes.orders);
  await openConfirmations(manager, writes.opened, limits.confirmation.leaseMs);
  await recordAnswers(manager, writes.settled);
  await enqueue(manager, 'reservation', writes.messages(stamp.seq));
  return ok(null);
}

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

/** A neighbour that is away is no defect: holds may be tried again, and the rest needs no neighbour. */
function holdsNotDecided(
  deps: BatchDependencies,
  commands: readonly HotelCommand[],
  error: unknown,
): HoldsDecided {
  if (!(error instanceof SubgraphCallError)) throw error;
  deps.logger.warn({ err: error }, 'holds not decided: a service is away');
  const holds = commands.filter((command) => command.kind === 'hold');
  return { answers: new Map(holds.map((hold) => [hold, err([{ code: 'BUSY' }])])), held: [] };
}

/** A database that is away for a moment is no defect: the caller may try again. */
function passing(deps: BatchDependencies, error: unknown): Result<never, 'UNAVAILABLE'> {
  if (!isPassingDatabaseError(error)) throw error;
  deps.logger.warn({ err: error }, 'batch not decided: the database is away');
  return err('UNAVAILABLE');
}
