// Numbers of sale orders that count nothing: an agency could tell from two of its own how much all others
// had sold in between. Orders that are there keep theirs.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class OrderNumbers1760000000232 implements MigrationInterface {
  name = 'OrderNumbers1760000000232';

  // 48 bits, so that they stay whole numbers everywhere. Beside a million orders one confirmation in 280
  // million draws a number that is taken: its commit fails whole, and is made when it is asked for again.
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table reservation.sale_orders alter column number
      set default ('x' || left(md5(gen_random_uuid()::text), 12))::bit(48)::bigint`);
    await runner.query('drop sequence reservation.sale_order_number');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('create sequence reservation.sale_order_number');
    await runner.query(`select setval('reservation.sale_order_number',
      coalesce((select max(number) from reservation.sale_orders), 0) + 1)`);
    await runner.query(`alter table reservation.sale_orders alter column number
      set default nextval('reservation.sale_order_number')`);
    await runner.query(
      'grant usage on sequence reservation.sale_order_number to staysync_reservation',
    );
  }
}
