// What the database itself keeps the subgraph from, whatever its code does.
import { createTestDatabase } from '../../../shared/testing/services/test-database.ts';
import type { TestDatabase } from '../../../shared/testing/services/test-database.ts';
import { openDesk } from './desk.ts';
import type { Desk } from './desk.ts';

let database: TestDatabase;
let desk: Desk;
beforeAll(async () => {
  database = await createTestDatabase();
  desk = await openDesk(database);
});
afterAll(async () => {
  await desk.close();
  await database.drop();
});

describe('the role of the subgraph', () => {
  test.each([
    'update reservation.sale_orders set total = 0',
    'update reservation.sale_order_lines set amount = 0',
    'delete from reservation.sale_order_lines',
    'delete from reservation.sale_orders',
    `update reservation.booking_audit_log set actor = 'nobody'`,
    'delete from reservation.booking_audit_log',
    'update reservation.booking_nights set rooms = 1',
    'delete from reservation.booking_nights',
    'delete from reservation.bookings',
    'delete from reservation.booking_groups',
    `update reservation.client_references set group_id = 'x'`,
    'delete from reservation.client_references',
    'delete from reservation.confirmations',
    'select 1 from ledger.facts',
    'update ledger.heads set seq = 0',
    `select ledger.append('H1', 0, null, null, '[{"kind":"POOL","id":"p","rev":1,"content":{}}]')`,
  ])('may not: %s', async (statement) => {
    await expect(desk.dataSource.query(statement)).rejects.toThrow(
      /permission denied|may not append/,
    );
  });
});
