// What operators change by hand: every revision with who and why, what each change did, previews that
// wait to be committed, and the index over contracts that search reads.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class OperatorChanges1760000000302 implements MigrationInterface {
  name = 'OperatorChanges1760000000302';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CHANGES);
    await runner.query(PREVIEWS);
    await runner.query(SEARCH);
    await runner.query(GRANTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table allotment.contract_search, allotment.change_previews,
      allotment.allotment_events, allotment.changes`);
  }
}

const CHANGES = `
  create table allotment.changes (
    id uuid primary key,
    hotel_id text not null references allotment.hotels,
    -- Head of the ledger after the change.
    seq bigint not null,
    recorded_at timestamptz not null,
    -- What was answered, so that the same request is answered the same again.
    answer jsonb not null,
    unique (hotel_id, seq)
  );
  create table allotment.allotment_events (
    hotel_id text not null references allotment.hotels,
    seq bigint not null,
    kind text not null check (kind in ('CONTRACT','EVENT','POOL','SUBALLOTMENT','AUDIENCE')),
    id text not null,
    rev integer not null,
    action text not null check (action in ('CREATED','AMENDED','RETRACTED')),
    fact jsonb not null,
    actor text not null,
    role text not null,
    note text,
    request_id text not null,
    change_id uuid not null references allotment.changes,
    recorded_at timestamptz not null,
    primary key (hotel_id, seq)
  );
  create unique index allotment_events_by_revision
    on allotment.allotment_events (hotel_id, kind, id, rev);
`;

const PREVIEWS = `
  create table allotment.change_previews (
    token text primary key,
    hotel_id text not null references allotment.hotels,
    created_by text not null,
    expires_at timestamptz not null,
    request jsonb not null,
    -- Hash over the facts and everything that they would change.
    digest text not null,
    change_id uuid references allotment.changes
  );
  create index change_previews_by_expiry on allotment.change_previews (expires_at);
`;

const SEARCH = `
  create table allotment.contract_search (
    hotel_id text not null references allotment.hotels,
    id text not null,
    name text not null,
    contract_kind text not null,
    stay_from date not null,
    stay_to date not null,
    room_types text[] not null,
    is_local boolean not null,
    is_retracted boolean not null,
    -- All that one may search for, folded, and its grams: made by the service, so that no locale of
    -- the database decides what is a letter.
    folded text not null,
    grams text[] not null,
    primary key (hotel_id, id)
  );
  create index contract_search_grams on allotment.contract_search using gin (grams);
`;

const GRANTS = `
  grant select, insert on allotment.changes, allotment.allotment_events to staysync_allotment;
  grant select, insert, update, delete on allotment.change_previews to staysync_allotment;
  grant select, insert, update on allotment.contract_search to staysync_allotment;
  grant select on allotment.changes, allotment.allotment_events, allotment.change_previews,
    allotment.contract_search to staysync_verify;
`;
