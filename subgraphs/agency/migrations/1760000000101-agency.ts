// Agencies, what was done to them, and the outbox. Run by the migrator as the database's owner.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { outboxTableSql } from '../../../shared/outbox/outbox.ts';

export class Agency1760000000101 implements MigrationInterface {
  name = 'Agency1760000000101';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(outboxTableSql('agency', 'staysync_agency'));
    await runner.query(GRANTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table agency.outbox, agency.agency_audit_log, agency.agencies');
  }
}

// Lists are in the order of codes, byte by byte, whatever the collation of the database.
const TABLES = `
  create table agency.agencies (
    id text collate "C" primary key check (id ~ '^[A-Z0-9][A-Z0-9-]{0,31}$'),
    name text not null check (name <> ''),
    country text check (country ~ '^[A-Z]{2}$'),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    tier text check (tier <> ''),
    status text not null check (status in ('ACTIVE', 'SUSPENDED')),
    created_at timestamptz not null default ledger.clock()
  );
  create table agency.agency_audit_log (
    id bigint generated always as identity primary key,
    agency_id text not null references agency.agencies,
    at timestamptz not null default ledger.clock(),
    actor text not null,
    actor_role text not null,
    action text not null,
    before jsonb,
    after jsonb not null,
    request_id text not null
  );
  create index agency_audit_log_by_agency on agency.agency_audit_log (agency_id, id);
`;

// What was audited stays as it was written: the role may add to the log, not change it.
const GRANTS = `
  grant usage on schema agency to staysync_agency, staysync_verify;
  grant select, insert, update on agency.agencies to staysync_agency;
  grant select, insert on agency.agency_audit_log to staysync_agency;
  grant select on agency.agencies, agency.agency_audit_log, agency.outbox to staysync_verify;
`;
