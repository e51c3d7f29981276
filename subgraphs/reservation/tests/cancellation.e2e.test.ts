// What a cancellation costs, told over GraphQL before and after it: on the booking, in the answer to the
// cancel, on the sale order; and what whom is told of it.
import type { CancellationPolicy } from '../../../shared/domain/cancellation-policy.ts';
import type { IdentityClaims } from '../../../shared/auth/identity.ts';
import { callers } from '../../../shared/testing/subgraph-call.ts';
import { startReservationWorld } from './reservation-world.ts';
import type { ReservationWorld } from './reservation-world.ts';

const siam = callers.partner('SIAM');

/** The first night has been due since long ago, everything is from 18:00 on the day before. */
const policy: CancellationPolicy = {
  tiers: [
    { daysBefore: 36_500, time: '00:00', penalty: { kind: 'NIGHTS', nights: 1 } },
    { daysBefore: 1, time: '18:00', penalty: { kind: 'PERCENT', bp: 10_000 } },
  ],
  noShow: { kind: 'PERCENT', bp: 5_000 },
};

const TIME = '{ instant local timezone }';
const TERMS = `cancellation { freeUntil ${TIME} noShowAmount { amount currency }
  policy { tiers { daysBefore time penalty { kind nights bp } } noShow { kind bp } }
  steps { from ${TIME} penalty { kind nights bp } amount { amount } netAmount { amount } }
  charged { at deadline ${TIME} amount { amount currency } netAmount { amount } } }`;
const ORDER = `saleOrder { total { amount } currentTotal { amount currency }
  currentNetTotal { amount } currentMargin { amount }
  amendments { kind booking { id } at deadline ${TIME} why
    amount { amount } netAmount { amount } margin { amount } } }`;
const CANCEL = `mutation ($id: ID!) { answer: cancelBooking(input: { groupId: $id }) {
  ... on BookingGroup { status bookings { id ${TERMS} } ${ORDER} } } }`;
const LOOK = `query ($id: ID!) { answer: bookingGroup(id: $id) { status bookings { id ${TERMS} } ${ORDER} } }`;

let world: ReservationWorld;
beforeAll(async () => {
  world = await startReservationWorld();
  await world.admin.query(`update agency.agencies set markup_bp = 1000 where id = 'SIAM'`);
});
afterAll(() => world.stop());

async function ask(who: IdentityClaims, query: string, id: string): Promise<unknown> {
  const { data, errors } = await world.ask<{ answer: unknown }>(who, query, { id });
  if (!data || errors.length > 0) throw new Error(JSON.stringify(errors));
  return data.answer;
}

const deadline = {
  instant: '2099-03-09T11:00:00Z',
  local: '2099-03-09T18:00:00+07:00',
  timezone: 'Asia/Bangkok',
};
const since = {
  instant: '1999-04-03T17:00:00Z',
  local: '1999-04-04T00:00:00+07:00',
  timezone: 'Asia/Bangkok',
};

test('the terms are told on the booking, and the penalty with its deadline once it is cancelled', async () => {
  const hotelId = await world.hotel();
  await world.setPolicy(hotelId, policy);
  const line = { roomType: 'A', checkIn: '2099-03-10', checkOut: '2099-03-12', rooms: 2 };
  const group = await world.create({ hotelId, clientReference: 'C-1', lines: [line] });
  const id = group.id ?? '';
  // What is agreed stays agreed.
  await world.setPolicy(hotelId, { tiers: [], noShow: { kind: 'NIGHTS', nights: 0 } });
  await world.confirm(id);

  const before = await ask(siam, LOOK, id);
  expect(before).toMatchObject({
    status: 'CONFIRMED',
    bookings: [
      {
        cancellation: {
          policy: { tiers: policy.tiers.map(({ daysBefore, time }) => ({ daysBefore, time })) },
          freeUntil: { instant: '1999-04-03T16:59:59.999999Z' },
          noShowAmount: { amount: 22_000, currency: 'THB' },
          steps: [
            { from: since, penalty: { kind: 'NIGHTS', nights: 1 }, amount: { amount: 22_000 } },
            { from: deadline, penalty: { bp: 10_000 }, amount: { amount: 44_000 } },
          ],
          charged: null,
        },
      },
    ],
    saleOrder: { total: { amount: 44_000 }, currentTotal: { amount: 44_000 }, amendments: [] },
  });
  expect(JSON.stringify(before)).not.toContain('20000');

  const bookingId = group.bookings?.[0]?.id;
  const cancelled = await ask(siam, CANCEL, id);
  expect(cancelled).toMatchObject({
    status: 'CANCELLED',
    bookings: [
      {
        cancellation: {
          charged: {
            deadline: since,
            amount: { amount: 22_000, currency: 'THB' },
            netAmount: null,
          },
        },
      },
    ],
    saleOrder: {
      total: { amount: 44_000 },
      currentTotal: { amount: 22_000, currency: 'THB' },
      currentNetTotal: null,
      currentMargin: null,
      amendments: [
        {
          kind: 'CANCELLED',
          booking: { id: bookingId },
          amount: { amount: -44_000 },
          margin: null,
        },
        { kind: 'PENALTY', deadline: since, amount: { amount: 22_000 }, netAmount: null },
      ],
    },
  });
  expect(await ask(siam, CANCEL, id)).toEqual(cancelled);
  expect(await ask(siam, LOOK, id)).toEqual(cancelled);

  expect(await ask(callers.operator, LOOK, id)).toMatchObject({
    bookings: [{ cancellation: { charged: { netAmount: { amount: 20_000 } } } }],
    saleOrder: {
      currentNetTotal: { amount: 20_000 },
      currentMargin: { amount: 2_000 },
      amendments: [
        { netAmount: { amount: -40_000 }, margin: { amount: -4_000 } },
        { netAmount: { amount: 20_000 }, margin: { amount: 2_000 } },
      ],
    },
  });
  expect(await world.verify()).toMatch(/^clean: .* 0 nights oversold$/);
});

test('without a policy cancelling is free, and said to be', async () => {
  const line = { roomType: 'B', checkIn: '2099-03-10', checkOut: '2099-03-11', rooms: 1 };
  const hotelId = await world.hotel();
  const { id = '' } = await world.create({ hotelId, clientReference: 'C-2', lines: [line] });
  await world.confirm(id);
  expect(await ask(siam, CANCEL, id)).toMatchObject({
    bookings: [{ cancellation: { policy: null, freeUntil: null, steps: [], charged: null } }],
    // Its night has no rate: what it came to is not known, and not zero.
    saleOrder: {
      total: null,
      currentTotal: null,
      amendments: [{ kind: 'CANCELLED', amount: null }],
    },
  });
});
