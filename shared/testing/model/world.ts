// What a query puts before the formulas: the present facts by kind, the asker and the moment. Built
// once per query by resolve.ts; a sale makes a new world with one booking more.
import type {
  AudienceFact,
  BlockAmendmentEvent,
  BlockContractEvent,
  BlockReleaseEvent,
  BookingFact,
  ContractFact,
  ContractLine,
  DateText,
  EventFact,
  LineId,
  PoolFact,
  SubAllotmentFact,
} from '../../domain/facts.ts';
import type { ResolveQuery } from './query.ts';
import { instant, plusDays, wallInstant, weekday } from './time.ts';
import { compareByCodePoint, presentFacts } from './winner.ts';

export type TargetedEvent = Exclude<
  EventFact,
  BlockContractEvent | BlockAmendmentEvent | BlockReleaseEvent
>;

/** A line of a present contract. */
export interface Line {
  readonly id: LineId;
  readonly contract: ContractFact;
  readonly content: ContractLine;
}

export interface World {
  readonly timezone: string;
  readonly asOfText: string;
  readonly asOf: bigint;
  readonly agency: string | undefined;
  /** Sorted by line id. */
  readonly lines: readonly Line[];
  readonly audiences: readonly AudienceFact[];
  readonly events: readonly TargetedEvent[];
  /** Sorted by id. */
  readonly blocks: readonly BlockContractEvent[];
  readonly amendments: readonly BlockAmendmentEvent[];
  readonly releases: readonly BlockReleaseEvent[];
  /** Sorted by id. */
  readonly pools: readonly PoolFact[];
  readonly subAllotments: readonly SubAllotmentFact[];
  readonly bookings: readonly BookingFact[];
  /** What relAt has worked out already; lives and dies with the query. */
  readonly relAts: Map<string, bigint>;
}

export function worldOf(query: ResolveQuery): World {
  const facts = presentFacts(query.facts, query.knownAt).sort((a, b) =>
    compareByCodePoint(a.id, b.id),
  );
  const events = facts.filter((fact) => fact.kind === 'EVENT');
  return {
    timezone: query.hotel.timezone,
    asOfText: query.asOf,
    asOf: instant(query.asOf),
    agency: query.agency,
    lines: linesOf(facts.filter((fact) => fact.kind === 'CONTRACT')),
    audiences: facts.filter((fact) => fact.kind === 'AUDIENCE'),
    events: events.filter(isTargeted),
    blocks: events.filter((event) => event.type === 'BLOCK_CONTRACT'),
    amendments: events.filter((event) => event.type === 'BLOCK_AMENDMENT'),
    releases: events.filter((event) => event.type === 'BLOCK_RELEASE'),
    pools: facts.filter((fact) => fact.kind === 'POOL'),
    subAllotments: facts.filter((fact) => fact.kind === 'SUBALLOTMENT'),
    bookings: facts.filter((fact) => fact.kind === 'BOOKING'),
    relAts: new Map(),
  };
}

function linesOf(contracts: readonly ContractFact[]): Line[] {
  const lines: Line[] = [];
  for (const contract of contracts) {
    for (const content of contract.lines) {
      lines.push({ id: `${contract.id}/${content.roomType}`, contract, content });
    }
  }
  return lines.sort((a, b) => compareByCodePoint(a.id, b.id));
}

function isTargeted(event: EventFact): event is TargetedEvent {
  return (
    event.type !== 'BLOCK_CONTRACT' &&
    event.type !== 'BLOCK_AMENDMENT' &&
    event.type !== 'BLOCK_RELEASE'
  );
}

/** `relAt(d, n, time)`: the instant of local date `d − n` at that wall time. */
export function relAt(world: World, d: DateText, n: number, time = '00:00'): bigint {
  const key = `${d} ${String(n)} ${time}`;
  const known = world.relAts.get(key);
  if (known !== undefined) return known;
  const at = wallInstant(plusDays(d, -n), time, world.timezone);
  world.relAts.set(key, at);
  return at;
}

/** stayFrom ≤ d < stayTo, weekday allowed. Says nothing about who may see the line. */
export function covers(line: Line, d: DateText): boolean {
  const { stayFrom, stayTo, daysOfWeek } = line.contract;
  return stayFrom <= d && d < stayTo && weekdayAllowed(daysOfWeek, d);
}

/** In both lists that exist; without an asking agency every line is visible. */
export function visible(world: World, line: Line): boolean {
  const { agency } = world;
  if (agency === undefined) return true;
  if (line.contract.agencies !== undefined && !line.contract.agencies.includes(agency)) {
    return false;
  }
  for (const audience of world.audiences) {
    if (audience.contract === line.contract.id && !audience.agencies.includes(agency)) return false;
  }
  return true;
}

export function weekdayAllowed(daysOfWeek: readonly number[] | undefined, d: DateText): boolean {
  return daysOfWeek === undefined || daysOfWeek.includes(weekday(d));
}

/** The value written for the night if its key exists, else the general one. */
export function onNight<T>(
  general: T,
  byDate: Readonly<Record<DateText, T>> | undefined,
  d: DateText,
): T {
  if (byDate !== undefined && Object.hasOwn(byDate, d)) return byDate[d] as T;
  return general;
}
