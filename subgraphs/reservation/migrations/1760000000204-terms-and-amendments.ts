// What was agreed when a group was held, and what became of its sale order since: amendment lines,
// never other lines.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class TermsAndAmendments1760000000204 implements MigrationInterface {
  name = 'TermsAndAmendments1760000000204';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TERMS);
    await runner.query(AMENDMENTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table reservation.sale_order_amendments;
      alter table reservation.booking_groups drop column timezone, drop column cancellation_policy`);
  }
}

// Groups that were held before terms were remembered have their hotel's zone where it is known, and
// cancel for free as they were told.
const TERMS = `
  alter table reservation.booking_groups
    add column timezone text not null default 'UTC',
    add column cancellation_policy jsonb;
  do $$ begin
    if to_regclass('allotment.hotels') is not null then
      execute 'update reservation.booking_groups g set timezone = h.timezone
                 from allotment.hotels h where h.id = g.hotel_id';
    end if;
  end $$;
  alter table reservation.booking_groups alter column timezone drop default;
`;

// Only ever added to. The order's total now is its total and the sum of these.
const AMENDMENTS = `
  create table reservation.sale_order_amendments (
    id uuid primary key,
    sale_order_id text not null references reservation.sale_orders,
    booking_id text not null references reservation.bookings,
    kind text not null check (kind in ('CANCELLED', 'PENALTY')),
    -- Added to what the agency pays and to what the hotel gets; null where a night has no rate.
    amount bigint,
    net_amount bigint,
    -- For a penalty: the instant from which on it was due.
    deadline timestamptz,
    at timestamptz not null,
    actor text not null,
    why text not null,
    -- Head after the change.
    seq bigint not null,
    position integer not null
  );
  create index sale_order_amendments_by_order on reservation.sale_order_amendments (sale_order_id, seq, position);
  grant select, insert on reservation.sale_order_amendments to staysync_reservation;
  grant select on reservation.sale_order_amendments to staysync_verify;
`;
