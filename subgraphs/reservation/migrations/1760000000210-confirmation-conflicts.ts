// Where the supplier and we contradict each other, until somebody settles it.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ConfirmationConflicts1760000000210 implements MigrationInterface {
  name = 'ConfirmationConflicts1760000000210';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CONFLICTS);
    await runner.query(GRANTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table reservation.confirmation_conflicts');
  }
}

const CONFLICTS = `
  create table reservation.confirmation_conflicts (
    id text primary key,
    message_id text not null unique references reservation.supplier_messages,
    -- As the message has it; ours, where the group is known.
    hotel_id text not null,
    group_id text references reservation.booking_groups,
    supplier_reference text not null,
    supplier_version bigint not null,
    kind text not null check (kind in ('UNKNOWN_BOOKING', 'OTHER_CONTENT', 'CANCELLED_BY_SUPPLIER',
      'CONFIRMED_AFTER_CANCEL', 'NOT_ENOUGH_ROOMS', 'OTHER_STATE')),
    -- JSON pointer of the first thing in which the two differ.
    field text,
    ours jsonb,
    theirs jsonb not null,
    raised_at timestamptz not null,
    settled_at timestamptz,
    settled_by text,
    resolution text check (resolution in ('KEEP_OURS', 'ACCEPT_SUPPLIER', 'DISMISS', 'SUPERSEDED')),
    note text,
    request_id text,
    check ((settled_at is null) = (resolution is null))
  );
  create index confirmation_conflicts_latest
    on reservation.confirmation_conflicts (raised_at desc, id desc);
  create index confirmation_conflicts_open
    on reservation.confirmation_conflicts (supplier_reference) where settled_at is null;
`;

const GRANTS = `
  grant select, insert, update on reservation.confirmation_conflicts to staysync_reservation;
  grant select on reservation.confirmation_conflicts to staysync_verify;
`;
