// Every operator's write goes through here: load → decide → save, or, as a dry run, load → decide →
// remember what was shown. Called by the services of the single mutations.
import { createHash, randomUUID } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import type { DataSource } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';
import { limits } from '../../../shared/config/limits.ts';
import { canonicalJson } from '../../../shared/domain/canonical-json.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { HotelLock } from '../../../shared/lock/hotel-lock.ts';
import { changedFact, shownEffect } from '../domain/changes/change.ts';
import type { Change, DryRun } from '../domain/changes/change.ts';
import { decideChange } from '../domain/changes/decide-change.ts';
import type { ChangeDecision } from '../domain/changes/decide-change.ts';
import type { ChangeRequest, FactRevision } from '../domain/changes/proposal.ts';
import type { HotelRow } from '../domain/hotel.ts';
import { mayChangeAllotment } from '../domain/visibility.ts';
import { findRevisions } from '../repositories/allotment-events.ts';
import { findSubmission } from '../repositories/event-submissions.ts';
import { findChangeOfFact, insertPreview, removeOldPreviews } from '../repositories/changes.ts';
import type { HotelBooks } from './hotel-books.ts';
import { saveChange } from './save-change.ts';

export interface ChangeDependencies {
  readonly dataSource: DataSource;
  readonly books: HotelBooks;
  readonly lock: HotelLock;
}

export type ChangeAnswer = Result<Change | DryRun, Reason[]>;

/** Reads the input once it is known that the caller may change anything at all. */
export type ReadRequest = () => Result<ChangeRequest, Reason[]>;

/** Records what is asked for, or shows what it would do. Operators only; all or nothing. */
export async function changeFacts(
  deps: ChangeDependencies,
  identity: Identity,
  read: ReadRequest,
): Promise<ChangeAnswer> {
  if (!mayChangeAllotment(identity)) return err([{ code: 'NOT_ENTITLED' }]);
  const request = read();
  if (!request.ok) return request;
  const { hotelId, dryRun } = request.value;
  if (!isHotelId(hotelId)) return err([{ code: 'NOT_FOUND', path: '/hotelId' }]);
  return dryRun
    ? repeatWhileMoved(() => tryOut(deps, identity, request.value))
    : deps.lock.withHotelLock(hotelId, () =>
        repeatWhileMoved(() => commit(deps, identity, request.value)),
      );
}

/** `MOVED`: what was looked at is no longer the head; look again. */
type Attempt = Result<Change | DryRun, Reason[] | 'MOVED'>;

/** A change is decided anew as long as others move the head meanwhile, then it is BUSY. */
export async function repeatWhileMoved(attempt: () => Promise<Attempt>): Promise<ChangeAnswer> {
  for (let tries = 1; tries <= limits.changes.movedHeadRetriesMax; tries += 1) {
    const answer = await attempt();
    if (answer.ok) return answer;
    if (answer.error !== 'MOVED') return err(answer.error);
  }
  return err([{ code: 'BUSY' }]);
}

async function commit(
  deps: ChangeDependencies,
  identity: Identity,
  request: ChangeRequest,
): Promise<Attempt> {
  const decided = await decide(deps, request);
  if (!decided.ok) return decided;
  const { decision } = decided.value;
  if (decision.verdict === 'DONE') {
    return ok(await changeOf(deps, request.hotelId, decision.revision));
  }
  return saveChange(deps.dataSource, identity, request, { ...decided.value, decision });
}

async function tryOut(
  deps: ChangeDependencies,
  identity: Identity,
  request: ChangeRequest,
): Promise<Attempt> {
  const decided = await decide(deps, request);
  if (!decided.ok) return decided;
  const { decision, seq } = decided.value;
  const { hotelId } = request;
  if (decision.verdict === 'DONE') return ok(await changeOf(deps, hotelId, decision.revision));
  const token = `chg_${randomUUID()}`;
  const { previewMs, previewKeptSeconds, previewsRemovedMax } = limits.changes;
  const expiresAt = await insertPreview(deps.dataSource, {
    token,
    hotelId,
    request,
    digest: digestOf(decision),
    createdBy: identity.subject,
    ttlMs: previewMs,
  });
  await removeOldPreviews(deps.dataSource, previewKeptSeconds, previewsRemovedMax);
  const shown = shownEffect(decision.effect, decision.warnings, limits.changes);
  const facts = decision.facts.map(changedFact);
  return ok({ __typename: 'DryRun', token, expiresAt, hotelId, seq, facts, ...shown });
}

export type Plan = Extract<ChangeDecision, { verdict: 'PLANNED' }>;

/** A decision together with the state of the ledger that it was made on. */
export interface Decided<Decision> {
  readonly decision: Decision;
  readonly hotel: HotelRow;
  readonly seq: number;
  readonly clock: string;
}

/** Loads revisions and book and decides. Torn reads and refusals are told apart from decisions. */
export async function decide(
  deps: Pick<ChangeDependencies, 'dataSource' | 'books'>,
  { hotelId, proposals, submission }: ChangeRequest,
): Promise<
  Result<Decided<Exclude<ChangeDecision, { verdict: 'TORN' | 'REFUSED' }>>, Reason[] | 'MOVED'>
> {
  if (submission !== undefined && (await isDeclined(deps.dataSource, submission))) {
    return err([{ code: 'PREVIEW_STALE', path: '/id', detail: 'The submission was declined.' }]);
  }
  const revisions = await findRevisions(deps.dataSource, hotelId, proposals);
  const { nightsBackMax, nightsAheadMax, cellsComparedMax, agencyViewsMax } = limits.changes;
  const reach = {
    nightsBack: nightsBackMax,
    nightsAhead: nightsAheadMax,
    cells: cellsComparedMax,
  };
  const decided = await deps.books.read(hotelId, ({ hotel, book, seq, clock }) => {
    const scene = { book, timezone: hotel.timezone, clock, reach, agencyViewsMax };
    return { decision: decideChange(scene, proposals, revisions), hotel, seq, clock };
  });
  if (!decided) return err([{ code: 'NOT_FOUND', path: '/hotelId' }]);
  const { decision } = decided;
  if (decision.verdict === 'TORN') return err('MOVED');
  if (decision.verdict === 'REFUSED') return err(decision.reasons);
  if (decision.verdict === 'PLANNED' && submission !== undefined) {
    const gone = goneTargets(decision);
    if (gone.length > 0) return err(gone);
  }
  return ok({ ...decided, decision });
}

async function isDeclined(connection: DataSource, id: string): Promise<boolean> {
  return (await findSubmission(connection, id))?.status === 'DECLINED';
}

/**
 * An operator who records an event before its contract means to. A hotel submitted its event for a
 * contract that was there: without it the event is no longer what was asked for.
 */
function goneTargets({ warnings }: Plan): Reason[] {
  return warnings
    .filter(({ code }) => code === 'TARGET_MISSING')
    .map(({ message }) => ({ code: 'PREVIEW_STALE', path: '/id', detail: message }));
}

/**
 * Equal for two plans that record the same facts and do the same to every number. Plain JSON: what
 * is shown is put together field by field in one place, so keys always stand in the same order.
 */
export function digestOf({ facts, effect }: Plan): string {
  const { cells, roomTypes, bookingsAtRisk } = effect;
  const recorded = canonicalJson(facts.map(({ fact }) => fact));
  const shown = JSON.stringify([cells, roomTypes, bookingsAtRisk]);
  return createHash('sha256').update(recorded).update(shown).digest('hex');
}

/** The answer that was given when `revision` was recorded; a bare one if no operator recorded it. */
async function changeOf(
  { dataSource }: ChangeDependencies,
  hotelId: string,
  { kind, id, rev, retracted, seq, recordedAt }: FactRevision,
): Promise<Change> {
  const known = await findChangeOfFact(dataSource, hotelId, seq);
  if (known) return known;
  const action = retracted ? 'RETRACTED' : rev === 1 ? 'CREATED' : 'AMENDED';
  const night = recordedAt.slice(0, 10);
  const nothing = { from: night, to: night, cells: [], roomTypes: [], bookingsAtRisk: [] };
  return {
    __typename: 'Change',
    id: uuidv7(),
    hotelId,
    seq,
    recordedAt,
    facts: [{ kind, id, revision: rev, action }],
    ...shownEffect(nothing, [], limits.changes),
  };
}

function isHotelId(text: string): boolean {
  return /^[A-Z0-9][A-Z0-9-]{0,31}$/.test(text);
}
