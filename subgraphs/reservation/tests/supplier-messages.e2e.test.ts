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
