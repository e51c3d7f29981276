// What a confirmed group becomes: its order, with amounts only where there are prices.
import type { BookingNight } from '../domain/booking.ts';
import { toSaleOrder } from '../domain/sale-order.ts';
import { bookingOf, groupIn } from './groups.ts';

const at = '2099-03-01T00:10:00Z';
const night: BookingNight = {
  night: '2099-03-10',
  line: 'K1/A',
  rooms: 1,
  rate: 1_999,
  sellRate: 1_999,
  currency: 'THB',
};
const { currency: _currency, ...withoutCurrency } = night;
const { rate: _rate, sellRate: _sellRate, ...withoutRate } = night;

function orderOf(...nightsOfBookings: BookingNight[][]) {
  const bookings = nightsOfBookings.map((nights, position) =>
    bookingOf(`bkg_${position}`, { position, status: 'CONFIRMED', nights }),
  );
  return toSaleOrder(groupIn('CONFIRMED', { bookings }), 'so_1', at);
}

test('the amount of a line is rate times rooms over its nights, the total is that of all lines', () => {
  const order = toSaleOrder(groupIn('CONFIRMED'), 'so_1', at);
  expect(order).toMatchObject({
    id: 'so_1',
    groupId: 'grp_1',
    hotelId: 'H1',
    agencyId: 'SIAM',
    confirmedAt: at,
    currency: 'THB',
    total: 60_000,
  });
  expect(order.lines.map(({ bookingId, rooms, amount }) => [bookingId, rooms, amount])).toEqual([
    ['bkg_1', 2, 40_000],
    ['bkg_2', 1, 20_000],
  ]);
});

test('an order says what the agency pays, and what the hotel gets beside it', () => {
  const dearer = { ...night, rooms: 3, sellRate: 2_249 };
  const order = orderOf([dearer], [night]);
  expect(order).toMatchObject({ total: 8_746, netTotal: 7_996 });
  expect(order.lines.map(({ amount, netAmount }) => [amount, netAmount])).toEqual([
    [6_747, 5_997],
    [1_999, 1_999],
  ]);
});

test('bookings that were cancelled before are not in the order', () => {
  const [first, second] = groupIn('CONFIRMED').bookings;
  const group = groupIn('CONFIRMED', { bookings: [{ ...first!, status: 'CANCELLED' }, second!] });
  const order = toSaleOrder(group, 'so_1', at);
  expect(order.lines.map((line) => line.bookingId)).toEqual(['bkg_2']);
  expect(order.total).toBe(20_000);
});

test('a night that is free of charge has a price: nothing', () => {
  expect(orderOf([{ ...night, rate: 0, sellRate: 0 }, night]).total).toBe(1_999);
});

test('a night without a rate leaves its line without an amount and the order without a total', () => {
  const order = orderOf([night, withoutRate], [night]);
  expect(order.lines.map((line) => line.amount)).toEqual([undefined, 1_999]);
  expect(order).toMatchObject({ currency: 'THB' });
  expect(order.total).toBeUndefined();
});

test.each([
  ['currencies that differ between bookings', [[night], [{ ...night, currency: 'EUR' }]]],
  ['currencies that differ within a booking', [[night, { ...night, currency: 'EUR' }]]],
  ['a night whose currency is not known', [[night, withoutCurrency]]],
])('%s are never added up', (_what, bookings) => {
  const order = orderOf(...bookings);
  expect([order.currency, order.total, ...order.lines.map((line) => line.amount)]).toEqual([
    undefined,
    undefined,
    ...bookings.map(() => undefined),
  ]);
});
