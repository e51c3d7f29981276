// What an agency has open, told to agency.set_credit_limit alone, when it opens an account.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class OpenCredit1760000000219 implements MigrationInterface {
  name = 'OpenCredit1760000000219';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(OPEN_CREDIT);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function reservation.open_credit(text, text)');
  }
}

// The same as domain/credit.ts says of one booking that changes: live holds and what follows from them
// until it is completed. Bookings without a price in this currency are not counted.
const OPEN_CREDIT = `
  create function reservation.open_credit(p_agency_id text, p_currency text)
  returns table (booking_id text, amount bigint, expires_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, reservation as $$
    select b.id, sum(n.sell_rate * n.rooms)::bigint,
           case when b.status = 'HELD' and not g.downstream_confirmed then g.expires_at end
      from reservation.booking_groups g
      join reservation.bookings b on b.group_id = g.id
      join reservation.booking_nights n on n.booking_id = b.id
     where g.agency_id = p_agency_id
       and (b.status in ('CONFIRMING', 'UNKNOWN_DOWNSTREAM', 'ON_REQUEST', 'CONFIRMED')
            or (b.status = 'HELD'
                and (g.downstream_confirmed or g.expires_at is null or g.expires_at > ledger.clock())))
     group by b.id, b.status, g.downstream_confirmed, g.expires_at
    having bool_and(n.sell_rate is not null and n.currency = p_currency) and sum(n.sell_rate * n.rooms) > 0
  $$;
  revoke all on function reservation.open_credit(text, text) from public;
`;
