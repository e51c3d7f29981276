// Incidents of all subgraphs: what a person has to look at, until someone has said what came of it.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Incidents1760000000304 implements MigrationInterface {
  name = 'Incidents1760000000304';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(INCIDENTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table allotment.incidents');
  }
}

const INCIDENTS = `
  create table allotment.incidents (
    id text primary key,
    kind text not null,
    hotel_id text,
    line text,
    nights date[] not null,
    needed integer,
    have integer,
    group_id text,
    text text not null,
    raised_at timestamptz not null,
    raised_by text not null,
    last_raised_at timestamptz not null,
    -- What it is about, where it is raised only once until it is settled.
    open_key text,
    settled_at timestamptz,
    settled_by text,
    settled_note text
  );
  create unique index incidents_once_while_open on allotment.incidents (hotel_id, open_key)
    where settled_at is null and open_key is not null;
  create index incidents_latest on allotment.incidents (raised_at desc, id desc);
  create index incidents_open on allotment.incidents (raised_at desc, id desc)
    where settled_at is null;
  create index incidents_by_hotel on allotment.incidents (hotel_id, raised_at desc, id desc);
  grant select, insert, update on allotment.incidents to staysync_allotment;
  grant select on allotment.incidents to staysync_verify;
`;
