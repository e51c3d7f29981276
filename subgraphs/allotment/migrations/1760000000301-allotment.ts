// Hotels as the supplier tells them, what is known of their contracts, and the record of every sync.
// Numbers are not here: they are facts in the ledger.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { outboxTableSql } from '../../../shared/outbox/outbox.ts';

export class Allotment1760000000301 implements MigrationInterface {
  name = 'Allotment1760000000301';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(HOTELS);
    await runner.query(CONTRACTS);
    await runner.query(SYNC);
    await runner.query(GRANTS);
    await runner.query(outboxTableSql('allotment', 'staysync_allotment'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema allotment cascade');
  }
}

const HOTELS = `
  create table allotment.hotels (
    id text primary key,
    name text not null,
    names jsonb not null,
    city text not null,
    country text not null,
    timezone text not null,
    currency text not null,
    updated_at text not null
  );
  create table allotment.room_types (
    hotel_id text not null references allotment.hotels,
    code text not null,
    name text not null,
    names jsonb not null,
    max_occupancy integer not null,
    beds integer not null,
    primary key (hotel_id, code)
  );
`;

const CONTRACTS = `
  create table allotment.contracts (
    hotel_id text not null references allotment.hotels,
    id text not null,
    name text not null,
    -- Revision of the CONTRACT fact, and how new the supplier's statement behind it was.
    rev integer not null,
    supplier_version jsonb not null,
    primary key (hotel_id, id)
  );
`;

const SYNC = `
  create table allotment.sync_runs (
    id text primary key,
    trigger text not null check (trigger in ('REQUEST','FIRST_START')),
    requested_by text not null,
    hotel_ids text[],
    status text not null check (status in ('QUEUED','RUNNING','DONE','FAILED')),
    requested_at timestamptz not null,
    started_at timestamptz,
    finished_at timestamptz,
    complete boolean,
    counts jsonb not null default '{}',
    problems jsonb not null default '[]'
  );
  create index sync_runs_open on allotment.sync_runs (requested_at) where status in ('QUEUED','RUNNING');
  create table allotment.sync_hotels (
    run_id text not null references allotment.sync_runs,
    hotel_id text not null,
    verdict text not null check (verdict in ('APPLIED','UNCHANGED','NEEDS_APPROVAL','FAILED')),
    detail jsonb not null,
    primary key (run_id, hotel_id)
  );
  create table allotment.raw_pages (
    hash text not null,
    url text not null,
    run_id text not null references allotment.sync_runs,
    fetched_at timestamptz not null,
    status integer,
    body text,
    primary key (run_id, url, hash)
  );
  create table allotment.quarantine (
    id uuid primary key,
    run_id text not null references allotment.sync_runs,
    endpoint text not null,
    hotel_id text,
    item_key text,
    path text not null,
    reason text not null,
    message text not null,
    raw jsonb,
    at timestamptz not null
  );
  create index quarantine_by_hotel on allotment.quarantine (hotel_id, at desc);
`;

const GRANTS = `
  grant usage on schema allotment to staysync_allotment, staysync_verify;
  grant select, insert, update on all tables in schema allotment to staysync_allotment;
  grant select on all tables in schema allotment to staysync_verify;
`;
