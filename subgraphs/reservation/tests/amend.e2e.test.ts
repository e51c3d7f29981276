// Amending over GraphQL with the real neighbours: what is quoted and told to whom, what is made of it, and
// that the ledger still adds up. The processes compete under their lock; amend-races.db.test.ts is without.
import type { CancellationPolicy } from '../../../shared/domain/cancellation-policy.ts';
import { callers } from '../../../shared/testing/subgraph-call.ts';
import { moveClock } from '../../../shared/testing/clock.ts';
import { startReservationWorld } from './reservation-world.ts';
import type { AmendedLine, AmendInput, Answer, ReservationWorld } from './reservation-world.ts';

let world: ReservationWorld;
beforeAll(async () => {
  world = await startReservationWorld();
  await world.admin.query(`update agency.agencies set markup_bp = 1000 where id = 'SIAM'`);
});
afterAll(() => world.stop());

/** The first night has been due since long ago. */
const dueAlready: CancellationPolicy = {
  tiers: [{ daysBefore: 36_500, time: '00:00', penalty: { kind: 'NIGHTS', nights: 1 } }],
  noShow: { kind: 'PERCENT', bp: 5_000 },
};

const line = { roomType: 'A', checkIn: '2099-03-10', checkOut: '2099-03-12', rooms: 2 };
const longer = { checkOut: '2099-03-13' };
let references = 0;

async function held(hotelId: string, rooms = 2): Promise<Answer> {
  references += 1;
  const lines = [{ ...line, rooms }];
  return world.create({ hotelId, clientReference: `AMEND-${references}`, lines });
}

async function sold(hotelId: string, rooms = 2): Promise<Answer> {
  const { id = '' } = await held(hotelId, rooms);
  return world.confirm(id);
}

function inputOf(group: Answer, change: Omit<AmendedLine, 'bookingId'>): AmendInput {
  return {
    groupId: group.id ?? '',
    lines: [{ bookingId: group.bookings?.[0]?.id ?? '', ...change }],
  };
}

async function amended(
  group: Answer,
  change: Omit<AmendedLine, 'bookingId'>,
  url?: string,
): Promise<Answer> {
  const input = inputOf(group, change);
  const { token = '' } = await world.quoteAmendment(input);
  return world.amend({ ...input, token }, undefined, url);
}

const baht = (amount: number) => ({ amount, currency: 'THB' });

test('a quote tells the difference, what is due, the new deadline and until when it is good', async () => {
  const hotelId = await world.hotel();
  const group = await sold(hotelId);
  const quote = await world.quoteAmendment(inputOf(group, longer));
  expect(quote).toMatchObject({
    __typename: 'AmendmentQuote',
    priceDifference: baht(22_000),
    netPriceDifference: null,
    penalty: baht(0),
    netPenalty: null,
    bookings: [
      {
        ...{ booking: { checkOut: '2099-03-12' }, checkOut: '2099-03-13', rooms: 2 },
        ...{ priceBefore: baht(44_000), price: baht(66_000), freeUntil: null },
      },
    ],
  });
  const operators = await world.quoteAmendment(inputOf(group, longer), callers.operator);
  expect(operators).toMatchObject({ netPriceDifference: baht(20_000), netPenalty: baht(0) });
});

test('giving up late is quoted with its penalty, charged with the amendment and adds up', async () => {
  const hotelId = await world.hotel();
  await world.setPolicy(hotelId, dueAlready);
  const group = await sold(hotelId);
  const input = inputOf(group, { rooms: 1, checkIn: '2099-03-11' });
  const quote = await world.quoteAmendment(input);
  // Two rooms of the first night were due, one room is from now on.
  expect(quote).toMatchObject({ priceDifference: baht(-33_000), penalty: baht(11_000) });
  const answer = await world.amend({ ...input, token: quote.token ?? '' });
  expect(answer).toMatchObject({
    status: 'CONFIRMED',
    bookings: [{ rooms: 1, checkIn: '2099-03-11', nights: [{ date: '2099-03-11', rooms: 1 }] }],
    saleOrder: { total: { amount: 44_000 }, currentTotal: { amount: 22_000 } },
  });
  expect(answer.auditLog?.at(-1)).toMatchObject({
    fromStatus: 'CONFIRMED',
    toStatus: 'CONFIRMED',
    bookingId: group.bookings?.[0]?.id,
  });
});

test('shrinks, extends, moves and changes the room type, and all of it adds up in the end', async () => {
  const hotelId = await world.hotel(2);
  const group = await sold(hotelId);
  for (const change of [
    { rooms: 1 },
    { rooms: 2, checkOut: '2099-03-14' },
    { checkIn: '2099-03-12', checkOut: '2099-03-16' },
    { checkIn: '2099-05-01', checkOut: '2099-05-02' },
    { roomType: 'C', checkIn: '2099-05-01', checkOut: '2099-05-03' },
  ]) {
    expect(await amended(group, change)).toMatchObject({
      status: 'CONFIRMED',
      bookings: [change],
    });
  }
  // All that was left is there for others.
  expect((await held(hotelId, 2)).status).toBe('HELD');
  expect(await world.cancel({ groupId: group.id ?? '' })).toMatchObject({ status: 'CANCELLED' });
  expect(await world.verify()).toMatch(/^clean: /);
});

test('two bookings of a group change places in a full house', async () => {
  const hotelId = await world.hotel(1);
  const [first, second] = [
    { checkIn: '2099-03-10', checkOut: '2099-03-11' },
    { checkIn: '2099-03-11', checkOut: '2099-03-12' },
  ] as const;
  const lines = [first, second].map((stay) => ({ roomType: 'A', rooms: 1, ...stay }));
  const { id = '', bookings = [] } = await world.create({
    ...{ hotelId, clientReference: 'PLACES' },
    lines,
  });
  const group = await world.confirm(id);
  expect(group.bookings).toMatchObject([first, second]);
  const swapped = {
    groupId: id,
    lines: bookings.map((booking, at) => ({
      bookingId: booking.id,
      ...(at === 0 ? second : first),
    })),
  };
  const { token = '' } = await world.quoteAmendment(swapped);
  expect(await world.amend({ ...swapped, token })).toMatchObject({ bookings: [second, first] });
  expect((await held(hotelId, 1)).__typename).toBe('NotAvailable');
  expect(await world.verify()).toMatch(/^clean: /);
});

test('a hold that is amended is confirmed as it was amended', async () => {
  const hotelId = await world.hotel();
  const group = await held(hotelId);
  expect(await amended(group, longer)).toMatchObject({
    status: 'HELD',
    expiresAt: group.expiresAt,
  });
  expect(await world.confirm(group.id ?? '')).toMatchObject({
    status: 'CONFIRMED',
    saleOrder: { total: { amount: 66_000 }, currentTotal: { amount: 66_000 } },
  });
  const { items } = (await world.supplier('GET', '/bookings')) as {
    items: { key: string; rooms: { stay_to: string }[] }[];
  };
  expect(items.find(({ key }) => key === group.id)?.rooms).toMatchObject([
    { stay_to: '2099-03-12' },
  ]);
});

test('a seller is not told who has the rooms that it cannot have', async () => {
  const hotelId = await world.hotel(3);
  const group = await sold(hotelId);
  await world.create(
    { hotelId, clientReference: 'ASIA-1', lines: [{ ...line, rooms: 1 }] },
    callers.partner('ASIA'),
  );
  expect(await world.quoteAmendment(inputOf(group, { rooms: 3 }))).toMatchObject({
    __typename: 'NotAvailable',
    reasons: [{ code: 'SOLD_OUT_LINE', needed: 3 }],
  });
});

test('what was quoted is refused once its time is up, and quoted again it is made', async () => {
  const hotelId = await world.hotel();
  const group = await sold(hotelId);
  const input = inputOf(group, longer);
  const { token = '' } = await world.quoteAmendment(input);
  await moveClock(world.admin, 10 * 60_000);
  expect(await world.amend({ ...input, token })).toMatchObject({
    __typename: 'InvalidState',
    reasons: [{ code: 'PREVIEW_STALE' }],
  });
  expect(await amended(group, longer)).toMatchObject({ status: 'CONFIRMED' });
});

test('the last room goes to an amendment or to a neighbour, in two processes under their lock', async () => {
  const replica = await world.replica({});
  for (let round = 0; round < 4; round += 1) {
    const hotelId = await world.hotel(3);
    const group = await sold(hotelId);
    const input = inputOf(group, { rooms: 3 });
    const { token = '' } = await world.quoteAmendment(input);
    const rival = { hotelId, clientReference: `RIVAL-${round}`, lines: [{ ...line, rooms: 1 }] };
    const answers = await Promise.all([
      world.amend({ ...input, token }),
      world.create(rival, callers.partner('ASIA'), replica.url),
    ]);
    expect(answers.filter(({ __typename }) => __typename === 'BookingGroup')).toHaveLength(1);
    expect(answers.map(({ __typename }) => __typename)).toContain('NotAvailable');
  }
  expect(await world.verify()).toMatch(/^clean: .* 0 nights oversold$/);
});
