// Events that hotels' own users submit: asked for, and nothing more until an operator approves them.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class EventSubmissions1760000000395 implements MigrationInterface {
  name = 'EventSubmissions1760000000395';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SUBMISSIONS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table allotment.event_submissions');
  }
}

const SUBMISSIONS = `
  create table allotment.event_submissions (
    -- Also the id of the event that it becomes.
    id text primary key,
    hotel_id text not null references allotment.hotels,
    client_reference text not null,
    -- What the event will say, word for word.
    event jsonb not null,
    note text,
    submitted_at timestamptz not null,
    submitted_by text not null,
    status text not null check (status in ('PENDING','APPROVED','DECLINED')),
    decided_at timestamptz,
    decided_by text,
    declined_note text,
    change_id uuid references allotment.changes,
    unique (hotel_id, client_reference),
    check ((status = 'PENDING') = (decided_at is null and decided_by is null)),
    check ((status = 'APPROVED') = (change_id is not null)),
    check ((status = 'DECLINED') = (declined_note is not null))
  );
  create index event_submissions_latest on allotment.event_submissions (submitted_at desc, id desc);
  create index event_submissions_of_hotel
    on allotment.event_submissions (hotel_id, submitted_at desc, id desc);
  create index event_submissions_pending
    on allotment.event_submissions (submitted_at desc, id desc) where status = 'PENDING';
  create index event_submissions_pending_of_hotel
    on allotment.event_submissions (hotel_id) where status = 'PENDING';
  grant select, insert, update on allotment.event_submissions to staysync_allotment;
  grant select on allotment.event_submissions to staysync_verify;
`;
