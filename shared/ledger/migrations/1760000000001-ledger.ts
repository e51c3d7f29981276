// The ledger: one stream of immutable facts per hotel, and the guard that makes overselling
// impossible. Run by the migrator as the database's owner.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Ledger1760000000001 implements MigrationInterface {
  name = 'Ledger1760000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(CLOCK);
    await runner.query(MAY_WRITE);
    await runner.query(APPEND);
    await runner.query(GRANTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema ledger cascade');
  }
}

const TABLES = `
  create table ledger.heads (
    hotel_id text primary key,
    seq bigint not null check (seq >= 0),
    last_recorded_at timestamptz not null
  );
  create table ledger.facts (
    hotel_id text not null references ledger.heads,
    seq bigint not null check (seq >= 1),
    kind text not null check (kind in ('CONTRACT','EVENT','POOL','SUBALLOTMENT','AUDIENCE','BOOKING')),
    id text not null check (id <> ''),
    rev integer not null check (rev >= 1),
    recorded_at timestamptz not null,
    retracted boolean not null,
    last_night date,
    recorded_by text not null,
    content jsonb not null check (jsonb_typeof(content) = 'object'),
    primary key (hotel_id, seq)
  );
  create index facts_by_identity on ledger.facts (hotel_id, kind, id, rev);
`;

// The only source of "now" for every decision. now() would stand still from the start of the
// transaction and accept a confirmation past its deadline after waiting for a row.
const CLOCK = `
  create function ledger.clock() returns timestamptz
  language sql volatile as 'select clock_timestamp()';
`;

// Kinds and their only writers, by login role: security definer functions run as the owner, but
// session_user stays who connected.
const MAY_WRITE = `
  create function ledger.may_write(writer name, kind text, event_type text) returns boolean
  language sql immutable as $$
    select case
      when kind = 'BOOKING' then writer = 'staysync_reservation'
      when kind = 'EVENT' and coalesce(event_type, '') like 'BLOCK\\_%' then writer = 'staysync_hardblock'
      when kind in ('CONTRACT','EVENT','POOL','SUBALLOTMENT','AUDIENCE') then writer = 'staysync_allotment'
      else false
    end
  $$;
`;

/** Replaced by what came later; kept as it was, for those who go back. */
export const APPEND = `
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

    -- Read after the wait: a decision that was good when it queued may be too old now.
    stamp := ledger.clock();
    if (p_as_of is not null and stamp < p_as_of)
       or (p_valid_until is not null and stamp >= p_valid_until) then
      return query select 'DECISION_EXPIRED'::text, head.seq, null::timestamptz;
      return;
    end if;

    stamp := greatest(stamp, head.last_recorded_at + interval '1 microsecond');
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

const GRANTS = `
  revoke all on function ledger.append(text, bigint, timestamptz, timestamptz, jsonb) from public;
  grant usage on schema ledger
    to staysync_allotment, staysync_reservation, staysync_hardblock, staysync_agency, staysync_verify;
  grant execute on function ledger.append(text, bigint, timestamptz, timestamptz, jsonb)
    to staysync_allotment, staysync_reservation, staysync_hardblock;
  grant execute on function ledger.clock()
    to staysync_allotment, staysync_reservation, staysync_hardblock, staysync_agency, staysync_verify;
  grant select on ledger.heads
    to staysync_allotment, staysync_reservation, staysync_hardblock, staysync_verify;
  grant select on ledger.facts to staysync_allotment, staysync_hardblock, staysync_verify;
`;
