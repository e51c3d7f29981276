// What we amend and the supplier has to hear: told by the worker until it stands there as it stands here;
// and what becomes of a supplier that has another content, or will not take ours.
import { moveClock } from '../../../shared/testing/clock.ts';
import { startSupplierHouse, told } from './supplier-house.ts';
import type { SupplierHouse } from './supplier-house.ts';

let house: SupplierHouse;
beforeAll(async () => {
  house = await startSupplierHouse();
});
afterAll(() => house.stop());

async function sold(hotelId: string, rooms: number): Promise<string> {
  const groupId = await house.held(hotelId, rooms);
  expect((await house.confirm(groupId)).status).toBe('CONFIRMED');
  return groupId;
}

async function amend(groupId: string, rooms: number): Promise<void> {
  const [booking] = await house.rows<{ id: string }>(
    'select id from reservation.bookings where group_id = $1',
    groupId,
  );
  const input = { groupId, lines: [{ bookingId: booking?.id ?? '', rooms }] };
  const { token = '' } = await house.quoteAmendment(input);
  expect(await house.amend({ ...input, token })).toMatchObject({
    status: 'CONFIRMED',
    bookings: [{ rooms }],
  });
}

interface There {
  readonly version: number;
  readonly rooms: number[];
}

async function standsThere(groupId: string): Promise<There | undefined> {
  const { items } = (await house.supplier('GET', '/bookings')) as {
    items: { key: string; version: number; rooms: { rooms: number }[] }[];
  };
  const found = items.find(({ key }) => key === groupId);
  return found && { version: found.version, rooms: found.rooms.map(({ rooms }) => rooms) };
}

async function errandsOf(
  groupId: string,
): Promise<{ id: string; kind: string; state: string; tries: number }[]> {
  return house.rows(
    `select id, kind, state, tries from reservation.supplier_errands
      where group_id = $1 order by position`,
    groupId,
  );
}

const statesOf = async (groupId: string): Promise<string> =>
  (await errandsOf(groupId)).map(({ state }) => state).join();

test('the supplier hears it in the end, once, though its first answer was lost', async () => {
  const hotelId = await house.hotel(3);
  const groupId = await sold(hotelId, 2);
  await house.supplier('POST', '/faults', { hotel: hotelId, operation: 'amend', kind: 'DROP' });
  await amend(groupId, 1);
  await house.until('it was tried', async () => (await errandsOf(groupId))[0]?.tries === 1);
  await house.until('the first try has its end', async () => {
    await moveClock(house.admin, 60_000);
    return (await statesOf(groupId)) === 'DONE';
  });
  expect(await standsThere(groupId)).toEqual({ version: 2, rooms: [1] });
  // Its echo is no news, and what it said before that is old.
  await house.send([{ key: groupId }]);
  await house.send([{ body: told({ key: groupId, hotelId, version: 1, status: 'OK', rooms: 2 }) }]);
  await house.decided();
  expect((await house.inboxOf(groupId)).map(([version, state]) => [version, state])).toEqual([
    [1, 'STALE'],
    [2, 'DUPLICATE'],
  ]);
  expect(await house.conflictsOf({ groupId })).toEqual([]);
});

test('two amendments are told in their order, and the last is what stands there', async () => {
  const hotelId = await house.hotel(5);
  const groupId = await sold(hotelId, 1);
  await amend(groupId, 3);
  await amend(groupId, 2);
  await house.until('both are told', async () => (await statesOf(groupId)) === 'DONE,DONE');
  expect(await standsThere(groupId)).toEqual({ version: 3, rooms: [2] });
  expect((await house.cancel({ groupId })).status).toBe('CANCELLED');
  await house.until('the end is told', async () => {
    const errands = await errandsOf(groupId);
    return errands.at(-1)?.kind === 'CANCEL' && errands.at(-1)?.state === 'DONE';
  });
});

test('a newer word with another content goes to the conflict queue, and ours is told again', async () => {
  const hotelId = await house.hotel(5);
  const groupId = await sold(hotelId, 2);
  await amend(groupId, 1);
  await house.until('it is told', async () => (await statesOf(groupId)) === 'DONE');
  await house.supplier('PUT', `/bookings/${groupId}`, {
    rooms: [
      {
        ...{ room_type: 'A', stay_from: '2099-03-10', stay_to: '2099-03-11' },
        ...{ rooms: 2, amount: '400.00' },
      },
    ],
  });
  await house.send([{ key: groupId }]);
  await house.decided();
  expect(await house.conflictsOf({ groupId })).toMatchObject([
    { kind: 'OTHER_CONTENT', field: '/lines/0', resolution: null },
  ]);
  expect(await house.settle(groupId, 'KEEP_OURS')).toMatchObject({ resolution: 'KEEP_OURS' });
  await house.until('ours is told', async () => (await statesOf(groupId)) === 'DONE,DONE');
  expect((await standsThere(groupId))?.rooms).toEqual([1]);
});

test('a refusal is an incident, ours stands, and it is told again when an operator says so', async () => {
  const hotelId = await house.hotel(5);
  const groupId = await sold(hotelId, 2);
  await house.supplier('POST', '/faults', {
    ...{ hotel: hotelId, operation: 'amend', kind: 'REFUSE', reason: 'Too late' },
  });
  await amend(groupId, 1);
  await house.until('it is refused', async () => (await statesOf(groupId)) === 'FAILED');
  await house.until('the incident is raised', async () => {
    const rows = await house.rows(
      `select 1 from allotment.incidents where group_id = $1 and kind = 'ERRAND_FAILED'`,
      groupId,
    );
    return rows.length === 1;
  });
  expect((await standsThere(groupId))?.rooms).toEqual([2]);
  await house.operate(`mutation ($id: ID!) { retryErrand(id: $id) { __typename } }`, {
    id: (await errandsOf(groupId))[0]?.id,
  });
  await house.until('it is done', async () => (await statesOf(groupId)) === 'DONE');
  expect((await standsThere(groupId))?.rooms).toEqual([1]);
});

test('after all of it ledger and tables agree', async () => {
  expect(await house.verify()).toMatch(/clean: /);
});
