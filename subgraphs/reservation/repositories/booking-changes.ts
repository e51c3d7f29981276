// Writes of one batch that change existing groups: status, stay, parts, nights. Called inside the
// batch's transaction only, under the hotel's head.
import type { EntityManager } from 'typeorm';
import { invariant } from '../../../shared/domain/invariant.ts';
import type { Booking, BookingGroup, BookingPart } from '../domain/booking.ts';

export interface GroupChange {
  readonly before: BookingGroup;
  readonly after: BookingGroup;
  readonly changed: readonly Booking[];
}

interface ChangedPart {
  readonly bookingId: string;
  readonly part: BookingPart;
  /** Null: it was not there. */
  readonly before: BookingPart | null;
}

// All three at once, each row as compare-and-set on the status or revision it was decided on. They
// come as arrays, whose length the planner sees: of a jsonb list it believes a hundred rows and reads
// the whole table for them.
const UPDATE_GROUPS = `
  with groups as (
    update reservation.booking_groups g
       set status = c.after, seq = $1, last_amendment = c.last_amendment
      from unnest($2::text[], $3::text[], $4::text[], $18::text[])
           as c(id, before, after, last_amendment)
     where g.id = c.id and g.status = c.before returning g.id),
  bookings as (
    update reservation.bookings b
       set status = c.status, rev = c.rev, room_type = c.room_type, check_in = c.check_in,
           check_out = c.check_out, rooms = c.rooms
      from unnest($5::text[], $6::text[], $7::integer[], $8::text[], $9::date[], $10::date[],
                  $11::integer[]) as c(id, status, rev, room_type, check_in, check_out, rooms)
     where b.id = c.id and b.rev = c.rev - 1 returning b.id),
  parts as (
    update reservation.booking_parts p set live = c.live, status = c.status, rev = c.rev
      from unnest($12::text[], $13::integer[], $14::boolean[], $15::text[], $16::integer[],
                  $17::integer[]) as c(booking_id, part, live, status, rev, rev_before)
     where p.booking_id = c.booking_id and p.part = c.part and p.rev = c.rev_before returning 1)
  select (select count(*) from groups) as groups, (select count(*) from bookings) as bookings,
         (select count(*) from parts) as parts`;

/** Moves groups with what belongs to them; `seq` is the head after the change. */
export async function updateGroups(
  manager: EntityManager,
  changes: readonly GroupChange[],
  seq: number,
): Promise<void> {
  if (changes.length === 0) return;
  const bookings = changes.flatMap((change) => change.changed);
  const parts = changes.flatMap(changedParts);
  const known = parts.filter((part) => part.before !== null);
  const rows: { groups: number; bookings: number; parts: number }[] = await manager.query(
    UPDATE_GROUPS,
    [
      ...[seq, ...groupColumns(changes), ...bookingColumns(bookings), ...partColumns(known)],
      changes.map(({ after }) => after.lastAmendment ?? null),
    ],
  );
  const expected = { groups: changes.length, bookings: bookings.length, parts: known.length };
  invariant(
    JSON.stringify(rows[0]) === JSON.stringify(expected),
    'nothing of a group changes while its hotel is locked',
  );
  await insertParts(
    manager,
    parts.filter((part) => part.before === null),
  );
  await replaceNights(manager, known.filter(hasOtherNights));
}

function changedParts({ before, changed }: GroupChange): ChangedPart[] {
  const bookingsBefore = new Map(before.bookings.map((booking) => [booking.id, booking]));
  return changed.flatMap((booking) => {
    const known = bookingsBefore.get(booking.id)?.parts ?? [];
    return booking.parts
      .map((part, at) => ({ bookingId: booking.id, part, before: known[at] ?? null }))
      .filter(({ part, before }) => part !== before);
  });
}

function hasOtherNights({ part, before }: ChangedPart): boolean {
  return part.nights !== before?.nights;
}

function groupColumns(changes: readonly GroupChange[]): unknown[] {
  return [
    changes.map(({ after }) => after.id),
    changes.map(({ before }) => before.status),
    changes.map(({ after }) => after.status),
  ];
}

function bookingColumns(bookings: readonly Booking[]): unknown[] {
  return [
    bookings.map(({ id }) => id),
    bookings.map(({ status }) => status),
    bookings.map(({ rev }) => rev),
    bookings.map(({ roomType }) => roomType),
    bookings.map(({ checkIn }) => checkIn),
    bookings.map(({ checkOut }) => checkOut),
    bookings.map(({ rooms }) => rooms),
  ];
}

function partColumns(parts: readonly ChangedPart[]): unknown[] {
  return [
    parts.map(({ bookingId }) => bookingId),
    parts.map(({ part }) => part.part),
    parts.map(({ part }) => part.live),
    parts.map(({ part }) => part.status),
    parts.map(({ part }) => part.rev),
    parts.map(({ before }) => before?.rev ?? 0),
  ];
}

async function insertParts(manager: EntityManager, parts: readonly ChangedPart[]): Promise<void> {
  if (parts.length === 0) return;
  await manager.query(
    `insert into reservation.booking_parts
       (booking_id, part, live, status, rev, held_at, decided_seq)
     select c->>'bookingId', (c->'part'->>'part')::integer, (c->'part'->>'live')::boolean,
            c->'part'->>'status', (c->'part'->>'rev')::integer,
            (c->'part'->>'heldAt')::timestamptz, (c->'part'->>'decidedSeq')::bigint
       from jsonb_array_elements($1::jsonb) c`,
    [JSON.stringify(parts)],
  );
  await insertNights(manager, parts);
}

/** Ends the nights of the last revision and adds those of this one. */
async function replaceNights(manager: EntityManager, parts: readonly ChangedPart[]): Promise<void> {
  if (parts.length === 0) return;
  await manager.query(
    `update reservation.booking_nights n set until_rev = c.rev
       from unnest($1::text[], $2::integer[], $3::integer[]) as c(booking_id, part, rev)
      where n.booking_id = c.booking_id and n.part = c.part and n.until_rev is null`,
    [
      parts.map(({ bookingId }) => bookingId),
      parts.map(({ part }) => part.part),
      parts.map(({ part }) => part.rev),
    ],
  );
  await insertNights(manager, parts);
}

async function insertNights(manager: EntityManager, parts: readonly ChangedPart[]): Promise<void> {
  await manager.query(
    `insert into reservation.booking_nights
       (booking_id, part, since_rev, position, night, line, rooms, block, rate, sell_rate,
        currency, requested)
     select c->>'bookingId', (c->'part'->>'part')::integer, (c->'part'->>'rev')::integer, place,
            (n->>'night')::date, n->>'line', (n->>'rooms')::integer, n->>'block',
            (n->>'rate')::bigint, (n->>'sellRate')::bigint, n->>'currency', n ? 'requested'
       from jsonb_array_elements($1::jsonb) c,
            lateral jsonb_array_elements(c->'part'->'nights') with ordinality as nights(n, place)`,
    [JSON.stringify(parts)],
  );
}
