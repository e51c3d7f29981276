// Agencies are found by what they are called, misspelt or not, in any script (ADR 6).
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { fold, textGrams } from '../../../shared/domain/search/fold.ts';

export class AgencySearch1760000000104 implements MigrationInterface {
  name = 'AgencySearch1760000000104';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table agency.agencies
        add column folded text not null default '',
        add column grams text[] not null default '{}';
      create index agencies_grams on agency.agencies using gin (grams);
    `);
    const rows = (await runner.query('select id, name from agency.agencies')) as {
      readonly id: string;
      readonly name: string;
    }[];
    for (const { id, name } of rows) {
      const folded = fold(`${id}\n${name}`);
      await runner.query('update agency.agencies set folded = $2, grams = $3 where id = $1', [
        id,
        folded,
        textGrams(folded),
      ]);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table agency.agencies drop column folded, drop column grams');
  }
}
