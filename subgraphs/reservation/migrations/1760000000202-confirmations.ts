// Confirmations that are under way at the supplier: who asks, until when, and when to ask again.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Confirmations1760000000202 implements MigrationInterface {
  name = 'Confirmations1760000000202';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CONFIRMATIONS);
    await runner.query(GRANTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table reservation.confirmations');
  }
}

// Beside the groups and not in them: leases come and go without the hotel's head, because they say
// who may ask the supplier, never whether rooms are held.
const CONFIRMATIONS = `
  create table reservation.confirmations (
    group_id text primary key references reservation.booking_groups,
    hotel_id text not null,
    -- Nobody else asks the supplier about this group until then.
    lease_owner text,
    lease_until timestamptz,
    -- How often somebody set out to ask; the first may book without asking what became of it.
    asks integer not null default 0,
    -- When a worker asks if nobody did before; null once the supplier has decided.
    ask_again_at timestamptz,
    last_answer text,
    supplier_reference text,
    check ((lease_owner is null) = (lease_until is null))
  );
  create index confirmations_due on reservation.confirmations (ask_again_at)
    where ask_again_at is not null;
`;

const GRANTS = `
  grant select, insert, update on reservation.confirmations to staysync_reservation;
  grant select on reservation.confirmations to staysync_verify;
`;
