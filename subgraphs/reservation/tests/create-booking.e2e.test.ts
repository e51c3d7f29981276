// The mutation createBooking with the real neighbours: what it holds, and once. What it refuses is in
// refusals/create-booking.ts.
import { callers } from '../../../shared/testing/subgraph-call.ts';
import { everything } from './everything.ts';
import { startReservationWorld } from './reservation-world.ts';
import type { Answer, HoldInput, Line, ReservationWorld } from './reservation-world.ts';

const siam = callers.partner('SIAM');
const line: Line = { roomType: 'A', checkIn: '2099-03-10', checkOut: '2099-03-12', rooms: 2 };

let world: ReservationWorld;
beforeAll(async () => {
  world = await startReservationWorld();
});
afterAll(() => world.stop());

let references = 0;
function input(hotelId: string, changes: Partial<HoldInput> = {}): HoldInput {
  references += 1;
  return { hotelId, clientReference: `R-${references}`, lines: [line], ...changes };
}

function codesOf(answer: Answer): [string, string | null][] | undefined {
  return answer.reasons?.map(({ code, path }) => [code, path]);
}

describe('a hold', () => {
  test('answers the group with its bookings, nights and prices', async () => {
    const hotelId = await world.hotel();
    const other = { ...line, roomType: 'B', rooms: 1, checkOut: '2099-03-11' };
    const held = await world.create(input(hotelId, { clientReference: 'R', lines: [line, other] }));
    const rate = { amount: 10_000, currency: 'THB' };
    expect(held).toMatchObject({
      __typename: 'BookingGroup',
      status: 'HELD',
      clientReference: 'R',
      hotel: { id: hotelId },
      agency: { id: 'SIAM' },
      bookings: [
        {
          ...line,
          status: 'HELD',
          nights: [
            { date: '2099-03-10', rooms: 2, rate },
            { date: '2099-03-11', rooms: 2, rate },
          ],
        },
        { ...other, nights: [{ date: '2099-03-10', rooms: 1, rate: null }] },
      ],
      saleOrder: null,
      auditLog: [{ fromStatus: null, toStatus: 'HELD', actor: null, requestId: null }],
    });
    const minutes = Date.parse(held.expiresAt ?? '') - Date.parse(held.heldAt ?? '');
    expect(minutes).toBe(15 * 60_000);
  });

  test('for an agency by staff is audited with who did it', async () => {
    const hotelId = await world.hotel();
    const held = await world.create(input(hotelId, { agencyId: 'ASIA' }), callers.agent);
    expect(held).toMatchObject({ agency: { id: 'ASIA' }, auditLog: [{ actor: 'uid-agent' }] });
  });

  test('of several lines is all or nothing: two on one night with room for one', async () => {
    const hotelId = await world.hotel(1);
    const single = { ...line, rooms: 1 };
    const before = await everything(world.admin);
    const refused = await world.create(input(hotelId, { lines: [single, single] }));
    expect(refused.__typename).toBe('NotAvailable');
    expect(codesOf(refused)).toEqual([['SOLD_OUT_LINE', '/lines/1']]);
    expect(refused.reasons?.[0]).toMatchObject({ needed: 1, have: 0 });
    expect(await everything(world.admin)).toEqual(before);
    const apart = [single, { ...single, checkIn: '2099-03-12', checkOut: '2099-03-13' }];
    expect(await world.create(input(hotelId, { lines: apart }))).toMatchObject({ status: 'HELD' });
  });
});

describe('the same again', () => {
  test('fifty times in parallel is one booking and fifty equal answers', async () => {
    const hotelId = await world.hotel();
    const body = input(hotelId);
    const answers = await Promise.all(Array.from({ length: 50 }, () => world.create(body, siam)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.__typename).toBe('BookingGroup');
    const groups = await world.admin.query<{ n: number }[]>(
      'select count(*) as n from reservation.booking_groups where hotel_id = $1',
      [hotelId],
    );
    expect(groups).toEqual([{ n: 1 }]);
  });

  test('under another agency is another booking', async () => {
    const hotelId = await world.hotel();
    const body = input(hotelId);
    const ours = await world.create(body, siam);
    const theirs = await world.create(body, callers.partner('ASIA'));
    expect([ours.status, theirs.status]).toEqual(['HELD', 'HELD']);
    expect(theirs.id).not.toBe(ours.id);
  });

  test('after a refusal is decided anew: refusals are not remembered', async () => {
    const hotelId = await world.hotel(1);
    const first = await world.create(input(hotelId, { lines: [{ ...line, rooms: 1 }] }));
    const body = input(hotelId, { lines: [{ ...line, rooms: 1 }] });
    expect((await world.create(body)).__typename).toBe('NotAvailable');
    await world.cancel({ groupId: first.id! });
    expect((await world.create(body)).status).toBe('HELD');
  });
});

test('after all of it ledger and tables agree', async () => {
  expect(await world.verify()).toMatch(/^clean: .* 0 nights oversold$/);
});
