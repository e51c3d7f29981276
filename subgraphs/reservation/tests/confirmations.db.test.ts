// Leases on confirmations, on a real database: one asks at a time, nobody's death blocks the next.
import type { DataSource } from 'typeorm';
import { connectDataSource } from '../../../shared/database/data-source.ts';
import { installTestClock, moveClock } from '../../../shared/testing/clock.ts';
import { createTestDatabase } from '../../../shared/testing/services/test-database.ts';
import type { TestDatabase } from '../../../shared/testing/services/test-database.ts';
import {
  findDueConfirmations,
  isLeased,
  postpone,
  takeLease,
} from '../repositories/confirmations.ts';
import type { Settlement } from '../domain/settlement.ts';
import type { HotelCommand } from '../services/hotel-command.ts';
import { move, openDesk } from './desk.ts';
import type { Desk } from './desk.ts';

const LEASE_MS = 25_000;
const actor = { subject: 'worker', role: 'SYSTEM', requestId: 'r' };

let database: TestDatabase;
let admin: DataSource;
let desk: Desk;
beforeAll(async () => {
  database = await createTestDatabase();
  admin = await connectDataSource({
    url: database.urls.admin,
    schema: 'reservation',
    applicationName: 'test',
  });
  await installTestClock(admin);
  desk = await openDesk(database, { contract: 'K1' });
});
afterAll(async () => {
  await desk.close();
  await admin.destroy();
  await database.drop();
});

/** A group that was just moved to CONFIRMING, with nobody's lease on it. */
async function confirming(): Promise<string> {
  const group = await desk.held();
  expect(await desk.commit('H1', move('confirm', group))).toMatchObject([
    { ok: true, value: { status: 'CONFIRMING' } },
  ]);
  return group.id;
}

function settle(groupId: string, status: Settlement['status'], leaseOwner: string): HotelCommand {
  const settlement: Settlement = { status, supplierReference: 'MHG-1', why: 'so it said' };
  return { kind: 'settle', groupId, settlement, leaseOwner, actor, why: settlement.why };
}

const take = (groupId: string, owner: string): Promise<number | null> =>
  takeLease(desk.dataSource, groupId, owner, LEASE_MS);
const due = async (): Promise<string[]> =>
  (await findDueConfirmations(desk.dataSource, 100)).map(({ groupId }) => groupId);

test('of many who come at once one takes the lease; the others, once it has run out', async () => {
  const groupId = await confirming();
  expect(await due()).toContain(groupId);
  const owners = Array.from({ length: 10 }, (_, index) => `owner-${index}`);
  const taken = await Promise.all(owners.map((owner) => take(groupId, owner)));
  expect(taken.filter((asks) => asks !== null)).toEqual([1]);
  expect([await due(), await isLeased(desk.dataSource, groupId)]).toEqual([[], true]);
  await moveClock(admin, LEASE_MS);
  expect([await due(), await isLeased(desk.dataSource, groupId)]).toEqual([[groupId], false]);
  expect(await take(groupId, 'the next')).toBe(2);
});

test('who gives up says when to ask again; who lost the lease says nothing', async () => {
  const groupId = await confirming();
  await take(groupId, 'first');
  await moveClock(admin, LEASE_MS);
  await take(groupId, 'second');
  await postpone(desk.dataSource, { groupId, owner: 'first' }, 0, 'late');
  expect(await isLeased(desk.dataSource, groupId)).toBe(true);
  await postpone(desk.dataSource, { groupId, owner: 'second' }, 60_000, 'nothing yet');
  expect(await isLeased(desk.dataSource, groupId)).toBe(false);
  expect(await due()).not.toContain(groupId);
  await moveClock(admin, 60_000);
  expect(await due()).toContain(groupId);
});

test('what is settled is never leased or due again, and a late word changes nothing', async () => {
  const groupId = await confirming();
  await take(groupId, 'first');
  await moveClock(admin, LEASE_MS);
  await take(groupId, 'second');
  // Told by who lost the lease: only a yes counts.
  const [late] = await desk.commit('H1', settle(groupId, 'REJECTED', 'first'));
  expect(late).toMatchObject({ ok: true, value: { status: 'CONFIRMING' } });
  const [yes] = await desk.commit('H1', settle(groupId, 'CONFIRMED', 'first'));
  expect(yes).toMatchObject({ ok: true, value: { status: 'CONFIRMED' } });
  for (const status of ['UNKNOWN_DOWNSTREAM', 'REJECTED', 'CONFIRMED'] as const) {
    const [again] = await desk.commit('H1', settle(groupId, status, 'second'));
    expect(again).toMatchObject({ ok: true, value: { status: 'CONFIRMED' } });
  }
  await moveClock(admin, LEASE_MS);
  expect(await due()).not.toContain(groupId);
  expect(await take(groupId, 'anyone')).toBeNull();
  const rows: unknown[] = await admin.query(
    `select k.supplier_reference, o.group_id from reservation.confirmations k
       join reservation.sale_orders o using (group_id) where group_id = $1`,
    [groupId],
  );
  expect(rows).toEqual([{ supplier_reference: 'MHG-1', group_id: groupId }]);
});
