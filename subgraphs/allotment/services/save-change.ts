// The save beat of every operator's write: facts, answer, audit, search index and outbox in one
// transaction, on exactly the head that was decided on. Called by change-facts.ts and commit-change.ts.
import { uuidv7 } from 'uuidv7';
import type { DataSource, EntityManager } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';
import { limits } from '../../../shared/config/limits.ts';
import { inTransaction } from '../../../shared/database/transaction.ts';
import type { ContractFact } from '../../../shared/domain/facts.ts';
import { formatInstant } from '../../../shared/domain/instants.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { append } from '../../../shared/ledger/ledger.ts';
import { enqueue } from '../../../shared/outbox/outbox.ts';
import { changedFact, shownEffect } from '../domain/changes/change.ts';
import type { Change } from '../domain/changes/change.ts';
import type { ChangeDecision } from '../domain/changes/decide-change.ts';
import type { ChangeRequest } from '../domain/changes/proposal.ts';
import { insertAudit } from '../repositories/allotment-events.ts';
import { insertChange, settlePreview } from '../repositories/changes.ts';
import { raiseShortfalls } from './incidents.ts';
import { settleApproved } from './submissions.ts';
import { indexOwnContract } from './index-contracts.ts';

interface DecidedPlan {
  readonly decision: Extract<ChangeDecision, { verdict: 'PLANNED' }>;
  readonly seq: number;
  readonly clock: string;
}

/** `token`: the preview that this commits; it can become one change only. */
export async function saveChange(
  dataSource: DataSource,
  identity: Identity,
  request: ChangeRequest,
  { decision, seq, clock }: DecidedPlan,
  token: string | null = null,
): Promise<Result<Change, 'MOVED'>> {
  const { hotelId } = request;
  const { facts, effect, warnings, validUntil } = decision;
  return inTransaction<Change, 'MOVED'>(dataSource, async (manager) => {
    const appended = await append(manager, {
      hotelId,
      expectedSeq: seq,
      asOf: clock,
      ...(Number.isFinite(validUntil) ? { validUntil: formatInstant(validUntil) } : {}),
      facts: facts.map(({ fact }) => fact),
    });
    if (!appended.ok) return err('MOVED');
    const change: Change = {
      __typename: 'Change',
      id: uuidv7(),
      hotelId,
      seq: appended.value.seq,
      recordedAt: appended.value.recordedAt,
      facts: facts.map(changedFact),
      ...shownEffect(effect, warnings, limits.changes),
    };
    await insertChange(manager, change);
    await writeAudit(manager, identity, request, change, decision);
    for (const { fact } of facts) {
      if (fact.kind === 'CONTRACT') await indexContract(manager, request, fact);
    }
    await raiseShortfalls(manager, hotelId, change.seq, decision.shortfalls);
    await tell(manager, change);
    if (token !== null && !(await settlePreview(manager, token, change.id))) return err('MOVED');
    if (!(await settleApproved(manager, identity, request, change.id))) return err('MOVED');
    return ok(change);
  });
}

async function writeAudit(
  manager: EntityManager,
  identity: Identity,
  { hotelId, note }: ChangeRequest,
  { id, seq, recordedAt }: Change,
  { facts }: DecidedPlan['decision'],
): Promise<void> {
  const { subject, role, requestId } = identity;
  const by = { hotelId, changeId: id, recordedAt, actor: subject, role, note, requestId };
  const first = seq - facts.length + 1;
  await insertAudit(
    manager,
    by,
    facts.map(({ fact, action }, at) => ({ seq: first + at, action, fact })),
  );
}

function indexContract(
  manager: EntityManager,
  { hotelId, names }: ChangeRequest,
  fact: DecidedPlan['decision']['facts'][number]['fact'],
): Promise<void> {
  const contract = fact.retracted === true ? null : (fact as unknown as ContractFact);
  return indexOwnContract(manager, hotelId, fact.id, names[fact.id] ?? null, contract);
}

/** What moved, by name alone: who listens asks for the numbers it may see. */
async function tell(manager: EntityManager, { id, hotelId, seq, facts }: Change): Promise<void> {
  await enqueue(manager, 'allotment', [
    { hotelId, seq, type: 'allotment.changed', v: 1, payload: { changeId: id, facts } },
  ]);
}
