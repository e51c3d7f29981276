// The hold commands of a batch: who may book, what was asked before, what allotment grants.
import { tenantIdSchema } from '../../../shared/auth/identity.ts';
import { invariant } from '../../../shared/domain/invariant.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { SubgraphCallError } from '../../../shared/server/subgraph-client.ts';
import { creditNeeded } from '../domain/credit.ts';
import { toHeldGroup } from '../domain/held-group.ts';
import { differingField } from '../domain/hold-request.ts';
import type { BookingGroup } from '../domain/booking.ts';
import { findGroupsByIds } from '../repositories/booking-groups.ts';
import { findReferences, keyOf } from '../repositories/client-references.ts';
import type { ClientReferenceRow } from '../repositories/client-references.ts';
import { objectionsTo } from './ask-agency.ts';
import type { AgencyTerms } from './ask-agency.ts';
import type { HoldDecisions } from './ask-allotment.ts';
import type { BatchDependencies } from './batch-dependencies.ts';
import type { CommandAnswer, HoldCommand, HotelCommand } from './hotel-command.ts';

export interface Held {
  readonly command: HoldCommand;
  readonly group: BookingGroup;
}

export interface HoldsDecided {
  readonly answers: ReadonlyMap<HotelCommand, CommandAnswer>;
  readonly held: readonly Held[];
  /** Head that allotment decided on; absent when it was not asked. */
  readonly seq?: number;
  readonly asOf?: string;
  readonly validUntil?: string;
}

/**
 * Answers every hold of the batch. Refusals in order of precedence: what the agency may, a
 * reference that was used, then whatever allotment finds, then
 * credit. Most references are new, and whoever commits
 * claims them or hears that one is taken: so they are looked up only then (`lookUp`), or when a hold is
 * refused, for whose reference might have been used before.
 */
export async function decideHolds(
  deps: BatchDependencies,
  hotelId: string,
  commands: readonly HotelCommand[],
  lookUp: boolean,
): Promise<HoldsDecided> {
  const holds = commands.filter((command) => command.kind === 'hold');
  if (holds.length === 0) return { answers: new Map(), held: [] };
  const terms = await deps.askAgency(
    hotelId,
    holds.map((hold) => hold.request.agencyId),
  );
  const decide = (seen: SeenByKey): Promise<HoldsDecided> =>
    decideUnseen(deps, hotelId, holds, terms, seen);
  if (lookUp) return decide(await loadSeen(deps, holds));
  // What was held before needs no allotment: one that is away is no reason not to say so again.
  const decided = await decide(new Map()).catch(whenAway);
  if (!(decided instanceof SubgraphCallError) && decided.held.length === holds.length)
    return decided;
  const seen = await loadSeen(deps, holds);
  if (seen.size > 0) return decide(seen);
  if (decided instanceof SubgraphCallError) throw decided;
  return decided;
}

function whenAway(error: unknown): SubgraphCallError {
  if (error instanceof SubgraphCallError) return error;
  throw error;
}

type TermsByAgency = ReadonlyMap<string, AgencyTerms>;
type SeenByKey = ReadonlyMap<string, Seen>;

async function decideUnseen(
  deps: BatchDependencies,
  hotelId: string,
  holds: readonly HoldCommand[],
  terms: TermsByAgency,
  seen: SeenByKey,
): Promise<HoldsDecided> {
  const answers = new Map<HotelCommand, CommandAnswer>();
  for (const hold of holds) {
    const answer = forbidden(terms, hold) ?? answerAgain(seen, hold);
    if (answer) answers.set(hold, answer);
  }
  const fresh = holds.filter((hold) => !answers.has(hold));
  if (fresh.length === 0) return { answers, held: [] };

  const ofNobody = fresh.filter((hold) => !terms.has(hold.request.agencyId));
  const entitled = fresh.filter((hold) => !ofNobody.includes(hold));
  // Those of nobody come last, so that nothing granted to them counts; their refusal is to say
  // whether the hotel is missing as well.
  const decided = await askHotel(deps, hotelId, [...entitled, ...ofNobody]);
  for (const hold of ofNobody) answers.set(hold, unknownAgency(decided, entitled.length));
  const granted = grantHolds(deps, decided, { holds: entitled, terms });
  return withinCredit(deps, hotelId, { holds: entitled, terms }, granted, answers);
}

/**
 * Refuses what its agency's credit does not reach for, in order of the batch. What was refused had
 * rooms set aside before its neighbours were looked at: they are decided anew, as if it had not asked.
 */
async function withinCredit(
  deps: BatchDependencies,
  hotelId: string,
  { holds, terms }: Entitled,
  granted: HoldsDecided,
  answers: Map<HotelCommand, CommandAnswer>,
): Promise<HoldsDecided> {
  const refused = overCredit(granted.held, terms);
  if (refused.size === 0) return { ...granted, answers: new Map([...answers, ...granted.answers]) };
  for (const [command, answer] of refused) answers.set(command, answer);
  const left = holds.filter((hold) => !refused.has(hold));
  if (left.length === 0) return { answers, held: [] };
  const decided = await askHotel(deps, hotelId, left);
  const again = grantHolds(deps, decided, { holds: left, terms });
  return withinCredit(deps, hotelId, { holds: left, terms }, again, answers);
}

function overCredit(
  held: readonly Held[],
  terms: TermsByAgency,
): ReadonlyMap<HotelCommand, CommandAnswer> {
  const taken = new Map<string, number>();
  const refused = new Map<HotelCommand, CommandAnswer>();
  for (const { command, group } of held) {
    const { currency, creditFree } = termsOf(terms, command);
    const before = taken.get(group.agencyId) ?? 0;
    const free = creditFree === null ? null : creditFree - before;
    const wanted = creditNeeded(group, { currency, free });
    if ('refused' in wanted) refused.set(command, err(wanted.refused));
    else taken.set(group.agencyId, before + wanted.needed);
  }
  return refused;
}

async function askHotel(
  deps: BatchDependencies,
  hotelId: string,
  holds: readonly HoldCommand[],
): Promise<HoldDecisions> {
  if (tenantIdSchema.safeParse(hotelId).success) {
    const requests = holds.map((hold) => hold.request);
    return deps.askAllotment(hotelId, requests, requestIdOf(holds));
  }
  const noHotel = err<Reason[]>([{ code: 'NOT_FOUND', path: '/hotelId' }]);
  return { seq: 0, asOf: '1970-01-01T00:00:00Z', decisions: holds.map(() => noHotel) };
}

interface Entitled {
  readonly holds: readonly HoldCommand[];
  readonly terms: TermsByAgency;
}

function grantHolds(
  deps: BatchDependencies,
  decided: HoldDecisions,
  { holds, terms }: Entitled,
): HoldsDecided {
  const answers = new Map<HotelCommand, CommandAnswer>();
  const held: Held[] = [];
  holds.forEach((command, index) => {
    const decision = decided.decisions[index];
    if (!decision) throw new Error('allotment answers each request');
    if (!decision.ok) {
      answers.set(command, decision);
      return;
    }
    const group = toHeldGroup({
      request: command.request,
      grant: { seq: decided.seq, asOf: decided.asOf, nights: decision.value },
      expiryMinutes: deps.expiryMinutes,
      markupBp: termsOf(terms, command).markupBp,
      createdBy: command.actor.subject,
      newId: deps.newId,
    });
    answers.set(command, ok(group));
    held.push({ command, group });
  });
  const { seq, asOf, validUntil } = decided;
  return { answers, held, seq, asOf, ...(validUntil === undefined ? {} : { validUntil }) };
}

interface Seen {
  readonly reference: ClientReferenceRow;
  readonly group: BookingGroup;
}

async function loadSeen(
  deps: BatchDependencies,
  holds: readonly HoldCommand[],
): Promise<SeenByKey> {
  const references = await findReferences(
    deps.dataSource,
    holds.map(({ request }) => ({
      agencyId: request.agencyId,
      clientReference: request.clientReference,
    })),
  );
  const groups = await findGroupsByIds(
    deps.dataSource,
    references.map((reference) => reference.groupId),
  );
  const byId = new Map(groups.map((group) => [group.id, group]));
  return new Map(
    references.flatMap((reference) => {
      const group = byId.get(reference.groupId);
      return group ? [[keyOf(reference), { reference, group }] as const] : [];
    }),
  );
}

function forbidden(terms: TermsByAgency, hold: HoldCommand): CommandAnswer | undefined {
  const objections = objectionsTo(terms.get(hold.request.agencyId));
  return objections.length > 0 ? err(objections) : undefined;
}

function termsOf(terms: TermsByAgency, { request }: HoldCommand): AgencyTerms {
  const agency = terms.get(request.agencyId);
  invariant(agency !== undefined, 'who holds rooms has terms');
  return agency;
}

function answerAgain(
  seen: ReadonlyMap<string, Seen>,
  hold: HoldCommand,
): CommandAnswer | undefined {
  const before = seen.get(keyOf(hold.request));
  if (!before) return undefined;
  const path = differingField(before.reference.request, hold.request);
  if (path === null) return ok(before.group);
  const reason: Reason = {
    code: 'DUPLICATE_REFERENCE',
    path,
    detail: `This reference was already used for a request with another ${path}.`,
  };
  return err([reason]);
}

/** All that does not exist is named at once; `index` is that of any decision. */
function unknownAgency(decided: HoldDecisions, index: number): CommandAnswer {
  const decision = decided.decisions[index];
  const alsoMissing = decision?.ok === false ? decision.error.filter(isUnknownHotel) : [];
  return err([{ code: 'NOT_FOUND', path: '/agencyId' }, ...alsoMissing]);
}

function isUnknownHotel(reason: Reason): boolean {
  return reason.code === 'NOT_FOUND' && reason.path === '/hotelId';
}

// A batch asks once for all of its commands; the first one's id ties the log lines together.
function requestIdOf(holds: readonly HoldCommand[]): string {
  return holds[0]?.actor.requestId ?? '';
}
