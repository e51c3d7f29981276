// A small history that holds, and the database that it left behind, for tests that forge one thing of
// it: two clients of SIAM, a hotel with two rooms on every night of March 2099.
import type { Fact } from '../../../../../shared/domain/facts.ts';
import type {
  HistoryEvent,
  HistoryGroup,
  HistoryLine,
  HistoryReason,
} from '../../../../../shared/testing/load/history.ts';
import type { BookingRow, GroupRow, HotelState, PartRow } from '../../verify/read-hotel.ts';

export const RUN = 'run';
const HOTEL = 'H1';
const ZERO = Date.parse('2099-03-01T00:00:00Z');
export const LINE: HistoryLine = {
  roomType: 'A',
  checkIn: '2099-03-10',
  checkOut: '2099-03-12',
  rooms: 1,
};

/** The ledger's clock `ms` after the driver's clock showed 0. */
export function instant(ms: number): string {
  return new Date(ZERO + ms).toISOString();
}

export function groupOf(name: string, heldAtMs: number, status = 'HELD'): HistoryGroup {
  return {
    id: `grp_${name}`,
    status,
    heldAt: instant(heldAtMs),
    expiresAt: instant(heldAtMs + 900_000),
    bookings: [{ id: `bkg_${name}`, status }],
  };
}

export const START: readonly HistoryEvent[] = [
  { type: 'start', at: 0, run: RUN, seed: 1 },
  { type: 'stock', at: 0, hotelId: HOTEL, roomType: 'A', from: '2099-03-10', rooms: [2, 2] },
  { type: 'clock', at: 0, until: 0.001, clock: instant(0) },
];

interface Times {
  readonly op: number;
  readonly client?: number;
  readonly from: number;
  readonly to: number;
}

type Told =
  | HistoryGroup
  | 'unknown'
  | { readonly refusal: string; readonly reasons: readonly Partial<HistoryReason>[] };

function ended({ op, client = 1, to: at }: Times, told: Told): HistoryEvent {
  if (told === 'unknown') return { type: 'unknown', at, client, op, why: 'ECONNRESET' };
  if ('id' in told) return { type: 'ok', at, client, op, group: told };
  const reasons = told.reasons.map((reason) => ({
    code: 'SOLD_OUT_LINE',
    path: '/lines/0',
    nights: ['2099-03-10', '2099-03-11'],
    needed: 1,
    have: 0,
    retryable: false,
    ...reason,
  }));
  return { type: 'fail', at, client, op, refusal: told.refusal, reasons };
}

export function hold(times: Times, key: string, told: Told, lines = [LINE]): HistoryEvent[] {
  const { op, client = 1, from: at } = times;
  const asked = { agencyId: 'SIAM', hotelId: HOTEL, clientReference: `${RUN}-${key}`, lines };
  return [{ type: 'invoke', at, client, op, do: 'createBooking', ...asked }, ended(times, told)];
}

export function move(
  times: Times,
  what: 'confirmBooking' | 'cancelBooking',
  groupId: string,
  told: Told,
): HistoryEvent[] {
  const { op, client = 1, from: at } = times;
  return [
    { type: 'invoke', at, client, op, do: what, agencyId: 'SIAM', groupId },
    ended(times, told),
  ];
}

export const soldOut = { refusal: 'NotAvailable', reasons: [{}] } as const;

/** Events in the order in which a driver would have written them. */
export function history(...parts: readonly HistoryEvent[][]): HistoryEvent[] {
  return [...START, ...parts.flat().toSorted((a, b) => a.at - b.at)];
}

export interface There {
  readonly key: string;
  readonly group: HistoryGroup;
  readonly recordedMs: number;
  readonly lines?: readonly HistoryLine[];
  readonly status?: string;
  readonly cancelledMs?: number;
  /** Leave a part of it out. */
  readonly without?: 'key' | 'group' | 'night' | 'fact' | 'audit';
}

/** What the database says, in which `bookings` were held one by one. */
export function stateOf(clockMs: number, ...bookings: readonly There[]): HotelState {
  const facts = [contract(), ...bookings.flatMap(factsOf)].toSorted((a, b) =>
    a.recordedAt < b.recordedAt ? -1 : 1,
  );
  const groups = bookings.filter(({ without }) => without !== 'group').map(groupRow);
  return {
    hotelId: HOTEL,
    timezone: 'UTC',
    clock: instant(clockMs),
    head: facts.length,
    facts: facts.map((fact, index) => ({ seq: index + 1, fact })),
    groups: new Map(groups.map((group) => [group.id, group])),
    bookings: new Map(bookings.flatMap(bookingRows).map((booking) => [booking.id, booking])),
    audit: bookings
      .filter(({ without }) => without !== 'audit')
      .map(({ group }) => ({ groupId: group.id, bookingId: null, seq: 2 })),
    orders: [],
    references: bookings
      .filter(({ without }) => without !== 'key')
      .map(({ key, group }) => ({ groupId: group.id, key: `SIAM ${RUN}-${key}` })),
  };
}

function contract(): Fact {
  return {
    kind: 'CONTRACT',
    id: 'K1',
    rev: 1,
    recordedAt: instant(-1_000),
    stayFrom: '2099-03-01',
    stayTo: '2099-04-01',
    contractKind: 'ALLOTMENT',
    lines: [{ roomType: 'A', quantity: 2 }],
  };
}

function groupRow({ key, group, status = group.status }: There): GroupRow {
  return {
    id: group.id,
    agencyId: 'SIAM',
    clientReference: `${RUN}-${key}`,
    status,
    heldAt: group.heldAt,
    expiresAt: group.expiresAt,
  };
}

function bookingRows({ group, lines = [LINE], status, without }: There): BookingRow[] {
  return lines.map((line, index) => ({
    id: group.bookings[index]?.id ?? `bkg_${index}`,
    groupId: group.id,
    ...line,
    status: status ?? group.status,
    rev: 1,
    parts: [
      {
        part: 1,
        live: true,
        status: status ?? group.status,
        rev: 1,
        heldAt: group.heldAt,
        decidedSeq: 1,
        nights: nightsOf(line).slice(without === 'night' ? 1 : 0),
      },
    ],
  }));
}

function nightsOf({ checkIn, checkOut, rooms }: HistoryLine): PartRow['nights'] {
  return ['2099-03-10', '2099-03-11', '2099-03-12']
    .filter((date) => checkIn <= date && date < checkOut)
    .map((date) => ({ line: 'K1/A', date, rooms }));
}

function factsOf({ group, lines = [LINE], recordedMs, cancelledMs, without }: There): Fact[] {
  if (without === 'fact') return [];
  return lines.flatMap((line, index) => {
    const fact: Fact = {
      kind: 'BOOKING',
      id: group.bookings[index]?.id ?? '',
      rev: 1,
      recordedAt: instant(recordedMs),
      agency: 'SIAM',
      status: 'HELD',
      heldAt: group.heldAt,
      ...(group.expiresAt === null ? {} : { expiresAt: group.expiresAt }),
      allocations: nightsOf(line).map(({ line: id, date, rooms }) => ({ line: id, date, rooms })),
    };
    if (cancelledMs === undefined) return [fact];
    const recordedAt = instant(cancelledMs);
    return [fact, { ...fact, rev: 2, recordedAt, status: 'CANCELLED' }];
  });
}
