// Parts of bookings: rooms that were granted at different instants are facts of their own, and what a
// booking consisted of before a change stays readable.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class BookingParts1760000000203 implements MigrationInterface {
  name = 'BookingParts1760000000203';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PARTS);
    await runner.query(NIGHTS);
    await runner.query(GRANTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(WITHOUT_PARTS);
  }
}

const PARTS = `
  create table reservation.booking_parts (
    booking_id text not null references reservation.bookings,
    part integer not null check (part >= 1),
    -- Whether the booking consists of it now; see domain/booking.ts.
    live boolean not null,
    status text not null check (status in ('HELD','CONFIRMING','UNKNOWN_DOWNSTREAM','ON_REQUEST',
      'CONFIRMED','COMPLETED','EXPIRED','CANCELLED','REJECTED','NO_SHOW')),
    -- Revision of the BOOKING fact that carries the current state.
    rev integer not null check (rev >= 1),
    held_at timestamptz not null,
    -- Head on which the rooms were found free: what a checker re-decides. Null: nobody looked.
    decided_seq bigint,
    primary key (booking_id, part)
  );
  insert into reservation.booking_parts
    select b.id, 1, true, b.status, b.rev, g.held_at, g.decided_seq
      from reservation.bookings b join reservation.booking_groups g on g.id = b.group_id;
`;

// A change of a part's nights ends those of its last revision and adds those of its next: what a
// booking consisted of at any revision can be read, and no row says anything else than it did.
const NIGHTS = `
  alter table reservation.booking_nights
    add part integer not null default 1,
    add since_rev integer not null default 1,
    add until_rev integer check (until_rev > since_rev),
    add requested boolean not null default false,
    drop constraint booking_nights_pkey,
    drop constraint booking_nights_booking_id_fkey,
    add primary key (booking_id, part, since_rev, position),
    add foreign key (booking_id, part) references reservation.booking_parts;
`;

const GRANTS = `
  grant select, insert, update (live, status, rev) on reservation.booking_parts to staysync_reservation;
  grant update (until_rev) on reservation.booking_nights to staysync_reservation;
  grant select on reservation.booking_parts to staysync_verify;
`;

const WITHOUT_PARTS = `
  delete from reservation.booking_nights where part > 1 or until_rev is not null;
  alter table reservation.booking_nights
    drop constraint booking_nights_pkey,
    drop constraint booking_nights_booking_id_part_fkey,
    drop column part, drop column since_rev, drop column until_rev, drop column requested,
    add primary key (booking_id, position),
    add foreign key (booking_id) references reservation.bookings;
  drop table reservation.booking_parts;
`;
