// What the agency pays beside what the hotel gets, settled when a night is held.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SellRates1760000000213 implements MigrationInterface {
  name = 'SellRates1760000000213';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COLUMNS);
    await runner.query(BEFORE_MARKUPS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table reservation.sale_order_lines drop column net_amount;
      alter table reservation.sale_orders drop column net_total;
      alter table reservation.booking_nights drop column sell_rate;
    `);
  }
}

// `rate` stays the hotel's net rate; orders say what the agency pays in total and amount.
const COLUMNS = `
  alter table reservation.booking_nights
    add column sell_rate bigint,
    add constraint booking_nights_sell_with_net check ((sell_rate is null) = (rate is null)) not valid;
  alter table reservation.sale_orders add column net_total bigint;
  alter table reservation.sale_order_lines add column net_amount bigint;
`;

// Until now no agency had a markup: what was sold was sold at the net rate.
const BEFORE_MARKUPS = `
  update reservation.booking_nights set sell_rate = rate where rate is not null;
  alter table reservation.booking_nights validate constraint booking_nights_sell_with_net;
  update reservation.sale_orders set net_total = total where total is not null;
  update reservation.sale_order_lines set net_amount = amount where amount is not null;
`;
