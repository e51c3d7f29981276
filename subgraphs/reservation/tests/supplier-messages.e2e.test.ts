// What the supplier says by webhook, through the gateway, whenever and however often it says it.
import { moveClock } from '../../../shared/testing/clock.ts';
import { startSupplierHouse, told } from './supplier-house.ts';
import type { SupplierHouse } from './supplier-house.ts';

const EXPIRY_MS = 15 * 60_000;

let house: SupplierHouse;
beforeAll(async () => {
  house = await startSupplierHouse();
});
afterAll(() => house.stop());

describe('messages that come three times, shuffled, late and forged', () => {
  test.each([1, 2, 3])('leave each booking in its one state (seed %d)', async (seed) => {
    const hotelId = await house.hotel(10);
    const [now, twice, refused] = [
      await house.held(hotelId),
      await house.held(hotelId),
      await house.held(hotelId),
    ];
    const yes = told({ key: now, hotelId, version: 1, status: 'OK' });
    const first = told({ key: twice, hotelId, version: 1, status: 'RQ' });
    const then = told({ key: twice, hotelId, version: 2, status: 'Confirmed' });
    const no = told({ key: refused, hotelId, version: 1, status: 'XX' });
    const genuine = [yes, first, then, no].map((body) => ({ body, copies: 3 }));
    expect(new Set(await house.send(genuine, seed))).toEqual(new Set([202]));
    expect(await house.send([{ body: first }])).toEqual([202]);
    await house.decided();

    const forged = told({ key: refused, hotelId, version: 9, status: 'OK' });
    expect(
      await house.send([
        { body: forged, signature: 'wrong' },
        { body: forged, signature: 'missing' },
        { body: forged, signature: 'other_body' },
        { body: forged, age_seconds: 3_600 },
        { body: forged, age_seconds: -3_600 },
      ]),
    ).toEqual([401, 401, 401, 401, 401]);
    expect(await Promise.all([now, twice, refused].map(house.statusOf))).toEqual([
      'CONFIRMED',
      'CONFIRMED',
      'HELD',
    ]);
    expect(await Promise.all([now, twice, refused].map(house.ordersOf))).toEqual([1, 1, 0]);
    expect(await house.inboxOf(now)).toEqual([[1, 'APPLIED', null]]);
    expect(await house.inboxOf(refused)).toEqual([[1, 'DUPLICATE', null]]);
    const [old, fresh] = await house.inboxOf(twice);
    expect(fresh).toEqual([2, 'APPLIED', null]);
    expect(['DUPLICATE', 'STALE']).toContain(old?.[1]);
    expect(await house.auditOf(now)).toEqual(['HELD', 'CONFIRMED']);
    expect(await house.conflictsOf({ hotelId })).toEqual([]);
  });

  test('an older version that comes last changes nothing', async () => {
    const hotelId = await house.hotel(10);
    const groupId = await house.held(hotelId);
    await house.send([{ body: told({ key: groupId, hotelId, version: 2, status: 'OK' }) }]);
    await house.decided();
    await house.send([{ body: told({ key: groupId, hotelId, version: 1, status: 'XX' }) }]);
    await house.decided();
    expect(await house.statusOf(groupId)).toBe('CONFIRMED');
    expect(await house.inboxOf(groupId)).toEqual([
      [1, 'STALE', null],
      [2, 'APPLIED', null],
    ]);
  });
});

describe('a confirmation that comes late', () => {
  async function expired(hotelId: string): Promise<string> {
    const groupId = await house.held(hotelId);
    await moveClock(house.admin, EXPIRY_MS);
    await house.until('it expires', async () => (await house.statusOf(groupId)) === 'EXPIRED');
    return groupId;
  }

  test('revives what expired, while there is room', async () => {
    const hotelId = await house.hotel(1);
    const groupId = await expired(hotelId);
    await house.send([{ body: told({ key: groupId, hotelId, version: 1, status: 'OK' }) }]);
    await house.decided();
    expect(await house.statusOf(groupId)).toBe('CONFIRMED');
    expect(await house.ordersOf(groupId)).toBe(1);
    expect(await house.auditOf(groupId)).toEqual(['HELD', 'EXPIRED', 'CONFIRMED']);
    await expect(house.held(hotelId)).rejects.toThrow('SOLD_OUT_LINE');
  });

  test('revives what was cancelled as a hold, while there is room', async () => {
    const hotelId = await house.hotel(1);
    const groupId = await house.held(hotelId);
    await house.cancel({ groupId });
    await house.send([{ body: told({ key: groupId, hotelId, version: 1, status: 'OK' }) }]);
    await house.decided();
    expect(await house.statusOf(groupId)).toBe('CONFIRMED');
  });

  test('is real: confirmed though the room is sold, with an incident that says so', async () => {
    const hotelId = await house.hotel(1);
    const groupId = await expired(hotelId);
    await house.held(hotelId);
    await house.bookThere(groupId, hotelId);
    await house.send([{ body: told({ key: groupId, hotelId, version: 1, status: 'OK' }) }]);
    await house.decided();
    expect(await house.statusOf(groupId)).toBe('CONFIRMED');
    expect(await house.ordersOf(groupId)).toBe(1);
    await house.until('the incident is raised', async () => {
      const rows = await house.rows<{ kind: string }>(
        'select kind from allotment.incidents where group_id = $1',
        groupId,
      );
      return rows.length === 1 && rows[0]?.kind === 'OVERSOLD';
    });
  });

  test('is not real: the room stays with whoever has it, and people look at it', async () => {
    const hotelId = await house.hotel(1);
    const groupId = await expired(hotelId);
    await house.held(hotelId);
    await house.send([{ body: told({ key: groupId, hotelId, version: 1, status: 'OK' }) }]);
    await house.decided();
    expect(await house.statusOf(groupId)).toBe('EXPIRED');
    expect(await house.conflictsOf({ groupId })).toMatchObject([{ kind: 'NOT_ENOUGH_ROOMS' }]);
    expect(await house.settle(groupId, 'DISMISS')).toMatchObject({ resolution: 'DISMISS' });
    expect(await house.statusOf(groupId)).toBe('EXPIRED');
  });
});

test('after all of it ledger and tables agree', async () => {
  expect(await house.verify()).toMatch(/clean: /);
});
