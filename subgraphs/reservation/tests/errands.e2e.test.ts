// What we decide and the supplier has to hear: told by the worker, again and again, in order.
import { moveClock } from '../../../shared/testing/clock.ts';
import { startSupplierHouse } from './supplier-house.ts';
import type { SupplierHouse } from './supplier-house.ts';

let house: SupplierHouse;
beforeAll(async () => {
  house = await startSupplierHouse();
});
afterAll(() => house.stop());

describe('what we cancel', () => {
  async function standsThere(groupId: string): Promise<unknown> {
    const { items } = (await house.supplier('GET', '/bookings')) as {
      items: { key: string; status: string; rooms: { rooms: number }[] }[];
    };
    const found = items.find(({ key }) => key === groupId);
    return found && [found.status, found.rooms.map(({ rooms }) => rooms)];
  }

  test('is told to the supplier afterwards, and again after the teller was killed', async () => {
    const hotelId = await house.hotel(2);
    const groupId = await house.held(hotelId);
    await house.confirm(groupId);
    await house.supplier('POST', '/faults', {
      hotel: hotelId,
      operation: 'cancel',
      kind: 'SILENCE',
      done: false,
    });
    expect((await house.cancel({ groupId })).status).toBe('CANCELLED');
    // Given back here at once, whatever the supplier does.
    await house.held(hotelId, 2);
    await house.until('the worker has set out to tell it', async () => {
      const [errand] = await house.rows<{ tries: number }>(
        'select tries from reservation.supplier_errands where group_id = $1',
        groupId,
      );
      return errand?.tries === 1;
    });
    const worker = house.system.process('worker');
    worker.kill('SIGKILL');
    await worker.exited;
    expect(await standsThere(groupId)).toEqual(['OK', [1]]);
    await moveClock(house.admin, 60_000);
    await house.system.restart('worker');
    await house.until('the supplier has cancelled it', async () => {
      const there = JSON.stringify(await standsThere(groupId));
      return there === JSON.stringify(['XX', [1]]);
    });
    await house.until('the errand has its end', async () => {
      const [errand] = await house.rows<{ state: string }>(
        'select state from reservation.supplier_errands where group_id = $1',
        groupId,
      );
      return errand?.state === 'DONE';
    });
    // Its echo is no news.
    await house.send([{ key: groupId }]);
    await house.decided();
    expect((await house.inboxOf(groupId)).map(([, state]) => state)).toEqual(['DUPLICATE']);
  });

  test('a hold is never told: the supplier had never heard of it', async () => {
    const hotelId = await house.hotel(1);
    const groupId = await house.held(hotelId);
    await house.cancel({ groupId });
    expect(
      await house.rows('select 1 from reservation.supplier_errands where group_id = $1', groupId),
    ).toEqual([]);
  });

  test('a refusal is visible as an incident, and told again when an operator says so', async () => {
    const hotelId = await house.hotel(1);
    const groupId = await house.held(hotelId);
    await house.confirm(groupId);
    await house.supplier('POST', '/faults', {
      hotel: hotelId,
      operation: 'cancel',
      kind: 'REFUSE',
      reason: 'Too late',
    });
    await house.cancel({ groupId });
    const errand = async (): Promise<{ id: string; state: string } | undefined> =>
      (
        await house.rows<{ id: string; state: string }>(
          'select id, state from reservation.supplier_errands where group_id = $1',
          groupId,
        )
      )[0];
    await house.until('it is refused', async () => (await errand())?.state === 'FAILED');
    await house.until('the incident is raised', async () => {
      const rows = await house.rows(
        `select 1 from allotment.incidents where group_id = $1 and kind = 'ERRAND_FAILED'`,
        groupId,
      );
      return rows.length === 1;
    });
    await house.operate(
      `mutation ($id: ID!) { retryErrand(id: $id) { __typename ... on SupplierErrand { state } } }`,
      { id: (await errand())?.id },
    );
    await house.until('it is done', async () => (await errand())?.state === 'DONE');
    expect(await standsThere(groupId)).toEqual(['XX', [1]]);
  });
});

test('after all of it ledger and tables agree', async () => {
  expect(await house.verify()).toMatch(/clean: /);
});
