// What the auditor remembers: the facts of each hotel in order, each group from its hold on, what was
// asked for, what got in the way. Filled by the audits from what they see, never from the services.
import type { CancellationPolicy } from '../../../../../shared/domain/cancellation-policy.ts';
import type { BookingFact, Fact } from '../../../../../shared/domain/facts.ts';
import { worldOf } from '../../../../../shared/testing/model/world.ts';
import type { World } from '../../../../../shared/testing/model/world.ts';
import type { SaleLine } from '../../../../../shared/testing/model/sale.ts';
import type { PictureBooking } from '../picture.ts';

export interface HotelMemory {
  readonly id: string;
  readonly timezone: string;
  readonly policy: CancellationPolicy | null;
  readonly facts: Fact[];
  /** Instant at which the last append was decided on: its stamp, or earlier where that was pushed on. */
  decidedAt: string;
  /** Number of appends so far. */
  appends: number;
}

export interface Moment {
  readonly step: number;
  readonly clock: string;
  readonly status: string;
  /** By booking id. */
  readonly bookings: Readonly<Record<string, string>>;
}

export interface AgencyMemory {
  readonly id: string;
  /** Basis points on net rates. */
  readonly markupBp: number;
  /** How it stood after each look at the tables. */
  readonly standings: {
    readonly step: number;
    readonly clock: string;
    readonly active: boolean;
    /** Minor units; null without a limit. */
    readonly limit: number | null;
    readonly open: number;
    readonly uses: readonly { readonly amount: number; readonly expiresAt: string | null }[];
  }[];
}

export interface GroupMemory {
  readonly id: string;
  readonly hotelId: string;
  readonly agencyId: string;
  readonly clientReference: string;
  readonly lines: readonly SaleLine[];
  readonly heldAt: string;
  readonly expiresAt: string | null;
  /** Contract lines, per fact: taken when it was granted, never changed. */
  readonly allocations: Record<string, string>;
  /** Revision of each fact. */
  readonly revs: Record<string, number>;
  /** Facts that the bookings consist of no more. */
  readonly ended: Set<string>;
  readonly moments: Moment[];
  /** How often a change of it was told through the outbox. */
  messages: number;
  /** One entry per change of state: what the audit log has to say. */
  readonly changes: { readonly from: string | null; readonly to: string; readonly seq: number }[];
}

/** What sellers hear as SOLD_OUT_LINE, whichever of them it is. */
export const TOLD_AS_SOLD: ReadonlySet<string> = new Set([
  'SOLD_OUT_POOL',
  'PROTECTED_FOR_OTHER',
  'RELEASED',
]);

/** What one decision granted, as the facts that record it. */
export interface Promised {
  readonly hotelId: string;
  /** Head that it was decided on. */
  readonly seq: number;
  readonly facts: readonly BookingFact[];
}

/** A head that is to come, and what is to be recorded on the way to it. */
export interface Foreseen extends Promised {
  readonly head: number;
}

/** One answer of allotment about one request. */
export interface Decision {
  readonly step: number;
  readonly hotelId: string;
  readonly agencyId: string;
  readonly lines: string;
  readonly granted: boolean;
  /** What the agency would pay for what was granted; null where a night has no rate. */
  readonly price: number | null;
  readonly codes: readonly string[];
  /** What it takes for granted; null: nothing but the ledger as it was. */
  readonly foreseen: Foreseen | null;
}

/** What somebody set out to do; counters tell what came between then and the answer. */
export interface Invocation {
  readonly step: number;
  readonly clock: string;
  readonly hotelId: string | null;
  readonly obstacles: number;
  readonly faults: number;
  /** An earlier one whose end this one shares: its troubles are this one's too. */
  readonly joins?: Invocation;
}

export interface Memory {
  readonly hotels: ReadonlyMap<string, HotelMemory>;
  readonly agencies: ReadonlyMap<string, AgencyMemory>;
  readonly groups: Map<string, GroupMemory>;
  /** `agency reference` → group. */
  readonly references: Map<string, string>;
  readonly decisions: Decision[];
  /** What decisions granted, by their names. */
  readonly promised: Map<string, Promised>;
  /** Requests under each `agency reference`, as JSON of their hotel and lines. */
  readonly asked: Map<string, Set<string>>;
  /** `confirm group`, `cancel group`, `cancel booking`: what anybody ever set out to do. */
  readonly intents: Set<string>;
  /** By booking: what anybody ever wanted it to become, as JSON. */
  readonly amended: Map<string, Set<string>>;
  /** What the supplier has ever said of a key, in its own words. */
  readonly supplierSaid: Map<string, Set<string>>;
  /** Deliveries that were acknowledged to the supplier. */
  readonly lettersTaken: Set<string>;
  /** What came to pass, and how often: a simulation that never meets a thing does not test it. */
  readonly seen: Map<string, number>;
  /** Each booking as it was last seen, for what a change of it costs. */
  readonly sold: Map<string, PictureBooking>;
  /** By group: how many charges its order had. */
  readonly charges: Map<string, number>;
  /** Instants until which decisions were said to be good, the latest last. */
  readonly goodUntil: string[];
  step: number;
  clock: string;
  /** Appends, claims, jumps: all that makes a decision worth another try. */
  obstacles: number;
  faults: number;
}

export function createMemory(
  hotels: readonly Pick<HotelMemory, 'id' | 'timezone' | 'policy'>[],
  agencies: readonly { readonly id: string; readonly markupBp: number }[],
  clock: string,
): Memory {
  return {
    hotels: new Map(
      hotels.map(({ id, timezone, policy }) => [
        id,
        { id, timezone, policy, facts: [], decidedAt: '', appends: 0 },
      ]),
    ),
    agencies: new Map(agencies.map(({ id, markupBp }) => [id, { id, markupBp, standings: [] }])),
    groups: new Map(),
    references: new Map(),
    decisions: [],
    promised: new Map(),
    asked: new Map(),
    intents: new Set(),
    amended: new Map(),
    supplierSaid: new Map(),
    lettersTaken: new Set(),
    seen: new Map(),
    sold: new Map(),
    charges: new Map(),
    goodUntil: [],
    step: 0,
    clock,
    obstacles: 0,
    faults: 0,
  };
}

export function hotelOf(memory: Memory, hotelId: string): HotelMemory {
  const hotel = memory.hotels.get(hotelId);
  if (!hotel) throw new Error(`${hotelId} is no hotel of this simulation`);
  return hotel;
}

export function groupOf(memory: Memory, groupId: string): GroupMemory {
  const group = memory.groups.get(groupId);
  if (!group) throw new Error(`${groupId} was never seen`);
  return group;
}

export function latest(group: GroupMemory): Moment {
  const moment = group.moments.at(-1);
  if (!moment) throw new Error(`${group.id} has no state`);
  return moment;
}

/** The model's world of a hotel at an instant, as an agency sees it. */
export function worldAt(
  hotel: Pick<HotelMemory, 'id' | 'timezone' | 'facts'>,
  asOf: string,
  agency?: string,
): World {
  return worldOf({
    hotel: { id: hotel.id, timezone: hotel.timezone },
    from: '2026-03-01',
    to: '2026-04-01',
    asOf,
    ...(agency === undefined ? {} : { agency }),
    facts: hotel.facts,
  });
}

/** `bkg_1` and `bkg_1.2` are facts of one booking. */
export function bookingOf(factId: string): string {
  return factId.replace(/\.\d+$/, '');
}

export function spellAllocations(fact: BookingFact): string {
  return fact.allocations
    .map(({ line, date, rooms, block }) => [date, line, rooms, block ?? ''].join(' '))
    .sort()
    .join();
}

/** One spelling of a request, for comparing. */
export function spellLines(lines: readonly SaleLine[]): string {
  return JSON.stringify(
    lines.map(({ roomType, checkIn, checkOut, rooms }) => [roomType, checkIn, checkOut, rooms]),
  );
}

export function note(memory: Memory, what: string): void {
  memory.seen.set(what, (memory.seen.get(what) ?? 0) + 1);
}
