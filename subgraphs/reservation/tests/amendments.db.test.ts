// What cancelling makes of a sale order: lines stay, amendments are added with the change and no other
// time; and the checker finds an order that does not add up.
import { execFile } from 'node:child_process';
import type { DataSource } from 'typeorm';
import { projectPath, projectRoot } from '../../../shared/config/paths.ts';
import { formatInstant, instantOf } from '../../../shared/domain/instants.ts';
import { readClock } from '../../../shared/ledger/ledger.ts';
import { moveClock } from '../../../shared/testing/clock.ts';
import type { BookingGroup } from '../domain/booking.ts';
import { findOrdersByGroupIds } from '../repositories/sale-orders.ts';
import { move } from './desk.ts';
import type { Desk } from './desk.ts';
import { everything } from './everything.ts';
import { openTrial } from './trial.ts';
import type { Trial } from './trial.ts';

let trial: Trial;
let admin: DataSource;
let desk: Desk;
beforeAll(async () => {
  trial = await openTrial();
  ({ admin, desk } = trial);
});
afterAll(() => trial.close());

/** The desk’s terms: the first night from 18:00 in Bangkok on the day before. */
const DEADLINE = '2099-03-09T11:00:00Z';

async function confirmed(): Promise<BookingGroup> {
  const group = await desk.held();
  const [answer] = await desk.commit('H1', move('confirm', group));
  if (!answer?.ok) throw new Error(JSON.stringify(answer));
  return answer.value;
}

const orderOf = async (group: BookingGroup) =>
  (await findOrdersByGroupIds(desk.dataSource, [group.id]))[0];

/** What the checker says of sale orders; it is another subgraph’s, so it is asked from the command line. */
function brokenOrders(): Promise<string[]> {
  const entry = projectPath('subgraphs', 'allotment', 'tools', 'verify', 'main.ts');
  const env = { DATABASE_URL_VERIFY: trial.database.urls.verify };
  return new Promise((resolve) => {
    execFile(process.execPath, [entry], { cwd: projectRoot(), env }, (_error, out) => {
      resolve(out.split('\n').filter((line) => line.includes('sale order')));
    });
  });
}

test('what was agreed is kept with the group as it is held', async () => {
  const group = await desk.held();
  const rows: unknown[] = await admin.query(
    'select timezone, cancellation_policy as policy from reservation.booking_groups where id = $1',
    [group.id],
  );
  expect(rows).toEqual([{ timezone: 'Asia/Bangkok', policy: group.cancellationPolicy }]);
});

test('before its deadline a cancellation takes the price off the order and adds nothing', async () => {
  const group = await confirmed();
  const before = await orderOf(group);
  await desk.commit('H1', move('cancel', group));
  const after = await orderOf(group);
  expect(after).toEqual({
    ...before,
    amendments: [
      expect.objectContaining({ kind: 'CANCELLED', amount: -20_000, netAmount: -20_000 }),
    ],
  });
});

test('a cancel that meets its deadline on the way pays what it costs when it is recorded', async () => {
  const group = await confirmed();
  const late = await desk.held();
  const ms = (instantOf(DEADLINE) - instantOf(await readClock(admin))) / 1_000;
  await moveClock(admin, Math.ceil(ms));
  await desk.commit('H1', move('cancel', group), move('expire', late));
  const order = await orderOf(group);
  expect(order?.amendments).toMatchObject([
    { kind: 'CANCELLED', amount: -20_000 },
    { kind: 'PENALTY', amount: 10_000, netAmount: 10_000 },
  ]);
  const [, penalty] = order?.amendments ?? [];
  expect(formatInstant(instantOf(penalty?.deadline ?? ''))).toBe(DEADLINE);
  expect(instantOf(penalty?.at ?? '')).toBeGreaterThanOrEqual(instantOf(DEADLINE));
});

test('cancelling again charges nothing again', async () => {
  const group = await confirmed();
  await desk.commit('H1', move('cancel', group));
  const before = await everything(admin);
  expect(await desk.commit('H1', move('cancel', group))).toMatchObject([{ ok: true }]);
  expect(await everything(admin)).toEqual(before);
});

test('amendments cannot be changed or taken away by the role that writes them', async () => {
  for (const change of ['update', 'delete from']) {
    const rest = change === 'update' ? 'set amount = 0' : '';
    await expect(
      desk.dataSource.query(`${change} reservation.sale_order_amendments ${rest}`),
    ).rejects.toThrow('permission denied');
  }
});

test('the checker adds every order up, and finds a line, an amendment or a total that is wrong', async () => {
  const group = await confirmed();
  await desk.commit('H1', move('cancel', group));
  expect(await brokenOrders()).toEqual([]);
  await admin.query(
    `update reservation.sale_order_amendments set amount = amount + 1 where booking_id = $1`,
    [group.bookings[0]?.id],
  );
  await admin.query('update reservation.sale_orders set net_total = 7 where group_id = $1', [
    group.id,
  ]);
  expect(await brokenOrders()).toEqual([
    expect.stringContaining(`the order of ${group.id} comes to`),
    expect.stringContaining(`the order of ${group.id} says 7 (netAmount), its lines 20000`),
    expect.stringContaining(`the order of ${group.id} comes to`),
  ]);
});
