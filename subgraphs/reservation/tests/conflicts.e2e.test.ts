// Where the supplier and we contradict each other: kept for people, and settled by them.
import { startSupplierHouse, told } from './supplier-house.ts';
import type { SupplierHouse } from './supplier-house.ts';

let house: SupplierHouse;
beforeAll(async () => {
  house = await startSupplierHouse();
});
afterAll(() => house.stop());

describe('a contradiction', () => {
  async function confirmed(hotelId: string, rooms = 1): Promise<string> {
    const groupId = await house.held(hotelId, rooms);
    expect((await house.confirm(groupId)).status).toBe('CONFIRMED');
    return groupId;
  }

  test('nobody here knows the booking: kept for people, and dismissed', async () => {
    const hotelId = await house.hotel(1);
    await house.send([{ body: told({ key: 'grp_none', hotelId, version: 1, status: 'OK' }) }]);
    await house.decided();
    expect(await house.conflictsOf({ hotelId })).toMatchObject([
      { kind: 'UNKNOWN_BOOKING', field: '/key' },
    ]);
  });

  test('the supplier cancels what was confirmed: ours follows once an operator says so', async () => {
    const hotelId = await house.hotel(1);
    const groupId = await confirmed(hotelId);
    await house.send([{ body: told({ key: groupId, hotelId, version: 2, status: 'XX' }) }]);
    await house.decided();
    expect(await house.statusOf(groupId)).toBe('CONFIRMED');
    expect(await house.conflictsOf({ groupId })).toMatchObject([
      { kind: 'CANCELLED_BY_SUPPLIER', field: '/status' },
    ]);
    expect(await house.settle(groupId, 'ACCEPT_SUPPLIER')).toMatchObject({
      resolution: 'ACCEPT_SUPPLIER',
      note: 'asked by phone',
    });
    expect(await house.statusOf(groupId)).toBe('CANCELLED');
    const errands = await house.rows(
      'select 1 from reservation.supplier_errands where group_id = $1',
      groupId,
    );
    expect(errands).toEqual([]);
    await house.held(hotelId);
  });

  test('the supplier confirms what was sold and cancelled: it is told once more, and agrees', async () => {
    const hotelId = await house.hotel(1);
    const groupId = await confirmed(hotelId);
    expect((await house.cancel({ groupId })).status).toBe('CANCELLED');
    const errands = (): Promise<{ state: string }[]> =>
      house.rows(
        'select state from reservation.supplier_errands where group_id = $1 order by position',
        groupId,
      );
    await house.until('it is told', async () => (await errands())[0]?.state === 'DONE');
    await house.send([{ body: told({ key: groupId, hotelId, version: 7, status: 'OK' }) }]);
    await house.decided();
    expect(await house.statusOf(groupId)).toBe('CANCELLED');
    expect(await house.ordersOf(groupId)).toBe(1);
    expect(await house.conflictsOf({ groupId })).toMatchObject([
      { kind: 'CONFIRMED_AFTER_CANCEL', resolution: null },
    ]);
    expect(await house.settle(groupId, 'ACCEPT_SUPPLIER')).toMatchObject({
      __typename: 'InvalidState',
    });
    expect(await house.settle(groupId, 'KEEP_OURS')).toMatchObject({ resolution: 'KEEP_OURS' });
    await house.until('it is told again', async () => {
      const states = (await errands()).map(({ state }) => state);
      return states.join() === 'DONE,DONE';
    });
    await house.held(hotelId);
  });

  test('other rooms: what we have is told to the supplier, and its next word agrees', async () => {
    const hotelId = await house.hotel(5);
    const groupId = await confirmed(hotelId, 2);
    await house.supplier('PUT', `/bookings/${groupId}`, {
      rooms: [
        {
          room_type: 'A',
          stay_from: '2099-03-10',
          stay_to: '2099-03-11',
          rooms: 1,
          amount: '200.00',
        },
      ],
    });
    expect(await house.send([{ key: groupId }])).toEqual([202]);
    await house.decided();
    expect(await house.conflictsOf({ groupId })).toMatchObject([
      { kind: 'OTHER_CONTENT', field: '/lines/0' },
    ]);
    expect(await house.settle(groupId, 'KEEP_OURS')).toMatchObject({ resolution: 'KEEP_OURS' });
    await house.until('the supplier is told', async () => {
      const [errand] = await house.rows<{ state: string }>(
        'select state from reservation.supplier_errands where group_id = $1',
        groupId,
      );
      return errand?.state === 'DONE';
    });
    expect(await house.send([{ key: groupId }])).toEqual([202]);
    await house.decided();
    expect((await house.inboxOf(groupId)).map(([, state]) => state)).toEqual([
      'CONFLICT',
      'DUPLICATE',
    ]);
    expect(await house.statusOf(groupId)).toBe('CONFIRMED');
  });

  test('a contradiction is over once the supplier says something newer that agrees', async () => {
    const hotelId = await house.hotel(1);
    const groupId = await confirmed(hotelId);
    const reference = 'MHG-SAME';
    const say = (version: number, status: string): object =>
      told({ key: groupId, hotelId, version, status, reference });
    await house.send([{ body: say(7, 'XX') }]);
    await house.decided();
    await house.send([{ body: say(8, 'OK') }]);
    await house.decided();
    expect(await house.conflictsOf({ groupId })).toMatchObject([{ resolution: 'SUPERSEDED' }]);
  });
});

test('after all of it ledger and tables agree', async () => {
  expect(await house.verify()).toMatch(/clean: /);
});
