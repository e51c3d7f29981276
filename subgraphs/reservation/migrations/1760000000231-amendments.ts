// Groups that are amended: which amendment was the last, and what amendments add to sale orders.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Amendments1760000000231 implements MigrationInterface {
  name = 'Amendments1760000000231';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table reservation.booking_groups add column last_amendment text');
    await runner.query(kinds(`'CANCELLED', 'NO_SHOW', 'PENALTY', 'AMENDED', 'AMENDMENT_PENALTY'`));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(kinds(`'CANCELLED', 'NO_SHOW', 'PENALTY'`));
    await runner.query('alter table reservation.booking_groups drop column last_amendment');
  }
}

function kinds(list: string): string {
  return `
    alter table reservation.sale_order_amendments
      drop constraint sale_order_amendments_kind_check,
      add constraint sale_order_amendments_kind_check check (kind in (${list}))`;
}
