// What an agency has open counts what its bookings consist of, not what changes took out of them.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class OpenCreditOfParts1760000000229 implements MigrationInterface {
  name = 'OpenCreditOfParts1760000000229';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(OPEN_CREDIT);
  }

  /** The function as it is counts the same as before where no booking was ever changed. */
  async down(): Promise<void> {
    await Promise.resolve();
  }
}

const OPEN_CREDIT = `
  create or replace function reservation.open_credit(p_agency_id text, p_currency text)
  returns table (booking_id text, amount bigint, expires_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, reservation as $$
    select b.id, sum(n.sell_rate * n.rooms)::bigint,
           case when b.status = 'HELD' and not g.downstream_confirmed then g.expires_at end
      from reservation.booking_groups g
      join reservation.bookings b on b.group_id = g.id
      join reservation.booking_parts p on p.booking_id = b.id and p.live
      join reservation.booking_nights n
        on n.booking_id = p.booking_id and n.part = p.part and n.until_rev is null
     where g.agency_id = p_agency_id
       and (b.status in ('CONFIRMING', 'UNKNOWN_DOWNSTREAM', 'ON_REQUEST', 'CONFIRMED')
            or (b.status = 'HELD'
                and (g.downstream_confirmed or g.expires_at is null or g.expires_at > ledger.clock())))
     group by b.id, b.status, g.downstream_confirmed, g.expires_at
    having bool_and(n.sell_rate is not null and n.currency = p_currency) and sum(n.sell_rate * n.rooms) > 0
  $$;
`;
