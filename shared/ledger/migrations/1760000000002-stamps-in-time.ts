// Facts are stamped after all that was recorded before them. A decision must be good at that instant, not
// only at the clock's: a confirmation could bear the very instant at which its hold had ended.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPEND as CLOCK_ALONE } from './1760000000001-ledger.ts';

export class StampsInTime1760000000002 implements MigrationInterface {
  name = 'StampsInTime1760000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(APPEND);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(CLOCK_ALONE);
  }
}

const APPEND = `
  create or replace function ledger.append(
    p_hotel_id text,
    p_expected_seq bigint,
    p_as_of timestamptz,
    p_valid_until timestamptz,
    p_facts jsonb
  ) returns table (status text, seq bigint, recorded_at timestamptz)
  language plpgsql security definer set search_path = pg_catalog, ledger as $$
  declare
    head record;
    clock timestamptz;
    stamp timestamptz;
    forbidden text;
    appended integer;
  begin
    -- Ids of events are shared by all their types: an event belongs to the writer of the type that
    -- was recorded under its id, whatever a later revision or a bare retraction says.
    select string_agg(distinct f->>'kind', ', ') into forbidden
      from jsonb_array_elements(p_facts) f
      left join lateral (
        select r.content->>'type' as type from ledger.facts r
         where f->>'kind' = 'EVENT' and r.hotel_id = p_hotel_id and r.kind = 'EVENT'
           and r.id = f->>'id' and r.content ? 'type' order by r.seq limit 1
      ) first on true
      where not ledger.may_write(session_user, f->>'kind', coalesce(first.type, f->'content'->>'type'))
         or not ledger.may_write(session_user, f->>'kind', coalesce(f->'content'->>'type', first.type));
    if forbidden is not null then
      raise exception 'role % may not append facts of kind %', session_user, forbidden
        using errcode = 'insufficient_privilege';
    end if;

    if p_expected_seq = 0 then
      insert into ledger.heads values (p_hotel_id, 0, '-infinity') on conflict do nothing;
    end if;

    -- Waits for whoever is appending to this hotel, then sees the head that they left.
    select h.seq, h.last_recorded_at into head
      from ledger.heads h where h.hotel_id = p_hotel_id for update;
    if not found or head.seq <> p_expected_seq then
      return query select 'LEDGER_MOVED'::text, coalesce(head.seq, 0::bigint), null::timestamptz;
      return;
    end if;

    -- Read after the wait: a decision that was good when it queued may be too old now. What counts is
    -- the instant that the facts will bear, which lies after the clock where another append has it.
    clock := ledger.clock();
    stamp := greatest(clock, head.last_recorded_at + interval '1 microsecond');
    if (p_as_of is not null and clock < p_as_of)
       or (p_valid_until is not null and stamp >= p_valid_until) then
      return query select 'DECISION_EXPIRED'::text, head.seq, null::timestamptz;
      return;
    end if;

    insert into ledger.facts
      select p_hotel_id, head.seq + f.position, f.fact->>'kind', f.fact->>'id', (f.fact->>'rev')::integer,
             stamp, coalesce((f.fact->>'retracted')::boolean, false), (f.fact->>'lastNight')::date,
             session_user, f.fact->'content'
      from jsonb_array_elements(p_facts) with ordinality as f(fact, position);
    get diagnostics appended = row_count;

    update ledger.heads h
      set seq = head.seq + appended, last_recorded_at = stamp
      where h.hotel_id = p_hotel_id;
    return query select 'APPENDED'::text, head.seq + appended, stamp;
  end
  $$;
`;
