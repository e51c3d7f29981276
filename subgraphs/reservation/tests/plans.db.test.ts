// What a batch costs may not grow with the bookings there are: no statement of it reads a whole table.
import type { DataSource } from 'typeorm';
import { connectDataSource } from '../../../shared/database/data-source.ts';
import { createTestDatabase } from '../../../shared/testing/services/test-database.ts';
import type { TestDatabase } from '../../../shared/testing/services/test-database.ts';
import { hold, move, openDesk } from './desk.ts';

const BOOKINGS = 20_000;

let database: TestDatabase;
let admin: DataSource;
beforeAll(async () => {
  database = await createTestDatabase();
  admin = await connectDataSource({
    url: database.urls.admin,
    schema: 'reservation',
    applicationName: 'test',
    poolConnectionsMax: 1,
  });
});
afterAll(async () => {
  await admin.destroy();
  await database.drop();
});

/** Bookings of other hotels, straight into the tables. */
async function plantBookings(): Promise<void> {
  const each = `from generate_series(1, ${BOOKINGS}) n`;
  await admin.query(`
    insert into reservation.booking_groups
      select 'old_' || n, 'OLD', 'SIAM', 'OLD-' || n, 'CONFIRMED', '2026-01-01', null, false, n,
             '2026-01-01', n, 'uid', 'UTC' ${each};
    insert into reservation.bookings
      select 'old_' || n, 'old_' || n, 'OLD', 0, 'A', '2099-03-10', '2099-03-11', 1, 'CONFIRMED', 2 ${each};
    insert into reservation.booking_parts
      select 'old_' || n, 1, true, 'CONFIRMED', 2, '2026-01-01', n ${each};
    insert into reservation.booking_nights
      select 'old_' || n, 1, '2099-03-10', 'K1/A', 1, null, null, null ${each};
    insert into reservation.client_references select 'SIAM', 'OLD-' || n, 'old_' || n, '{}' ${each};
    insert into reservation.booking_audit_log
      select gen_random_uuid(), 'old_' || n, null, '2026-01-01', 'uid', 'AGENT', null, 'HELD', 'held',
             'req', n ${each};
    analyze`);
}

/** Rows that whole-table reads of the bookings' tables have gone through so far. */
async function rowsReadThrough(): Promise<number> {
  // Counted by every session for itself and told now and then, or when it is asked to.
  await admin.query('select pg_stat_force_next_flush()');
  await admin.query('select 1');
  const rows: { n: number }[] = await admin.query(
    `select sum(seq_tup_read)::bigint as n from pg_stat_user_tables where schemaname = 'reservation'`,
  );
  return rows[0]!.n;
}

async function untilNobodyIsLeft(): Promise<void> {
  const left = `select 1 from pg_stat_activity
                 where datname = current_database() and application_name = 'test desk'`;
  while ((await admin.query<unknown[]>(left)).length > 0);
}

test('holds, repeats, confirms, cancels and expiries among 20,000 bookings read no table through', async () => {
  await plantBookings();
  const before = await rowsReadThrough();
  const desk = await openDesk(database);
  const commands = Array.from({ length: 32 }, () => hold());
  const held = await desk.commit('H1', ...commands);
  expect(await desk.commit('H1', ...commands)).toEqual(held);
  const groups = held.map((answer) => {
    if (!answer.ok) throw new Error(JSON.stringify(answer));
    return answer.value;
  });
  const kinds = ['confirm', 'cancel', 'expire'] as const;
  await desk.commit('H1', ...groups.map((group, at) => move(kinds[at % 3]!, group)));
  await desk.commit('H1', move('confirm', await desk.held()));
  // A session tells what it has counted when it ends.
  await desk.close();
  await untilNobodyIsLeft();
  expect((await rowsReadThrough()) - before).toBeLessThan(BOOKINGS / 10);
});
