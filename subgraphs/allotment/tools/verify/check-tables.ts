// Ledger = tables: every booking row says what its winning fact says, every change has its audit
// entry, every confirmed group its one order.
import type { BookingFact } from '../../../../shared/domain/facts.ts';
import { instantOf } from '../../../../shared/domain/instants.ts';
import { nightOf } from '../../../../shared/domain/nights.ts';
import { isPresent } from '../../domain/pipeline/fact-book.ts';
import { factIdOf, nightsOf } from './read-hotel.ts';
import type { AuditRow, BookingRow, GroupRow, HotelState, PartRow } from './read-hotel.ts';
import { reporter } from './violation.ts';
import type { Violation } from './violation.ts';

type Expect = ReturnType<typeof reporter>['expect'];

/** Laws between the ledger and the tables of reservation. */
export function checkTables(state: HotelState): Violation[] {
  const { violations, expect } = reporter(state.hotelId);
  const history = bookingHistory(state);
  const parts = new Map(
    [...state.bookings.values()].flatMap((booking) =>
      booking.parts.map((part) => [factIdOf(booking.id, part.part), { booking, part }] as const),
    ),
  );
  for (const id of history.keys()) {
    expect(parts.has(id), 'every BOOKING fact has its part of a booking', () => `${id} has no row`);
  }
  for (const [id, { booking, part }] of parts) {
    const group = state.groups.get(booking.groupId);
    if (group) comparePart(expect, id, part, group, history.get(id) ?? []);
  }
  for (const booking of state.bookings.values()) compareBooking(expect, state, booking);
  const byGroup = Map.groupBy(state.bookings.values(), (booking) => booking.groupId);
  const records = recordsOf(state);
  for (const group of state.groups.values()) {
    const bookings = byGroup.get(group.id) ?? [];
    const facts = bookings.flatMap((booking) => factsOf(history, booking));
    compareGroup(expect, records(group.id), group, bookings, facts);
  }
  return violations;
}

function bookingHistory(state: HotelState): Map<string, BookingFact[]> {
  const facts = state.facts
    .map(({ fact }) => fact)
    .filter((fact): fact is BookingFact => fact.kind === 'BOOKING' && isPresent(fact));
  return Map.groupBy(facts, (fact) => fact.id);
}

function factsOf(
  history: ReadonlyMap<string, BookingFact[]>,
  { id, parts }: BookingRow,
): BookingFact[] {
  return parts.flatMap(({ part }) => history.get(factIdOf(id, part)) ?? []);
}

function comparePart(
  expect: Expect,
  id: string,
  part: PartRow,
  group: GroupRow,
  facts: readonly BookingFact[],
): void {
  const revs = facts.map((fact) => fact.rev);
  expect(
    revs.length === part.rev && revs.every((rev, index) => rev === index + 1),
    'each revision of a part of a booking is recorded once, in order',
    () => `${id} is at revision ${part.rev}, the ledger has ${revs.join(', ')}`,
  );
  const winner = facts.at(-1);
  if (!winner) return;
  const same =
    winner.status === part.status &&
    winner.agency === group.agencyId &&
    instantOf(winner.heldAt) === instantOf(part.heldAt) &&
    sameInstant(winner.expiresAt, group.expiresAt);
  expect(same, 'ledger = tables', () => `${id} is ${part.status} in the table`);
  expect(
    JSON.stringify(winner.allocations.map(cellKey).sort()) ===
      JSON.stringify(part.nights.map(cellKey).sort()),
    'ledger = tables',
    () => `the nights of ${id} differ`,
  );
}

/** What the booking says of itself and what it consists of. */
function compareBooking(expect: Expect, state: HotelState, booking: BookingRow): void {
  const { id, parts } = booking;
  expect(state.groups.has(booking.groupId), 'every booking has its group', () => `${id} has none`);
  expect(
    parts.every(({ part }, index) => part === index + 1),
    'the parts of a booking are numbered',
    () => `${id} has ${parts.map(({ part }) => part).join(', ')}`,
  );
  const live = parts.filter((part) => part.live);
  expect(
    live.length > 0 && live.every((part) => part.status === booking.status),
    'a booking has the status of what it consists of',
    () => `${id} is ${booking.status}, its parts ${live.map(({ status }) => status).join(', ')}`,
  );
  const rooms = new Map<string, number>();
  for (const night of nightsOf(booking)) {
    rooms.set(night.date, (rooms.get(night.date) ?? 0) + night.rooms);
  }
  expect(
    rooms.size === nightOf(booking.checkOut) - nightOf(booking.checkIn) &&
      [...rooms].every(
        ([date, count]) =>
          count === booking.rooms && date >= booking.checkIn && date < booking.checkOut,
      ),
    'a booking has its rooms on every night of its stay',
    () => `${id} has ${JSON.stringify([...rooms])}`,
  );
}

function compareGroup(
  expect: Expect,
  records: GroupRecords,
  group: GroupRow,
  bookings: readonly BookingRow[],
  facts: readonly BookingFact[],
): void {
  expect(
    agrees(group.status, new Set(bookings.map(({ status }) => status))),
    'a group has the status of its bookings',
    () => `${group.id} is ${group.status}`,
  );
  const changes = new Set(facts.map((fact) => fact.recordedAt)).size;
  const { audit } = records;
  expect(
    new Set(audit.map(({ seq }) => seq)).size === changes &&
      new Set(audit.map(({ seq, bookingId }) => `${seq} ${bookingId ?? ''}`)).size === audit.length,
    'audit rows = state changes',
    () => `${group.id} changed ${changes} times, ${audit.length} audit rows`,
  );
  const wasConfirmed = facts.some((fact) => fact.status === 'CONFIRMED');
  expect(
    records.orders === (wasConfirmed ? 1 : 0),
    'one sale order per confirmed group, none for others',
    () => `${group.id} has ${records.orders}`,
  );
  const { keys } = records;
  expect(
    keys.length === 1 && keys[0] === `${group.agencyId} ${group.clientReference}`,
    'one client reference per group',
    () => `${group.id} has ${keys.join(', ')}`,
  );
}

/** How bookings of a group end that it goes on without, each on its own. */
const APART: ReadonlySet<string> = new Set(['COMPLETED', 'NO_SHOW', 'CANCELLED']);

/** Bookings differ only in how some of them ended; a group ends last as that one did that went furthest. */
function agrees(status: string, bookings: ReadonlySet<string>): boolean {
  const living = [...bookings].filter((each) => !APART.has(each));
  if (living.length > 0) return living.length === 1 && living[0] === status;
  return [...APART].find((each) => bookings.has(each)) === status;
}

interface GroupRecords {
  readonly audit: readonly AuditRow[];
  readonly orders: number;
  readonly keys: readonly string[];
}

function recordsOf(state: HotelState): (groupId: string) => GroupRecords {
  const audit = Map.groupBy(state.audit, (row) => row.groupId);
  const orders = Map.groupBy(state.orders, (row) => row.groupId);
  const references = Map.groupBy(state.references, (row) => row.groupId);
  return (groupId) => ({
    audit: audit.get(groupId) ?? [],
    orders: orders.get(groupId)?.length ?? 0,
    keys: (references.get(groupId) ?? []).map((row) => row.key),
  });
}

function sameInstant(a: string | undefined, b: string | null): boolean {
  if (a === undefined || b === null) return a === undefined && b === null;
  return instantOf(a) === instantOf(b);
}

function cellKey(cell: PartRow['nights'][number]): string {
  return [cell.date, cell.line, cell.rooms, cell.block ?? ''].join(' ');
}
