// Once everything has ended: our books and the supplier's say the same, or people have been told where
// they do not; every letter has its end, and everything that the supplier had to hear was told.
import type { DataSource } from 'typeorm';
import { daysBetween } from '../../../../../shared/testing/model/time.ts';
import type { PictureGroup } from '../picture.ts';
import type { SupplierBooking } from '../supplier-office.ts';
import { guarantee } from './broken.ts';
import { groupOf, latest } from './memory.ts';
import type { GroupMemory, Memory } from './memory.ts';

export interface Post {
  readonly letters: readonly { readonly id: string; readonly state: string }[];
  readonly conflicts: readonly { readonly messageId: string; readonly groupId: string | null }[];
  readonly errands: readonly { readonly groupId: string; readonly state: string }[];
}

/** What has come from the supplier and what is to go there, by the tables. */
export async function readPost(admin: DataSource): Promise<Post> {
  const [row]: { post: Post }[] = await admin.query(
    `select json_build_object(
       'letters', (select coalesce(json_agg(json_build_object('id', id, 'state', state)), '[]')
                     from reservation.supplier_messages),
       'conflicts', (select coalesce(json_agg(json_build_object('messageId', message_id, 'groupId', group_id)), '[]')
                       from reservation.confirmation_conflicts),
       'errands', (select coalesce(json_agg(json_build_object('groupId', group_id, 'state', state)), '[]')
                     from reservation.supplier_errands)) as post`,
  );
  if (!row) throw new Error('the post is one row');
  return row.post;
}

/** Whether something has still to be decided or told. */
export function isPostOpen({ letters, errands }: Post): boolean {
  return (
    letters.some(({ state }) => state === 'PENDING') ||
    errands.some(({ state }) => state === 'WAITING')
  );
}

export function auditSupplier(
  memory: Memory,
  rows: readonly PictureGroup[],
  bookings: readonly SupplierBooking[],
  post: Post,
): void {
  const stored = new Set(post.letters.map(({ id }) => id));
  guarantee(
    [...memory.lettersTaken].every((id) => stored.has(id)),
    'a letter that was taken in is there',
    () => [...memory.lettersTaken].filter((id) => !stored.has(id)).join(),
  );
  const inConflict = new Set(post.conflicts.map(({ groupId }) => groupId));
  for (const { groupId, state } of post.errands) if (state === 'FAILED') inConflict.add(groupId);
  const byKey = new Map(bookings.map((booking) => [booking.key, booking]));
  for (const row of rows) {
    const group = groupOf(memory, row.id);
    auditGroup(group, ownRoomNights(row), byKey.get(row.id), inConflict.has(row.id));
  }
  auditConflicts(post);
}

/** A letter in conflict is in the queue, and nothing else is. */
function auditConflicts({ letters, conflicts }: Post): void {
  const there = letters.filter(({ state }) => state === 'CONFLICT').map(({ id }) => id);
  const queued = conflicts.map(({ messageId }) => messageId);
  guarantee(
    there.sort().join() === queued.sort().join(),
    'what the supplier contradicts is shown to people, once',
    () => `${there.join()}; in the queue: ${queued.join()}`,
  );
}

function auditGroup(
  group: GroupMemory,
  ours: number,
  booking: SupplierBooking | undefined,
  inConflict: boolean,
): void {
  const { status } = latest(group);
  const theirs = booking?.status ?? 'nothing';
  const what = (): string => `${group.id} is ${status}, there: ${theirs}`;
  const wasSold = group.moments.some((moment) => SOLD.has(moment.status));
  if (ours > 0 && !inConflict) {
    guarantee(theirs === 'OK', 'what is confirmed is booked at the supplier', what);
    guarantee(
      roomNights(booking) === ours,
      'the supplier has the rooms that stand, no more and no less',
      () => `${what()}: ${roomNights(booking)} room-nights, ours ${ours}`,
    );
  }
  if (status === 'REJECTED') {
    guarantee(theirs === 'XX', 'what was rejected is not booked at the supplier', what);
  }
  if (status === 'EXPIRED') {
    guarantee(theirs === 'nothing', 'what expired was never booked at the supplier', what);
  }
  if (status === 'CANCELLED' && wasSold && !inConflict) {
    guarantee(theirs !== 'OK', 'what was sold and cancelled is cancelled at the supplier', what);
  }
}

const SOLD: ReadonlySet<string> = new Set(['CONFIRMED', 'COMPLETED', 'NO_SHOW']);

/** The supplier names the last night of a stay, not the day of departure. */
function roomNights(booking: SupplierBooking | undefined): number {
  return (booking?.rooms ?? []).reduce(
    (sum, { stay_from, stay_to, rooms }) => sum + rooms * (daysBetween(stay_from, stay_to) + 1),
    0,
  );
}

/** Of bookings that stand and are not wholly of operators' own rooms, as the supplier is asked for them. */
function ownRoomNights({ bookings }: PictureGroup): number {
  return bookings
    .filter(({ status }) => SOLD.has(status))
    .map(({ parts }) => parts.filter(({ live }) => live).flatMap(({ nights }) => nights))
    .filter((nights) => nights.some(({ line }) => !line.startsWith('LOCAL-')))
    .flat()
    .reduce((sum, { rooms }) => sum + rooms, 0);
}
