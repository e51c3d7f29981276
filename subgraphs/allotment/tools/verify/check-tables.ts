// Ledger = tables: every booking row says what its winning fact says, every change has its audit
// entry, every confirmed group its one order.
import type { BookingFact } from '../../../../shared/domain/facts.ts';
import { instantOf } from '../../../../shared/domain/instants.ts';
import { isPresent } from '../../domain/pipeline/fact-book.ts';
import type { BookingRow, GroupRow, HotelState } from './read-hotel.ts';
import { reporter } from './violation.ts';
import type { Violation } from './violation.ts';

type Expect = ReturnType<typeof reporter>['expect'];

/** Laws between the ledger and the tables of reservation. */
export function checkTables(state: HotelState): Violation[] {
  const { violations, expect } = reporter(state.hotelId);
  const history = bookingHistory(state);
  for (const id of history.keys()) {
    expect(state.bookings.has(id), 'every BOOKING fact has its booking', () => `${id} has no row`);
  }
  for (const booking of state.bookings.values()) {
    const facts = history.get(booking.id) ?? [];
    const group = state.groups.get(booking.groupId);
    if (group) compareBooking(expect, booking, group, facts);
    else expect(false, 'every booking has its group', () => `${booking.id} has none`);
  }
  const byGroup = Map.groupBy(state.bookings.values(), (booking) => booking.groupId);
  const records = recordsOf(state);
  for (const group of state.groups.values()) {
    const bookings = byGroup.get(group.id) ?? [];
    const facts = bookings.flatMap((booking) => history.get(booking.id) ?? []);
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

function compareBooking(
  expect: Expect,
  booking: BookingRow,
  group: GroupRow,
  facts: readonly BookingFact[],
): void {
  const revs = facts.map((fact) => fact.rev);
  expect(
    revs.length === booking.rev && revs.every((rev, index) => rev === index + 1),
    'each revision of a booking is recorded once, in order',
    () => `${booking.id} is at revision ${booking.rev}, the ledger has ${revs.join(', ')}`,
  );
  const winner = facts.at(-1);
  if (!winner) return;
  const same =
    winner.status === booking.status &&
    winner.agency === group.agencyId &&
    instantOf(winner.heldAt) === instantOf(group.heldAt) &&
    sameInstant(winner.expiresAt, group.expiresAt);
  expect(same, 'ledger = tables', () => `${booking.id} is ${booking.status} in the table`);
  expect(
    JSON.stringify(winner.allocations.map(cellKey).sort()) ===
      JSON.stringify(booking.nights.map(cellKey).sort()),
    'ledger = tables',
    () => `the nights of ${booking.id} differ`,
  );
}

function compareGroup(
  expect: Expect,
  records: GroupRecords,
  group: GroupRow,
  bookings: readonly BookingRow[],
  facts: readonly BookingFact[],
): void {
  const living = bookings.filter((booking) => booking.status !== 'CANCELLED');
  const agrees =
    living.length === 0
      ? group.status === 'CANCELLED'
      : living.every((booking) => booking.status === group.status);
  expect(agrees, 'a group has the status of its bookings', () => `${group.id} is ${group.status}`);

  const changes = new Set(facts.map((fact) => fact.recordedAt)).size;
  expect(
    records.audited === changes,
    'audit rows = state changes',
    () => `${group.id} changed ${changes} times, ${records.audited} audit rows`,
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

interface GroupRecords {
  readonly audited: number;
  readonly orders: number;
  readonly keys: readonly string[];
}

function recordsOf(state: HotelState): (groupId: string) => GroupRecords {
  const audit = Map.groupBy(state.audit, (row) => row.groupId);
  const orders = Map.groupBy(state.orders, (row) => row.groupId);
  const references = Map.groupBy(state.references, (row) => row.groupId);
  return (groupId) => ({
    audited: audit.get(groupId)?.length ?? 0,
    orders: orders.get(groupId)?.length ?? 0,
    keys: (references.get(groupId) ?? []).map((row) => row.key),
  });
}

function sameInstant(a: string | undefined, b: string | null): boolean {
  if (a === undefined || b === null) return a === undefined && b === null;
  return instantOf(a) === instantOf(b);
}

function cellKey(cell: BookingRow['nights'][number]): string {
  return [cell.date, cell.line, cell.rooms, cell.block ?? ''].join(' ');
}
