// What comes after the arrival: guests who did not show up are amendments of their order, and stays
// that are over are found without reading all that was ever confirmed.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AfterArrival1760000000205 implements MigrationInterface {
  name = 'AfterArrival1760000000205';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(kinds(`'CANCELLED', 'NO_SHOW', 'PENALTY'`));
    await runner.query(
      `create index bookings_to_complete on reservation.bookings (check_out) where status = 'CONFIRMED'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index reservation.bookings_to_complete');
    await runner.query(kinds(`'CANCELLED', 'PENALTY'`));
  }
}

function kinds(list: string): string {
  return `
    alter table reservation.sale_order_amendments
      drop constraint sale_order_amendments_kind_check,
      add constraint sale_order_amendments_kind_check check (kind in (${list}))`;
}
