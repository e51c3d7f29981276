// What we decided and the supplier has yet to hear.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SupplierErrands1760000000209 implements MigrationInterface {
  name = 'SupplierErrands1760000000209';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ERRANDS);
    await runner.query(GRANTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table reservation.supplier_errands');
  }
}

const ERRANDS = `
  create table reservation.supplier_errands (
    -- Also the key of the amendment: told again it is the same one.
    id text primary key,
    -- In this order those of one booking are told.
    position bigint generated always as identity,
    hotel_id text not null,
    -- The supplier's key of the booking: our group's id, where the group is ours.
    booking_key text not null,
    group_id text references reservation.booking_groups,
    kind text not null check (kind in ('CANCEL', 'AMEND')),
    -- What the booking is to become.
    request jsonb,
    why text not null,
    state text not null check (state in ('WAITING', 'DONE', 'FAILED')) default 'WAITING',
    tries integer not null default 0,
    -- Due then; while somebody is telling it, when another may. Null once it is over.
    next_try_at timestamptz,
    last_answer text,
    created_at timestamptz not null,
    ended_at timestamptz,
    check ((kind = 'AMEND') = (request is not null)),
    check ((state = 'WAITING') = (next_try_at is not null)),
    check ((state = 'WAITING') = (ended_at is null))
  );
  create index supplier_errands_due on reservation.supplier_errands (next_try_at)
    where state = 'WAITING';
  create index supplier_errands_by_booking on reservation.supplier_errands (booking_key, position);
  create index supplier_errands_latest on reservation.supplier_errands (created_at desc, id desc);
`;

const GRANTS = `
  grant select, insert, update on reservation.supplier_errands to staysync_reservation;
  grant select on reservation.supplier_errands to staysync_verify;
`;
