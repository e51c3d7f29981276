// Members: who the users are, as what they act and for whom. Their accounts are the identity
// provider's; what their tokens claim follows from these rows.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Members1760000000106 implements MigrationInterface {
  name = 'Members1760000000106';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(GRANTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table agency.member_audit_log, agency.members');
  }
}

const TABLES = `
  create table agency.members (
    -- The user's id at the identity provider.
    id text collate "C" primary key check (id <> ''),
    -- In small letters: one address is one member, however it is written.
    email text not null unique check (email = lower(email)),
    display_name text check (display_name <> ''),
    role text not null check (role in ('ADMIN', 'OPERATOR', 'AGENT', 'PARTNER', 'SUPPLIER')),
    agency_id text collate "C" references agency.agencies,
    agency_ids text[] not null default '{}',
    hotel_ids text[] not null default '{}',
    disabled boolean not null default false,
    version integer not null default 1 check (version >= 1),
    invited_at timestamptz not null default ledger.clock(),
    check ((agency_id is not null) = (role = 'PARTNER')),
    check (agency_ids = '{}' or role = 'AGENT'),
    check (hotel_ids = '{}' or role = 'SUPPLIER')
  );
  create index members_by_agency on agency.members (agency_id, id);
  create table agency.member_audit_log (
    id bigint generated always as identity primary key,
    member_id text collate "C" not null references agency.members,
    at timestamptz not null default ledger.clock(),
    actor text not null,
    actor_role text not null,
    action text not null,
    before jsonb,
    after jsonb not null,
    note text,
    request_id text not null
  );
  create index member_audit_log_by_member on agency.member_audit_log (member_id, id);
`;

// What was audited stays as it was written: the role may add to the log, not change it.
const GRANTS = `
  grant select, insert, update on agency.members to staysync_agency;
  grant select, insert on agency.member_audit_log to staysync_agency;
  grant select on agency.members, agency.member_audit_log to staysync_verify;
`;
