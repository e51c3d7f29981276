// Bookings, their nights, audit, sale orders and the keys that make createBooking idempotent.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { outboxTableSql } from '../../../shared/outbox/outbox.ts';

export class Reservation1760000000201 implements MigrationInterface {
  name = 'Reservation1760000000201';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(GROUPS);
    await runner.query(BOOKINGS);
    await runner.query(SALE_ORDERS);
    await runner.query(AUDIT);
    await runner.query(REFERENCES);
    await runner.query(LOCK_HEAD);
    await runner.query(GRANTS);
    await runner.query(outboxTableSql('reservation', 'staysync_reservation'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema reservation cascade');
  }
}

const STATUSES = `('HELD','CONFIRMING','UNKNOWN_DOWNSTREAM','ON_REQUEST','CONFIRMED','COMPLETED',
                   'EXPIRED','CANCELLED','REJECTED','NO_SHOW')`;

const GROUPS = `
  create table reservation.booking_groups (
    id text primary key,
    hotel_id text not null,
    agency_id text not null,
    client_reference text not null,
    status text not null check (status in ${STATUSES}),
    held_at timestamptz not null,
    expires_at timestamptz,
    downstream_confirmed boolean not null default false,
    -- Head and instant on which the hold was admitted: what a checker re-decides.
    decided_seq bigint not null,
    decided_as_of timestamptz not null,
    -- Head after the last change of this group.
    seq bigint not null,
    created_by text not null
  );
  create index booking_groups_by_agency on reservation.booking_groups (agency_id, held_at desc, id desc);
  create index booking_groups_by_hotel on reservation.booking_groups (hotel_id, held_at desc, id desc);
  -- What the sweeper looks for; confirmed and ended groups are not in it.
  create index booking_groups_expiring on reservation.booking_groups (expires_at)
    where status = 'HELD' and not downstream_confirmed;
`;

const BOOKINGS = `
  create table reservation.bookings (
    id text primary key,
    group_id text not null references reservation.booking_groups,
    hotel_id text not null,
    position integer not null,
    room_type text not null,
    check_in date not null,
    check_out date not null check (check_out > check_in),
    rooms integer not null check (rooms > 0),
    status text not null check (status in ${STATUSES}),
    -- Revision of the BOOKING fact that carries the current state.
    rev integer not null check (rev >= 1),
    unique (group_id, position)
  );
  create index bookings_by_stay on reservation.bookings (hotel_id, check_in);
  create table reservation.booking_nights (
    booking_id text not null references reservation.bookings,
    position integer not null,
    night date not null,
    line text not null,
    rooms integer not null check (rooms > 0),
    block text,
    rate bigint,
    currency text,
    primary key (booking_id, position)
  );
`;

const SALE_ORDERS = `
  create sequence reservation.sale_order_number;
  create table reservation.sale_orders (
    id text primary key,
    number bigint not null unique default nextval('reservation.sale_order_number'),
    group_id text not null unique references reservation.booking_groups,
    hotel_id text not null,
    agency_id text not null,
    confirmed_at timestamptz not null,
    currency text,
    total bigint
  );
  create table reservation.sale_order_lines (
    sale_order_id text not null references reservation.sale_orders,
    position integer not null,
    booking_id text not null references reservation.bookings,
    room_type text not null,
    check_in date not null,
    check_out date not null,
    rooms integer not null,
    amount bigint,
    primary key (sale_order_id, position)
  );
`;

const AUDIT = `
  create table reservation.booking_audit_log (
    id uuid primary key,
    group_id text not null references reservation.booking_groups,
    booking_id text references reservation.bookings,
    at timestamptz not null,
    actor text not null,
    actor_role text not null,
    from_status text,
    to_status text not null,
    why text not null,
    request_id text not null,
    seq bigint not null
  );
  create index booking_audit_log_by_group on reservation.booking_audit_log (group_id, at, id);
`;

const REFERENCES = `
  create table reservation.client_references (
    agency_id text not null,
    client_reference text not null,
    group_id text not null,
    request jsonb not null,
    primary key (agency_id, client_reference)
  );
`;

// Waits for the hotel's head and tells it with the clock. Under it nothing of the hotel changes until
// this transaction ends, so rows read after it and an append decided on it belong together.
const LOCK_HEAD = `
  create function reservation.lock_head(p_hotel_id text) returns table (seq bigint, clock timestamptz)
  language plpgsql security definer set search_path = pg_catalog, ledger as $$
  declare
    head bigint;
  begin
    select h.seq into head from ledger.heads h where h.hotel_id = p_hotel_id for update;
    return query select coalesce(head, 0), ledger.clock();
  end
  $$;
  revoke all on function reservation.lock_head(text) from public;
  grant execute on function reservation.lock_head(text) to staysync_reservation;
`;

// Sale orders and audit are only ever added to.
const GRANTS = `
  grant usage on schema reservation to staysync_reservation, staysync_verify;
  grant select, insert, update on reservation.booking_groups, reservation.bookings to staysync_reservation;
  grant select, insert on reservation.booking_nights, reservation.sale_orders,
    reservation.sale_order_lines, reservation.booking_audit_log, reservation.client_references
    to staysync_reservation;
  grant usage on sequence reservation.sale_order_number to staysync_reservation;
  grant select on all tables in schema reservation to staysync_verify;
`;
