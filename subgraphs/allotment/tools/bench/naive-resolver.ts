// The reference of `typed-vs-naive`: the same law written the way one first would, an object per
// line and night that looks through the events. Contracts and the four targeted events only, which
// is all that the made-up hotel has; nothing here is slow on purpose.
import type {
  ContractFact,
  ContractLine,
  DateText,
  EventFact,
} from '../../../../shared/domain/facts.ts';
import { instantOf, minuteOf, wallInstant } from '../../../../shared/domain/instants.ts';
import type { Micros } from '../../../../shared/domain/instants.ts';
import { formatNight, isoWeekday, nightOf } from '../../../../shared/domain/nights.ts';
import type { HotelFact } from './hotel-facts.ts';

export interface NaiveNight {
  readonly date: DateText;
  readonly base: number | null;
  readonly raw: number;
  readonly gross: number;
  readonly debt: number;
  readonly cap: number | null;
  readonly closed: readonly string[];
  readonly missing: boolean;
  readonly available: number;
  /** Worked out when it is asked for, as the pipeline does. */
  readonly rate: () => number | null;
}

export interface NaiveAnswer {
  /** Line id → its covered nights. */
  readonly lines: Map<string, NaiveNight[]>;
  /** Room type → rooms by date. */
  readonly roomTypes: Map<string, Map<DateText, number>>;
}

interface Question {
  readonly timezone: string;
  readonly from: DateText;
  /** Exclusive. */
  readonly to: DateText;
  readonly asOf: Micros;
}

type TargetedEvent = Extract<EventFact, { readonly target: unknown }>;

/** Every covered night of every line, and the rooms of every room type. */
export function resolveNaively(facts: readonly HotelFact[], question: Question): NaiveAnswer {
  const contracts = facts.filter((fact) => fact.kind === 'CONTRACT');
  const events = facts.filter((fact) => fact.kind === 'EVENT').filter((fact) => 'target' in fact);
  const answer: NaiveAnswer = { lines: new Map(), roomTypes: new Map() };
  const nights = datesBetween(question.from, question.to);
  for (const contract of contracts) {
    for (const line of contract.lines) {
      const rows = nights
        .filter((date) => covers(contract, date))
        .map((date) => resolveNight(contract, line, date, events, question));
      answer.lines.set(`${contract.id}/${line.roomType}`, rows);
      addToRoomType(answer, line.roomType, rows);
    }
  }
  return answer;
}

function datesBetween(from: DateText, to: DateText): DateText[] {
  const first = nightOf(from);
  return Array.from({ length: nightOf(to) - first }, (_, at) => formatNight(first + at));
}

function covers({ stayFrom, stayTo, daysOfWeek }: ContractFact, date: DateText): boolean {
  return stayFrom <= date && date < stayTo && (daysOfWeek?.includes(weekdayOf(date)) ?? true);
}

function weekdayOf(date: DateText): number {
  return isoWeekday(nightOf(date));
}

function resolveNight(
  contract: ContractFact,
  line: ContractLine,
  date: DateText,
  all: readonly TargetedEvent[],
  question: Question,
): NaiveNight {
  const events = all.filter((event) => touches(event, contract, line, date));
  const dated = line.byDate?.[date];
  const base = dated === undefined ? line.quantity : dated;
  const raw = events.reduce((sum, event) => sum + change(event), base ?? 0);
  const gross = Math.max(0, raw);
  const closed = modesOf(events, contract);
  const cap = capOf(contract, line, date, question);
  const isShut = closed.includes('FULL') || base === null;
  return {
    date,
    base,
    raw,
    gross,
    debt: Math.max(0, -raw),
    cap,
    closed,
    missing: base === null,
    available: isShut ? 0 : Math.max(0, Math.min(gross, cap ?? Infinity)),
    rate: () => rateOf(line, events),
  };
}

function touches(
  event: TargetedEvent,
  contract: ContractFact,
  line: ContractLine,
  date: DateText,
): boolean {
  if (date < event.from || date >= event.to) return false;
  const { target } = event;
  if ('line' in target && target.line !== `${contract.id}/${line.roomType}`) return false;
  if ('contract' in target && target.contract !== contract.id) return false;
  if ('roomType' in target && target.roomType !== line.roomType) return false;
  return event.daysOfWeek?.includes(weekdayOf(date)) ?? true;
}

function change(event: TargetedEvent): number {
  if (event.type === 'INCREASE_ALLOTMENT') return event.n;
  return event.type === 'REDUCE_ALLOTMENT' ? -event.n : 0;
}

function modesOf(events: readonly TargetedEvent[], { contractKind }: ContractFact): string[] {
  const stops = events
    .filter((event) => event.type === 'STOP_SALE')
    .filter((stop) => contractKind !== 'COMMITTED' || stop.includeCommitted === true);
  return [...new Set(stops.map((stop) => stop.mode))].sort();
}

/** The least `keep` of the release stages that have passed; null while none has. */
function capOf(
  { contractKind }: ContractFact,
  { release = [], releaseTime = '00:00' }: ContractLine,
  date: DateText,
  { asOf, timezone }: Question,
): number | null {
  if (contractKind === 'COMMITTED') return null;
  const passed = release.filter(
    ({ daysBefore }) =>
      asOf >= wallInstant(nightOf(date) - daysBefore, minuteOf(releaseTime), timezone),
  );
  return passed.length === 0 ? null : Math.min(...passed.map(({ keep }) => keep));
}

/** The latest `set`, else the contract's rate; then every `add`. The hotel has no factors. */
function rateOf(line: ContractLine, events: readonly TargetedEvent[]): number | null {
  const changes = events.filter((event) => event.type === 'RATE_CHANGE');
  const [latest] = changes
    .filter(({ set }) => set !== undefined)
    .sort((a, b) => instantOf(b.effectiveAt) - instantOf(a.effectiveAt) || (a.id < b.id ? 1 : -1));
  const start = latest?.set ?? line.rate ?? null;
  return start === null ? null : changes.reduce((sum, { add = 0 }) => sum + add, start);
}

function addToRoomType(answer: NaiveAnswer, roomType: string, rows: readonly NaiveNight[]): void {
  const known = answer.roomTypes.get(roomType) ?? new Map<DateText, number>();
  answer.roomTypes.set(roomType, known);
  for (const { date, available } of rows) known.set(date, (known.get(date) ?? 0) + available);
}
