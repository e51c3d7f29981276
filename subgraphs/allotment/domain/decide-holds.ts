// Which of several hold requests of one hotel may go (domain.md §3.6), decided in order at one moment:
// each as if all that was granted before it were done, rooms that a change gives up included. Its caller
// does all of it, in this order, or nothing. Pure to its caller: the book is left as it was found. Called
// by the service that decides for reservation.
import type { Allocation } from '../../../shared/domain/facts.ts';
import type { Micros } from '../../../shared/domain/instants.ts';
import { formatNight, parseNight } from '../../../shared/domain/nights.ts';
import { firstFailingClass } from '../../../shared/domain/reason-codes.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import {
  closeDesk,
  openDesk,
  promise,
  promisedSince,
  promiseSince,
  resolveAt,
  setAside,
  withdraw,
} from './holds/desk.ts';
import type { Desk, Promised } from './holds/desk.ts';
import { fillStay } from './holds/fill-stay.ts';
import type { StayTake } from './holds/fill-stay.ts';
import type {
  Grant,
  GrantedNight,
  HoldDecision,
  HoldLine,
  HoldRequest,
} from './holds/hold-request.ts';
import { keepRooms, keptNights } from './holds/keep.ts';
import type { KeptRooms } from './holds/keep.ts';
import { NOTHING_KEPT } from './holds/kept.ts';
import type { Kept } from './holds/kept.ts';
import { brokenByKept } from './holds/kept-rules.ts';
import { requestableLine } from './holds/on-request.ts';
import { pickUp } from './holds/pick-up.ts';
import { pricesOf } from './holds/prices.ts';
import { shortagesOf } from './holds/shortages.ts';
import type { Candidate } from './holds/shortages.ts';
import { sourcesOf } from './holds/sources.ts';
import { objectionsOf, pastNights, pathOf, stayOf } from './holds/stay.ts';
import type { Stay } from './holds/stay.ts';
import { maySee } from './pipeline/contract-resolver.ts';
import type { FactBook } from './pipeline/fact-book.ts';
import { openCounter } from './pipeline/sale-counter.ts';

export interface HoldDecisions {
  readonly asOf: Micros;
  /**
   * Until then, time alone can turn no grant into a refusal: the commit asserts it. Holds of others
   * that expire earlier only free rooms. ∞ if nothing is to come.
   */
  readonly validUntil: Micros;
  /** One per request, in their order. */
  readonly decisions: readonly HoldDecision[];
  /** What it takes to decide others behind these; null where they give up what bookings hold. */
  readonly promised: readonly Promised[] | null;
}

/** `before`: what was granted and is about to be recorded, as if it were. */
export function decideHolds(
  book: FactBook,
  when: { readonly timezone: string; readonly asOf: Micros },
  requests: readonly HoldRequest[],
  before: readonly Promised[] = [],
): HoldDecisions {
  const desk = openDesk(book, when.timezone, when.asOf);
  try {
    for (const promised of before) promiseSince(desk, promised);
    const decisions = requests.map((request) => ({
      key: request.key,
      result: decideGroup(desk, request),
    }));
    const promised = promisedSince(desk, before.length);
    return { asOf: when.asOf, validUntil: desk.horizon.grantsUntil, decisions, promised };
  } finally {
    closeDesk(desk);
  }
}

/** All lines of the request or none; lines on the same night add up. */
function decideGroup(desk: Desk, request: HoldRequest): Result<Grant, Reason[]> {
  const malformed = request.lines.flatMap(shapeErrors);
  if (request.lines.length === 0) malformed.push({ code: 'BAD_INPUT', path: '/lines' });
  if (malformed.length > 0) return err(malformed);

  const leaving = new Set<number>();
  const decided = decideLines(desk, request, leaving);
  // What turned out not to be kept was still held while the lines named before it were looked at.
  if (decided.ok || [...leaving].every((index) => index === 0)) return decided;
  const again = decideLines(desk, request, leaving);
  return again.ok ? again : decided;
}

/**
 * Lines whose index is in `leaving` keep nothing: they let go before any is looked at. Those that turn
 * out not to be had with what they keep are added to it.
 */
function decideLines(
  desk: Desk,
  request: HoldRequest,
  leaving: Set<number>,
): Result<Grant, Reason[]> {
  const before = desk.changes.length;
  for (const booking of request.replaces ?? []) setAside(desk, booking);
  // Before any line is looked at: each may have what another one gives up, and none what it keeps.
  const changes = request.lines.map((line, index) => {
    const stay = stayOf(line, index);
    const rooms = keepRooms(desk, stay);
    if (!leaving.has(index)) return { stay, rooms };
    rooms.letGo();
    return { stay, rooms: { ...rooms, kept: NOTHING_KEPT } };
  });
  const grants: Grant[] = [];
  const reasons: Reason[] = [];
  for (const change of changes) {
    const decided = decideChange(desk, request, change, leaving);
    if (!decided.ok) {
      reasons.push(...decided.error);
      continue;
    }
    grants.push(decided.value);
    promise(desk, request.agency, allocationsOf(decided.value));
  }
  const isRequest = grants.some(({ status }) => status === 'ON_REQUEST');
  if (reasons.length > 0 || isRequest) withdraw(desk, before);
  if (reasons.length > 0) return err(firstFailingClass(reasons));
  const nights = grants.flatMap((grant) => grant.nights);
  return ok({ status: isRequest ? 'ON_REQUEST' : 'HELD', nights });
}

/** Bounds on nights, rooms and lines are the caller's; here only what could not be decided at all. */
function shapeErrors(line: HoldLine, index: number): Reason[] {
  const checkIn = parseNight(line.checkIn);
  const checkOut = parseNight(line.checkOut);
  const wrong = [
    checkIn === null && 'checkIn',
    (checkOut === null || (checkIn !== null && checkOut <= checkIn)) && 'checkOut',
    !(Number.isSafeInteger(line.rooms) && line.rooms > 0) && 'rooms',
  ];
  return wrong
    .filter((field) => field !== false)
    .map((field) => ({ code: 'BAD_INPUT', path: `/lines/${index}/${field}` }));
}

/**
 * A line that keeps rooms is first looked at with all that fits kept. Where a contract stands against
 * that, because it serves whole stays alone, the line may still be had afresh.
 */
function decideChange(
  desk: Desk,
  request: HoldRequest,
  { stay, rooms }: { readonly stay: Stay; readonly rooms: KeptRooms },
  leaving: Set<number>,
): Result<Grant, Reason[]> {
  const decided = decideLine(desk, request, stay, rooms.kept);
  if (decided.ok || rooms.kept.cells.length === 0) return decided;
  const before = desk.changes.length;
  leaving.add(stay.index);
  rooms.letGo();
  const afresh = decideLine(desk, request, stay, NOTHING_KEPT);
  if (afresh.ok) return afresh;
  withdraw(desk, before);
  return decided;
}

function decideLine(
  desk: Desk,
  request: HoldRequest,
  stay: Stay,
  kept: Kept,
): Result<Grant, Reason[]> {
  const past = pastNights(desk, stay, kept);
  if (past) return err([past]);
  const { block } = stay.line;
  if (block === undefined) return sellStay(desk, request, stay, kept);
  const picked = pickUp(desk, request.agency, stay, block, kept);
  if (!picked.ok) return picked;
  return ok({ status: 'HELD', nights: [...keptNights(stay, kept), ...picked.value] });
}

function sellStay(
  desk: Desk,
  request: HoldRequest,
  stay: Stay,
  kept: Kept,
): Result<Grant, Reason[]> {
  const { roomType, rooms, contract } = stay.line;
  if (contract !== undefined && !isVisible(desk, contract, request.agency)) {
    return err([{ code: 'NOT_FOUND', path: pathOf(stay, 'contract') }]);
  }
  const { lines, span } = resolveAt(desk, roomType, stay, request.agency);
  const candidates = lines
    .filter(({ line }) => contract === undefined || line.contractId === contract)
    .map((line) => ({ line, objections: objectionsOf(desk, stay, line, kept) }));
  const counter = openCounter();
  const sources = sourcesOf(desk, stay, withoutObjections(candidates));
  const filled = fillStay(counter, sources, rooms, stay.length, kept);
  const broken = brokenByKept(stay, candidates, filled, kept);
  if (broken.length === 0 && filled.missing.every((missing) => missing === 0)) {
    const takes = filled.takes.toSorted((left, right) => left.at - right.at);
    const nights = takes.map((taken) => grantedNight(stay, taken));
    return ok({ status: 'HELD', nights: [...keptNights(stay, kept), ...nights] });
  }
  const requestable = request.acceptOnRequest ? requestableLine(stay, span, candidates) : null;
  if (requestable) return ok(requestOf(stay, requestable));
  return err([...broken, ...shortagesOf(stay, span, candidates, filled, counter)]);
}

function isVisible({ book }: Desk, contractId: string, agency: string): boolean {
  const contract = book.index.contracts.get(contractId);
  return contract !== undefined && maySee(book.index, contract, agency);
}

function withoutObjections(candidates: readonly Candidate[]): Candidate['line'][] {
  return candidates.filter(({ objections }) => objections.length === 0).map(({ line }) => line);
}

/** A grant that takes nothing yet: every night asked of one line that is sold on request. */
function requestOf(stay: Stay, line: Candidate['line']): Grant {
  const nights = Array.from({ length: stay.length }, (_, at) =>
    grantedNight(stay, { line, at, rooms: stay.line.rooms }),
  ).map((night) => ({ ...night, requested: true as const }));
  return { status: 'ON_REQUEST', nights };
}

function grantedNight(stay: Stay, { line, at, rooms }: StayTake): GrantedNight {
  const night = formatNight(stay.from + at);
  return { lineIndex: stay.index, night, line: line.line.id, rooms, ...pricesOf(line, at) };
}

/** What a promise takes; a mere request takes nothing, and what is kept was taken before. */
function allocationsOf({ status, nights }: Grant): Allocation[] {
  if (status === 'ON_REQUEST') return [];
  const taken = nights.filter(({ keptFrom }) => keptFrom === undefined);
  return taken.map(({ line, night, rooms, block }) => ({
    line,
    date: night,
    rooms,
    ...(block === undefined ? {} : { block }),
  }));
}
