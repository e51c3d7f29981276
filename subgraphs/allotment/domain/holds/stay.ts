// A requested line as a stay: its nights, and what the rules of a contract say to it (domain.md §3.6).
import { nightOf, formatNight } from '../../../../shared/domain/nights.ts';
import type { DayNumber } from '../../../../shared/domain/nights.ts';
import type { Reason, ReasonCode } from '../../../../shared/domain/reason-codes.ts';
import type { ContractState } from '../pipeline/book-state.ts';
import { CLOSED_TO_ARRIVAL, CLOSED_TO_DEPARTURE } from '../pipeline/closure.ts';
import { scopesOf } from '../pipeline/index-events.ts';
import { noteFreeing, noteInstant } from '../pipeline/moment.ts';
import type { ResolvedLine } from '../pipeline/resolved.ts';
import { closuresOn } from '../pipeline/stops.ts';
import type { Desk } from './desk.ts';
import type { HoldLine } from './hold-request.ts';
import type { Kept } from './kept.ts';

export interface Stay {
  readonly index: number;
  readonly line: HoldLine;
  readonly from: DayNumber;
  /** The day of check-out, not occupied. */
  readonly to: DayNumber;
  readonly length: number;
}

export function stayOf(line: HoldLine, index: number): Stay {
  const from = nightOf(line.checkIn);
  const to = nightOf(line.checkOut);
  return { index, line, from, to, length: to - from };
}

/** JSON pointer to the requested line. */
export function pathOf({ index }: Stay, field = ''): string {
  return `/lines/${index}${field && `/${field}`}`;
}

/** The nights before today at the hotel of which not all rooms are had; null when there are none. */
export function pastNights(desk: Desk, stay: Stay, kept: Kept): Reason | null {
  const { moment, horizon, today } = desk;
  const asked = Array.from({ length: stay.length }, (_, at) => stay.from + at).filter(
    (day) => kept.on(day - stay.from) < stay.line.rooms,
  );
  const [first] = asked;
  if (first === undefined) return null;
  noteInstant(horizon, moment.asOf, moment.instant(first + 1, 0));
  if (first >= today) return null;
  const nights = asked.filter((day) => day < today).map(formatNight);
  return { code: 'NIGHT_IN_PAST', path: pathOf(stay), nights };
}

export interface Objection {
  readonly code: ReasonCode;
  readonly needed?: number;
  readonly have?: number;
}

/**
 * Why the line may serve no night of this stay; none when its contract has nothing against it.
 * Lines on request may be requested closed or not. A stay that is being changed is asked as a whole,
 * but not again about its arrival or departure where all of its rooms keep them.
 */
export function objectionsOf(
  desk: Desk,
  stay: Stay,
  line: ResolvedLine,
  { unchanged }: Kept,
): Objection[] {
  const { contract } = line.term;
  const closures = contract.kind === 'ON_REQUEST' ? [] : closureObjections(desk, stay, line);
  return [
    ...(unchanged.arrival && unchanged.departure ? [] : lengthObjections(stay, contract)),
    ...(unchanged.arrival ? [] : leadObjections(desk, stay, contract)),
    ...closures.filter(({ code }) =>
      code === 'CLOSED_TO_ARRIVAL' ? !unchanged.arrival : !unchanged.departure,
    ),
  ];
}

function lengthObjections({ length }: Stay, { minStay, maxStay }: ContractState): Objection[] {
  if (length < minStay) return [{ code: 'MIN_STAY', needed: minStay, have: length }];
  if (length > maxStay) return [{ code: 'MAX_STAY', needed: maxStay, have: length }];
  return [];
}

/** Lead time is counted in days of the hotel's calendar, from today to the check-in. */
function leadObjections(desk: Desk, stay: Stay, contract: ContractState): Objection[] {
  const { minLeadDays, maxLeadDays } = contract;
  const { moment, horizon } = desk;
  const lead = stay.from - desk.today;
  noteInstant(horizon, moment.asOf, moment.instant(stay.from - minLeadDays + 1, 0));
  if (lead < minLeadDays) return [{ code: 'LEAD_TIME', needed: minLeadDays, have: lead }];
  if (lead <= maxLeadDays) return [];
  noteFreeing(horizon, moment.asOf, moment.instant(stay.from - maxLeadDays, 0));
  return [{ code: 'NOT_YET_OPEN', needed: maxLeadDays, have: lead }];
}

function closureObjections(desk: Desk, stay: Stay, { line, term }: ResolvedLine): Objection[] {
  const isCommitted = term.contract.kind === 'COMMITTED';
  const stops = scopesOf(desk.book.index, line).flatMap((scope) => scope.stops);
  const objections: Objection[] = [];
  if ((closuresOn(stops, stay.from, isCommitted) & CLOSED_TO_ARRIVAL) !== 0) {
    objections.push({ code: 'CLOSED_TO_ARRIVAL' });
  }
  if ((closuresOn(stops, stay.to, isCommitted) & CLOSED_TO_DEPARTURE) !== 0) {
    objections.push({ code: 'CLOSED_TO_DEPARTURE' });
  }
  return objections;
}
