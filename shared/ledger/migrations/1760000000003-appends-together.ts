// Appends of several hotels in one call: what a booking costs is mostly what a transaction costs. Each
// is decided as ever, by ledger.append, and one that is refused takes none of its neighbours with it.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AppendsTogether1760000000003 implements MigrationInterface {
  name = 'AppendsTogether1760000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(APPEND_EACH);
    await runner.query(GRANTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function ledger.append_each(jsonb, boolean)');
  }
}

// One append may wait for its head. Several never do: whoever waits for one hotel while it holds another
// may wait in a circle, and keeps the others from their hotels. HEAD_BUSY: somebody else holds it, or
// the hotel has no head yet. Few rows are expected, or Postgres would plan its joins for a thousand.
const APPEND_EACH = `
  create function ledger.append_each(p_appends jsonb, p_waits boolean)
    returns table (place integer, status text, seq bigint, recorded_at timestamptz)
  language plpgsql security definer set search_path = pg_catalog, ledger rows 16 as $$
  declare
    one record;
  begin
    for one in
      select a.place::integer as place, a.hotel_id, a.expected_seq, a.as_of, a.valid_until, a.facts
        from rows from (jsonb_to_recordset(p_appends)
               as (hotel_id text, expected_seq bigint, as_of timestamptz, valid_until timestamptz,
                   facts jsonb)) with ordinality
               as a(hotel_id, expected_seq, as_of, valid_until, facts, place)
    loop
      if not p_waits then
        perform from ledger.heads h where h.hotel_id = one.hotel_id for update skip locked;
        if not found then
          return query select one.place, 'HEAD_BUSY'::text, null::bigint, null::timestamptz;
          continue;
        end if;
      end if;
      return query
        select one.place, r.status, r.seq, r.recorded_at
          from ledger.append(one.hotel_id, one.expected_seq, one.as_of, one.valid_until, one.facts) r;
    end loop;
  end
  $$;
`;

const GRANTS = `
  revoke all on function ledger.append_each(jsonb, boolean) from public;
  grant execute on function ledger.append_each(jsonb, boolean) to staysync_reservation;
`;
