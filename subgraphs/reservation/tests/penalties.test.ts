// What cancelling costs by what was agreed, and what that makes of the sale order. In Bangkok (+7).
import type { CancellationPolicy } from '../../../shared/domain/cancellation-policy.ts';
import type { BookingGroup, BookingNight } from '../domain/booking.ts';
import { decideCancel, decideCancelledBySupplier } from '../domain/cancel.ts';
import { cancellationCost, cancellationSteps, freeUntil, noShowCost } from '../domain/penalties.ts';
import type { OrderAmendment } from '../domain/penalties.ts';
import { bookingOf, groupIn } from './groups.ts';

/** One night from 9 March 18:00 in Bangkok, everything from the day of arrival on. */
const cancellationPolicy: CancellationPolicy = {
  tiers: [
    { daysBefore: 1, time: '18:00', penalty: { kind: 'NIGHTS', nights: 1 } },
    { daysBefore: 0, time: '00:00', penalty: { kind: 'PERCENT', bp: 10_000 } },
  ],
  noShow: { kind: 'PERCENT', bp: 5_000 },
};
const deadline = '2099-03-09T11:00:00Z';
const arrival = '2099-03-09T17:00:00Z';

/** Two rooms of the night of 10 March at 100.00 (net 80.00), two of 11 March at 60.00 (net 50.00). */
const nights: BookingNight[] = [
  ['2099-03-10', 10_000, 8_000] as const,
  ['2099-03-11', 6_000, 5_000] as const,
].map(([night, sellRate, rate]) => ({
  night,
  line: 'K1/A',
  rooms: 2,
  rate,
  sellRate,
  currency: 'THB',
}));

function confirmed(changes: Partial<BookingGroup> = {}): BookingGroup {
  const bookings = [bookingOf('bkg_1', { status: 'CONFIRMED', nights })];
  return groupIn('CONFIRMED', { cancellationPolicy, bookings, ...changes });
}

function chargedAt(clock: string, group = confirmed()): readonly OrderAmendment[] {
  const decision = decideCancel(group, clock);
  if (!decision.ok) throw new Error(JSON.stringify(decision.error));
  return decision.value.amendments ?? [];
}

const off = { kind: 'CANCELLED', amount: -32_000, netAmount: -26_000 };
const oneNight = { kind: 'PENALTY', amount: 20_000, netAmount: 16_000, deadline };
const everything = { kind: 'PENALTY', amount: 32_000, netAmount: 26_000, deadline: arrival };

test('what the supplier takes back costs nobody anything, whatever the hour', () => {
  expect(decideCancelledBySupplier(confirmed(), arrival)).toMatchObject({
    value: { group: { status: 'CANCELLED' }, amendments: [off] },
  });
  expect(decideCancelledBySupplier(groupIn('COMPLETED'), arrival).ok).toBe(false);
});

test.each([
  ['a microsecond before the deadline', '2099-03-09T10:59:59.999999Z', [off]],
  ['at the deadline', deadline, [off, oneNight]],
  ['a microsecond before the day of arrival', '2099-03-09T16:59:59.999999Z', [off, oneNight]],
  ['on the day of arrival', arrival, [off, everything]],
  ['on the last night', '2099-03-11T16:59:59.999999Z', [off, everything]],
])(
  'cancelled %s the order loses the price and gains the penalty of that instant',
  (_when, at, of) => {
    expect(chargedAt(at)).toMatchObject(of);
    expect(chargedAt(at)).toHaveLength(of.length);
    const [, penalty] = of;
    const { amount, netAmount } = penalty ?? { amount: 0, netAmount: 0 };
    const group = confirmed();
    expect(cancellationCost(group, group.bookings[0]!, at)).toEqual({ amount, netAmount });
  },
);

test('from the day of check-out at the hotel on nothing can be cancelled', () => {
  expect(decideCancel(confirmed(), '2099-03-11T17:00:00Z')).toMatchObject({
    ok: false,
    error: [{ code: 'ALREADY_CONFIRMED' }],
  });
});

test('a cancellation is good until it would cost something else, or the stay is over', () => {
  const goodUntil = (clock: string): unknown => {
    const decision = decideCancel(confirmed(), clock);
    return decision.ok && decision.value.validUntil;
  };
  expect(goodUntil('2099-03-01T00:00:00Z')).toBe(deadline);
  expect(goodUntil(deadline)).toBe(arrival);
  expect(goodUntil(arrival)).toBe('2099-03-11T17:00:00Z');
});

test('the deadline is the last free instant, in the zone that the hotel had when it was held', () => {
  const [booking] = confirmed().bookings;
  expect(freeUntil(confirmed(), booking!)).toBe('2099-03-09T10:59:59.999999Z');
  const inKyiv = confirmed({ timezone: 'Europe/Kyiv' });
  expect(freeUntil(inKyiv, booking!)).toBe('2099-03-09T15:59:59.999999Z');
  expect(cancellationSteps(confirmed(), booking!)).toMatchObject([
    { from: deadline, amount: 20_000, netAmount: 16_000 },
    { from: arrival, amount: 32_000, netAmount: 26_000 },
  ]);
});

test('without a policy cancelling is free at any time, and so is a hold whatever its policy', () => {
  const { cancellationPolicy: _policy, ...free } = confirmed();
  expect(chargedAt(arrival, free)).toMatchObject([off]);
  expect(freeUntil(free, free.bookings[0]!)).toBeNull();
  expect(noShowCost(free, free.bookings[0]!)).toBeNull();
  const held = groupIn('HELD', { cancellationPolicy, expiresAt: '2099-03-11T00:00:00Z' });
  expect(chargedAt(arrival, held)).toEqual([]);
});

test('a night without a rate leaves amounts unknown where they need it, never zero', () => {
  const { rate: _rate, sellRate: _sell, ...unpriced } = nights[1]!;
  const bookings = [bookingOf('bkg_1', { status: 'CONFIRMED', nights: [nights[0]!, unpriced] })];
  const [price, penalty] = chargedAt(deadline, confirmed({ bookings }));
  expect(price).not.toHaveProperty('amount');
  expect(penalty).toMatchObject({ kind: 'PENALTY', amount: 20_000 });
  const [, all] = chargedAt(arrival, confirmed({ bookings }));
  expect(all).toMatchObject({ kind: 'PENALTY', deadline: arrival });
  expect(all).not.toHaveProperty('amount');
});

test('of a group only what is cancelled is charged, each booking by itself', () => {
  const two = confirmed({
    bookings: [
      bookingOf('bkg_1', { status: 'CONFIRMED', nights }),
      bookingOf('bkg_2', { position: 1, status: 'CONFIRMED', nights }),
    ],
  });
  const one = decideCancel(two, deadline, 'bkg_2');
  expect(one).toMatchObject({
    ok: true,
    value: {
      group: { status: 'CONFIRMED' },
      amendments: [{ bookingId: 'bkg_2' }, { bookingId: 'bkg_2' }],
    },
  });
  expect(chargedAt(deadline, two).map(({ bookingId }) => bookingId)).toEqual([
    'bkg_1',
    'bkg_1',
    'bkg_2',
    'bkg_2',
  ]);
});
