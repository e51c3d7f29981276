// What a cancellation costs at each hotel, told by the supplier or set by an operator, and the audit
// of what operators do that is no fact of the ledger.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CancellationPolicies1760000000303 implements MigrationInterface {
  name = 'CancellationPolicies1760000000303';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(POLICIES);
    await runner.query(AUDIT);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table allotment.audit_log');
    await runner.query(`alter table allotment.hotels
      drop column told_cancellation_policy, drop column own_cancellation_policy`);
  }
}

const POLICIES = `
  alter table allotment.hotels
    -- The last one from the supplier that could be read.
    add column told_cancellation_policy jsonb,
    -- An operator's, which counts in its place.
    add column own_cancellation_policy jsonb;
`;

const AUDIT = `
  create table allotment.audit_log (
    id uuid primary key,
    at timestamptz not null,
    action text not null,
    hotel_id text,
    -- What was done to: a hotel, an incident.
    subject text not null,
    before jsonb,
    after jsonb,
    note text,
    actor text not null,
    role text not null,
    request_id text not null
  );
  create index audit_log_by_subject on allotment.audit_log (subject, at);
  grant select, insert on allotment.audit_log to staysync_allotment;
  grant select on allotment.audit_log to staysync_verify;
`;
