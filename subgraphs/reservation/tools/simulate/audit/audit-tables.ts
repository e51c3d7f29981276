// Ledger, tables, audit log, sale orders, keys, outbox: one story. Compared after every step that
// could have changed any of them.
import type { Picture, PictureGroup, PicturePart } from '../picture.ts';
import { guarantee } from './broken.ts';
import { latest } from './memory.ts';
import type { GroupMemory, Memory } from './memory.ts';

const WAITS: ReadonlySet<string> = new Set(['CONFIRMING', 'UNKNOWN_DOWNSTREAM', 'ON_REQUEST']);

export function auditTables(memory: Memory, picture: Picture): void {
  auditHeads(memory, picture);
  guarantee(
    picture.groups.length === memory.groups.size,
    'what was acknowledged is there, and nothing else',
    () => `${picture.groups.length} groups in the tables, ${memory.groups.size} in the ledger`,
  );
  const audit = Map.groupBy(picture.audit, (row) => row.groupId);
  const orders = Map.groupBy(picture.orders, (row) => row.groupId);
  const outbox = Map.groupBy(picture.outbox, (row) => row.groupId);
  const waiting = new Map(picture.confirmations.map((row) => [row.groupId, row.waits]));
  for (const row of picture.groups) {
    const group = memory.groups.get(row.id);
    guarantee(group !== undefined, 'ledger = tables', () => `${row.id} is not in the ledger`);
    auditGroup(group, row);
    auditOrders(group, orders.get(row.id) ?? []);
    const told = (audit.get(row.id) ?? []).map(
      ({ from, to, seq }) => `${from ?? '-'} ${to} ${seq}`,
    );
    const changes = group.changes.map(({ from, to, seq }) => `${from ?? '-'} ${to} ${seq}`);
    guarantee(
      told.sort().join() === changes.sort().join(),
      'audit rows = state changes',
      () => `${row.id}: told ${told.join()}, changed ${changes.join()}`,
    );
    guarantee(
      (outbox.get(row.id) ?? []).length === group.messages,
      'every change is told through the outbox, once',
      () => `${row.id}: ${(outbox.get(row.id) ?? []).length} messages, ${group.messages} changes`,
    );
    guarantee(
      (waiting.get(row.id) ?? false) === WAITS.has(row.status),
      'whoever waits for the supplier is asked about, nobody else',
      () => `${row.id} is ${row.status}`,
    );
  }
  auditReferences(memory, picture);
}

function auditHeads(memory: Memory, picture: Picture): void {
  for (const { hotelId, seq } of picture.heads) {
    const facts = memory.hotels.get(hotelId)?.facts.length;
    guarantee(
      facts === seq,
      'the head is the last fact',
      () => `${hotelId}: ${facts ?? 0}, ${seq}`,
    );
  }
}

function auditGroup(group: GroupMemory, row: PictureGroup): void {
  const { status, bookings } = latest(group);
  guarantee(row.status === status, 'ledger = tables', () => `${row.id}: ${row.status}, ${status}`);
  for (const booking of row.bookings) {
    guarantee(
      booking.status === bookings[booking.id],
      'ledger = tables',
      () => `${booking.id} is ${booking.status} at revision ${booking.rev}`,
    );
    for (const part of booking.parts) auditPart(group, part);
  }
  guarantee(
    row.heldAt === group.heldAt && row.expiresAt === group.expiresAt,
    'what was promised at the hold does not change',
    () => row.id,
  );
}

function auditPart(group: GroupMemory, { factId, rev, nights }: PicturePart): void {
  const told = nights.map(({ line, date, rooms, block }) =>
    [date, line, rooms, block ?? ''].join(' '),
  );
  guarantee(
    rev === group.revs[factId] && told.sort().join() === group.allocations[factId],
    'ledger = tables',
    () => `${factId} is at revision ${rev} with ${told.join()}`,
  );
}

/** Exactly one for what was ever confirmed, over what was in the group then. */
function auditOrders(group: GroupMemory, orders: Picture['orders']): void {
  const confirmed = group.moments.find((moment) => moment.status === 'CONFIRMED');
  guarantee(
    orders.length === (confirmed ? 1 : 0),
    'one sale order per confirmed group, none for others',
    () => `${group.id} has ${orders.length}`,
  );
  const [order] = orders;
  if (!order || !confirmed) return;
  const sold = Object.entries(confirmed.bookings)
    .filter(([, status]) => status === 'CONFIRMED')
    .map(([id]) => id);
  guarantee(
    order.lines
      .map((line) => line.bookingId)
      .sort()
      .join() === sold.sort().join(),
    'a sale order has the lines that were confirmed',
    () => group.id,
  );
}

function auditReferences(memory: Memory, picture: Picture): void {
  const keys = picture.references.map(
    (row) => `${row.agencyId} ${row.clientReference} ${row.groupId}`,
  );
  const known = [...memory.references].map(([key, groupId]) => `${key} ${groupId}`);
  guarantee(
    keys.sort().join() === known.sort().join(),
    'one client reference per group, one group per client reference',
    () => `${keys.length} keys, ${known.length} groups`,
  );
}
