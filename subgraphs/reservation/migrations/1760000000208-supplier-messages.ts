// What the supplier told on its own account: every genuine message as it came, and what became of it.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SupplierMessages1760000000208 implements MigrationInterface {
  name = 'SupplierMessages1760000000208';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(MESSAGES);
    await runner.query(CONFIRMATIONS);
    await runner.query(GRANTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table reservation.supplier_messages');
    await runner.query('drop index reservation.confirmations_by_reference');
    await runner.query('alter table reservation.confirmations drop column supplier_version');
  }
}

const MESSAGES = `
  create table reservation.supplier_messages (
    -- The delivery's id where the signed body names it, else the body's digest: what is not signed
    -- must not be able to take the place of a message that is still to come.
    id text primary key,
    body bytea not null,
    body_sha256 text not null,
    received_at timestamptz not null,
    state text not null check (state in
      ('PENDING','APPLIED','DUPLICATE','STALE','CONFLICT','QUARANTINED')),
    reason text,
    -- JSON pointer into the body, or to what differs.
    path text,
    detail text,
    -- What it says, where it could be read.
    hotel_id text,
    booking_key text,
    supplier_reference text,
    version bigint,
    word text,
    outcome text,
    group_id text references reservation.booking_groups,
    decided_at timestamptz,
    tries integer not null default 0,
    next_try_at timestamptz,
    check ((state = 'PENDING') = (next_try_at is not null)),
    check ((state = 'QUARANTINED') <= (reason is not null))
  );
  create index supplier_messages_latest on reservation.supplier_messages (received_at desc, id desc);
  create index supplier_messages_by_booking
    on reservation.supplier_messages (supplier_reference, version);
  create index supplier_messages_by_group on reservation.supplier_messages (group_id)
    where group_id is not null;
  create index supplier_messages_due on reservation.supplier_messages (next_try_at)
    where next_try_at is not null;
`;

// A message may name a booking by the supplier's own reference alone.
const CONFIRMATIONS = `
  alter table reservation.confirmations add column supplier_version bigint;
  create index confirmations_by_reference on reservation.confirmations (supplier_reference)
    where supplier_reference is not null;
`;

const GRANTS = `
  grant select, insert, update on reservation.supplier_messages to staysync_reservation;
  grant select on reservation.supplier_messages to staysync_verify;
`;
