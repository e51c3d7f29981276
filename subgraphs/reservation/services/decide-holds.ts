// What a batch asks of allotment: its holds (who may book, what was asked before) and the rooms that
// changes of existing groups want, in one call and in order of arrival.
import { tenantIdSchema } from '../../../shared/auth/identity.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { invariant } from '../../../shared/domain/invariant.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { SubgraphCallError } from '../../../shared/server/subgraph-client.ts';
import { creditForChange, creditNeeded } from '../domain/credit.ts';
import type { Credit } from '../domain/credit.ts';
import { atMarkup, toHeldGroup } from '../domain/held-group.ts';
import type { BookingGroup } from '../domain/booking.ts';
import type { Grant, HoldTerms, RoomRequest } from '../domain/room-request.ts';
import { objectionsTo } from './ask-agency.ts';
import type { AgencyTerms } from './ask-agency.ts';
import type { DecidedBefore, HoldDecisions } from './ask-allotment.ts';
import type { BatchDependencies } from './batch-dependencies.ts';
import { wantsRooms } from './hotel-command.ts';
import type {
  AmendCommand,
  CommandAnswer,
  HoldCommand,
  HotelCommand,
  RoomsCommand,
} from './hotel-command.ts';
import { decideRoomChange } from './room-changes.ts';
import { answerAgain, loadSeen } from './seen-references.ts';
import type { SeenByKey } from './seen-references.ts';

export interface Held {
  readonly command: HoldCommand;
  readonly group: BookingGroup;
}

/** What a command wants of allotment for its group, and the answer. */
export interface WishAnswered {
  readonly request: RoomRequest;
  readonly answer: Result<Grant, Reason[]>;
}

/** What a command wants of allotment, and the group that it wants it for. */
export interface Wish {
  readonly request: RoomRequest;
  readonly group: BookingGroup;
}

/** By command; one that wants nothing has no entry. */
export type Wishes = ReadonlyMap<RoomsCommand, Wish>;

export interface HoldsDecided {
  readonly answers: ReadonlyMap<HotelCommand, CommandAnswer>;
  readonly held: readonly Held[];
  readonly wishes: ReadonlyMap<RoomsCommand, WishAnswered>;
  /** Head that allotment decided on; absent when it was not asked. */
  readonly seq?: number;
  /** Its name for the decision, where all that it granted is held: others may be decided behind it. */
  readonly decision?: string;
  readonly asOf?: string;
  readonly validUntil?: string;
}

/**
 * Answers every hold of the batch and every wish. Refusals of holds in order of precedence: what the
 * agency may, a reference that was used, then whatever allotment finds, then credit. Most references are new, and
 * whoever commits claims them or hears that one is taken: so they are looked up only then (`lookUp`), or
 * when a hold is refused, for whose reference might have been used before.
 */
export async function decideHolds(
  deps: BatchDependencies,
  hotelId: string,
  commands: readonly HotelCommand[],
  { wishes, lookUp }: { readonly wishes: Wishes; readonly lookUp: boolean },
): Promise<HoldsDecided> {
  const holds = commands.filter((command) => command.kind === 'hold');
  if (holds.length + wishes.size === 0) return NOTHING_ASKED;
  const terms = await deps.askAgency(hotelId, [
    ...holds.map((hold) => hold.request.agencyId),
    ...[...wishes.values()].map(({ request }) => request.agencyId),
  ]);
  const decide = (seen: SeenByKey): Promise<HoldsDecided> =>
    decideUnseen(deps, hotelId, commands, { wishes, terms, seen });
  if (holds.length === 0) return decide(new Map());
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

/**
 * Answers holds as if what is being committed were: by the rules of `decideHolds`, and good for nothing
 * unless it will have been. Null where there is no answer; whoever asks again hears why.
 */
export async function foreseeHolds(
  deps: BatchDependencies,
  hotelId: string,
  holds: readonly HoldCommand[],
  before: DecidedBefore,
): Promise<HoldsDecided | null> {
  const askAllotment: BatchDependencies['askAllotment'] = (hotel, requests, requestId) =>
    deps.askAllotment(hotel, requests, requestId, before);
  const behind = { ...deps, askAllotment };
  return decideHolds(behind, hotelId, holds, { wishes: new Map(), lookUp: false }).catch(
    () => null,
  );
}

/**
 * What a hold would be answered that came alone and now, by the rules of `decideHolds` itself. Its
 * reference is not looked up: who only wants to know claims none.
 */
export async function previewHold(
  deps: BatchDependencies,
  command: HoldCommand,
): Promise<HoldsDecided> {
  const { hotelId, agencyId } = command.request;
  const terms = await deps.askAgency(hotelId, [agencyId]);
  return decideUnseen(deps, hotelId, [command], { wishes: new Map(), terms, seen: new Map() });
}

const NOTHING_ASKED: HoldsDecided = { answers: new Map(), held: [], wishes: new Map() };

function whenAway(error: unknown): SubgraphCallError {
  if (error instanceof SubgraphCallError) return error;
  throw error;
}

type TermsByAgency = ReadonlyMap<string, AgencyTerms>;

async function decideUnseen(
  deps: BatchDependencies,
  hotelId: string,
  commands: readonly HotelCommand[],
  known: {
    readonly wishes: Wishes;
    readonly terms: TermsByAgency;
    readonly seen: SeenByKey;
  },
): Promise<HoldsDecided> {
  const { wishes, terms, seen } = known;
  const answers = new Map<HotelCommand, CommandAnswer>();
  const asking: HotelCommand[] = [];
  const ofNobody: HoldCommand[] = [];
  for (const command of commands) {
    if (wantsRooms(command) && wishes.has(command)) {
      const answer = command.kind === 'amend' ? forbidden(terms, agencyOf(command, wishes)) : null;
      if (answer) answers.set(command, answer);
      else asking.push(command);
    }
    if (command.kind !== 'hold') continue;
    const answer = forbidden(terms, command.request.agencyId) ?? answerAgain(seen, command);
    const isKnown = terms.has(command.request.agencyId);
    if (answer) answers.set(command, answer);
    else if (isKnown) asking.push(command);
    else ofNobody.push(command);
  }
  // Those of nobody come last, so that nothing granted to them counts; their refusal is to say
  // whether the hotel is missing as well.
  const asks = [...asking, ...ofNobody];
  const [first] = asks;
  if (!first) return { answers, held: [], wishes: new Map() };
  const requests = asks.map((command) => requestOf(command, wishes));
  const decided = await askHotel(deps, hotelId, requests, first.actor.requestId);
  for (const hold of ofNobody) answers.set(hold, unknownAgency(decided, asking.length));
  const asked = { asking, wishes, terms };
  const told = { answers, wishes: new Map<RoomsCommand, WishAnswered>() };
  return withinCredit(deps, hotelId, asked, grantAsked(deps, decided, asked), told);
}

/**
 * Refuses what its agency's credit does not reach for, and amendments that do not come to what was
 * quoted, one after the other in order of the batch. What was refused had rooms set aside before its
 * neighbours were looked at: they are decided anew, as if it had not asked. Those behind it may then have
 * other rooms at another price, so that nothing they would be refused for meanwhile is said of them.
 */
async function withinCredit(
  deps: BatchDependencies,
  hotelId: string,
  { asking, wishes, terms }: Asked,
  granted: HoldsDecided,
  told: Told,
): Promise<HoldsDecided> {
  const refused = firstRefused(granted, { asking, wishes, terms });
  if (refused === null) {
    const answers = new Map([...told.answers, ...granted.answers]);
    return { ...granted, answers, wishes: new Map([...told.wishes, ...granted.wishes]) };
  }
  const answer = err([...refused.reasons]);
  // Whether an amendment was made meanwhile shows under the head alone: it is refused there.
  if (!wantsRooms(refused.command)) told.answers.set(refused.command, answer);
  else told.wishes.set(refused.command, { request: requestOf(refused.command, wishes), answer });
  const left = asking.filter((command) => command !== refused.command);
  const [first] = left;
  if (!first) return { ...granted, ...told, held: [] };
  const requests = left.map((command) => requestOf(command, wishes));
  const decided = await askHotel(deps, hotelId, requests, first.actor.requestId);
  const asked = { asking: left, wishes, terms };
  return withinCredit(deps, hotelId, asked, grantAsked(deps, decided, asked), told);
}

/** What was refused on the way. */
interface Told {
  readonly answers: Map<HotelCommand, CommandAnswer>;
  readonly wishes: Map<RoomsCommand, WishAnswered>;
}

interface Refused {
  readonly command: HotelCommand;
  readonly reasons: readonly Reason[];
}

function firstRefused(granted: HoldsDecided, { asking, wishes, terms }: Asked): Refused | null {
  const groups = new Map(granted.held.map(({ command, group }) => [command, group]));
  const taken = new Map<string, number>();
  for (const command of asking) {
    const { agencyId } = requestOf(command, wishes);
    const { currency, creditFree } = termsOf(terms, agencyId);
    const before = taken.get(agencyId) ?? 0;
    const credit = { currency, free: creditFree === null ? null : creditFree - before };
    const group = command.kind === 'hold' ? groups.get(command) : undefined;
    const wanted =
      command.kind === 'amend'
        ? amendmentNeeds(granted, command, wishes, credit)
        : group && creditNeeded(group, credit);
    if (wanted === undefined) continue;
    if ('refused' in wanted) return { command, reasons: wanted.refused };
    taken.set(agencyId, before + wanted.needed);
  }
  return null;
}

/** Undefined where allotment refuses: no rooms were set aside, and the group is decided with that. */
function amendmentNeeds(
  { wishes: answered, asOf }: HoldsDecided,
  command: AmendCommand,
  wishes: Wishes,
  credit: Credit,
): ReturnType<typeof creditForChange> | undefined {
  const answer = answered.get(command)?.answer;
  const group = wishes.get(command)?.group;
  if (answer?.ok !== true || !group || asOf === undefined) return undefined;
  const decision = decideRoomChange(command, group, asOf, answer);
  if (!decision.ok) return { refused: decision.error };
  return creditForChange(group, decision.value, credit);
}

function requestOf(command: HotelCommand, wishes: Wishes): RoomRequest {
  const request =
    command.kind === 'hold'
      ? command.request
      : wantsRooms(command)
        ? wishes.get(command)?.request
        : undefined;
  invariant(request !== undefined, 'only who wants rooms asks for them');
  return request;
}

async function askHotel(
  deps: BatchDependencies,
  hotelId: string,
  requests: readonly RoomRequest[],
  requestId: string,
): Promise<HoldDecisions> {
  if (tenantIdSchema.safeParse(hotelId).success) {
    return deps.askAllotment(hotelId, requests, requestId);
  }
  const noHotel = err<Reason[]>([{ code: 'NOT_FOUND', path: '/hotelId' }]);
  return { seq: 0, asOf: '1970-01-01T00:00:00Z', decisions: requests.map(() => noHotel) };
}

interface Asked {
  /** Those that ask for rooms, in order of arrival. */
  readonly asking: readonly HotelCommand[];
  readonly wishes: Wishes;
  readonly terms: TermsByAgency;
}

function grantAsked(
  deps: BatchDependencies,
  decided: HoldDecisions,
  { asking, wishes: wanted, terms }: Asked,
): HoldsDecided {
  const answers = new Map<HotelCommand, CommandAnswer>();
  const held: Held[] = [];
  const wishes = new Map<RoomsCommand, WishAnswered>();
  const { seq, asOf, validUntil, decision: name, terms: heldUnder } = decided;
  asking.forEach((command, index) => {
    const decision = decided.decisions[index];
    invariant(decision, 'allotment answers each request');
    const request = requestOf(command, wanted);
    const { markupBp } = termsOf(terms, request.agencyId);
    const answer = decision.ok
      ? ok({ ...decision.value, seq, asOf, terms: heldUnderTerms(heldUnder) })
      : decision;
    if (wantsRooms(command)) wishes.set(command, { request, answer: priced(answer, markupBp) });
    if (command.kind !== 'hold') return;
    if (answer.ok) held.push({ command, group: heldGroup(deps, command, answer.value, markupBp) });
    else answers.set(command, answer);
  });
  for (const { command, group } of held) answers.set(command, ok(group));
  const until = validUntil === undefined ? {} : { validUntil };
  const granted = decided.decisions.filter((decision) => decision.ok);
  const whole = name !== undefined && granted.length === held.length ? { decision: name } : {};
  return { answers, held, wishes, seq, asOf, ...until, ...whole };
}

function heldUnderTerms(terms: HoldTerms | undefined): HoldTerms {
  invariant(terms, 'a hotel that grants rooms has its terms');
  return terms;
}

function priced(answer: WishAnswered['answer'], markupBp: number): WishAnswered['answer'] {
  if (!answer.ok) return answer;
  return ok({ ...answer.value, nights: atMarkup(answer.value.nights, markupBp) });
}

function heldGroup(
  deps: BatchDependencies,
  command: HoldCommand,
  grant: Grant,
  markupBp: number,
): BookingGroup {
  return toHeldGroup({
    request: command.request,
    grant,
    expiryMinutes: deps.expiryMinutes,
    markupBp,
    createdBy: command.actor.subject,
    newId: deps.newId,
  });
}

function agencyOf(command: HotelCommand, wishes: Wishes): string {
  return requestOf(command, wishes).agencyId;
}

function forbidden(terms: TermsByAgency, agencyId: string): CommandAnswer | undefined {
  const objections = objectionsTo(terms.get(agencyId));
  return objections.length > 0 ? err(objections) : undefined;
}

function termsOf(terms: TermsByAgency, agencyId: string): AgencyTerms {
  const agency = terms.get(agencyId);
  invariant(agency !== undefined, 'who asks for rooms has terms');
  return agency;
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
