// Stays that are over and guests who did not come, written down by the queue on a real database.
import { execFile } from 'node:child_process';
import type { DataSource } from 'typeorm';
import { projectPath, projectRoot } from '../../../shared/config/paths.ts';
import { instantOf } from '../../../shared/domain/instants.ts';
import { readClock, readHead } from '../../../shared/ledger/ledger.ts';
import { moveClock } from '../../../shared/testing/clock.ts';
import type { BookingGroup } from '../domain/booking.ts';
import { findGroupsByIds } from '../repositories/booking-groups.ts';
import { findOrdersByGroupIds } from '../repositories/sale-orders.ts';
import { completeStays } from '../services/complete-stays.ts';
import type { HotelCommand } from '../services/hotel-command.ts';
import { hold, move, openDesk } from './desk.ts';
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

const line = { roomType: 'A', checkIn: '2099-03-10', checkOut: '2099-03-12', rooms: 1 };
const longer = { ...line, checkOut: '2099-03-14' };

async function confirmed(hotelId: string, lines = [line]): Promise<BookingGroup> {
  const group = await desk.held({ hotelId, lines });
  const [answer] = await desk.commit(hotelId, move('confirm', group));
  if (!answer?.ok) throw new Error(JSON.stringify(answer));
  return answer.value;
}

function noShow(group: BookingGroup): HotelCommand {
  const actor = { subject: 'uid-operator', role: 'OPERATOR', requestId: 'req-1' };
  const bookingId = group.bookings[0]?.id ?? '';
  return { kind: 'no-show', groupId: group.id, bookingId, actor, why: 'did not come' };
}

async function moveTo(instant: string): Promise<void> {
  const ms = (instantOf(instant) - instantOf(await readClock(admin))) / 1_000;
  await moveClock(admin, Math.ceil(ms));
}

const statusesOf = async ({ id }: BookingGroup): Promise<unknown> => {
  const [group] = await findGroupsByIds(admin, [id]);
  return [group?.status, ...(group?.bookings ?? []).map(({ status }) => status)];
};

async function auditOf({ id }: BookingGroup): Promise<unknown> {
  const rows: unknown[] = await admin.query(
    `select booking_id is not null as one, from_status as "from", to_status as "to", actor_role as role
       from reservation.booking_audit_log where group_id = $1 and from_status = 'CONFIRMED' order by booking_id`,
    [id],
  );
  return rows;
}

/** It is another subgraph’s, so it is asked from the command line; the desk’s hotels have no supply. */
function brokenLaws(): Promise<string[]> {
  const entry = projectPath('subgraphs', 'allotment', 'tools', 'verify', 'main.ts');
  const env = { DATABASE_URL_VERIFY: trial.database.urls.verify };
  return new Promise((resolve) => {
    execFile(process.execPath, [entry], { cwd: projectRoot(), env }, (_error, out) => {
      const laws = ['sale order', 'audit rows', 'status of', 'ledger = tables'];
      resolve(out.split('\n').filter((text) => laws.some((law) => text.includes(law))));
    });
  });
}

test('from confirmed to over: a guest who did not come, a stay completed, the sweep run twice and late', async () => {
  const [stay, absent, two, gone] = [
    await confirmed('H1'),
    await confirmed('H1'),
    await confirmed('H1', [line, longer, line]),
    await confirmed('H2'),
  ];
  await desk.commit('H2', move('cancel', gone));
  expect(await completeStays(desk)).toBe(0);

  await moveTo('2099-03-10T16:59:59Z');
  expect(await desk.commit('H1', noShow(absent))).toMatchObject([
    { ok: false, error: [{ code: 'NOT_YET_OPEN' }] },
  ]);
  await moveTo('2099-03-10T17:00:00Z');
  expect(await desk.commit('H1', noShow(absent))).toMatchObject([{ value: { status: 'NO_SHOW' } }]);
  const [order] = await findOrdersByGroupIds(desk.dataSource, [absent.id]);
  expect(order?.amendments).toMatchObject([
    { kind: 'NO_SHOW', amount: -20_000 },
    { kind: 'PENALTY', amount: 20_000, deadline: null },
  ]);
  const allocated: { rooms: number }[] = await admin.query(
    `select sum((a->>'rooms')::int) as rooms from ledger.facts f, jsonb_array_elements(f.content->'allocations') a
      where f.id = $1 and f.rev = 3`,
    [absent.bookings[0]?.id],
  );
  expect(allocated).toEqual([{ rooms: 2 }]);
  const again = await everything(admin);
  expect(await desk.commit('H1', noShow(absent))).toMatchObject([{ ok: true }]);
  expect(await everything(admin)).toEqual(again);

  await moveTo('2099-03-11T16:59:59Z');
  expect(await completeStays(desk)).toBe(0);
  await moveTo('2099-03-11T17:00:00Z');
  const other = await openDesk(trial.database);
  await Promise.all([desk, other, desk].map((one) => completeStays(one)));
  await other.close();
  expect(await Promise.all([stay, absent, two, gone].map(statusesOf))).toEqual([
    ['COMPLETED', 'COMPLETED'],
    ['NO_SHOW', 'NO_SHOW'],
    ['CONFIRMED', 'COMPLETED', 'CONFIRMED', 'COMPLETED'],
    ['CANCELLED', 'CANCELLED'],
  ]);
  expect(await auditOf(stay)).toEqual([
    { one: false, from: 'CONFIRMED', to: 'COMPLETED', role: 'SYSTEM' },
  ]);
  expect(await auditOf(two)).toEqual(
    [1, 2].map(() => ({ one: true, from: 'CONFIRMED', to: 'COMPLETED', role: 'SYSTEM' })),
  );
  await moveTo('2099-03-20T00:00:00Z');
  expect(await completeStays(desk)).toBe(1);
  expect(await statusesOf(two)).toEqual(['COMPLETED', 'COMPLETED', 'COMPLETED', 'COMPLETED']);
  const after = await everything(admin);
  expect(await completeStays(desk)).toBe(0);
  expect(await everything(admin)).toEqual(after);
  expect(await desk.commit('H1', move('cancel', stay))).toMatchObject([
    { ok: false, error: [{ code: 'ALREADY_CONFIRMED' }] },
  ]);
  expect(await brokenLaws()).toEqual([]);
});

test('a sweep of one hotel is one append, however many stays are over', async () => {
  const late = { ...line, checkIn: '2099-06-01', checkOut: '2099-06-02' };
  const held = await Promise.all(
    Array.from({ length: 40 }, () =>
      desk.batches.submit('H9', hold({ hotelId: 'H9', lines: [late] })),
    ),
  );
  const groups = held.map((answer) => {
    if (!answer.ok) throw new Error(JSON.stringify(answer));
    return answer.value;
  });
  await Promise.all(groups.map((group) => desk.batches.submit('H9', move('confirm', group))));
  await moveTo('2099-06-02T00:00:00Z');
  const seq = await readHead(admin, 'H9');
  expect(await completeStays(desk)).toBe(40);
  const stamps: unknown[] = await admin.query(
    `select distinct recorded_at from ledger.facts where hotel_id = 'H9' and seq > $1`,
    [seq],
  );
  expect(stamps).toHaveLength(1);
});
