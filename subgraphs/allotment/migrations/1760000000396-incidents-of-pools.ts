// Incidents may be about a pool: its budget can go below what is in use while each line has rooms enough.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IncidentsOfPools1760000000396 implements MigrationInterface {
  name = 'IncidentsOfPools1760000000396';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table allotment.incidents add column pool text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table allotment.incidents drop column pool');
  }
}
