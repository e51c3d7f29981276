// Changes of bookings, one by one: what stands in their way, what they cost and how long that is so.
import { err, ok } from '../../../shared/domain/result.ts';
import { limits } from '../../../shared/config/limits.ts';
import { amendWants, decideAmend } from '../domain/amend.ts';
import type { AmendedLine } from '../domain/amend.ts';
import { parseAmendedLines } from '../domain/amended-lines.ts';
import type { Booking, BookingGroup } from '../domain/booking.ts';
import { creditForChange, creditUsesOfChange } from '../domain/credit.ts';
import type { Grant, GrantedNight } from '../domain/room-request.ts';
import type { Transition } from '../domain/transitions.ts';
import { tokenFor } from '../services/amendment-token.ts';
import { bookingOf, expiresAt, groupIn, heldAt } from './groups.ts';

const cancellationPolicy = {
  tiers: [{ daysBefore: 1, time: '18:00', penalty: { kind: 'NIGHTS', nights: 1 } }],
  noShow: { kind: 'PERCENT', bp: 10_000 },
} as const;
/** One night is due from 18:00 in Bangkok on the day before. */
const deadline = '2099-03-09T11:00:00Z';
const late = '2099-03-09T12:00:00Z';

const confirmed = (changes: Partial<BookingGroup> = {}): BookingGroup =>
  groupIn('CONFIRMED', { cancellationPolicy, ...changes });

/** Two rooms of A on the nights of 10 and 11 March, as the booking is. */
const asItIs: AmendedLine = {
  bookingId: 'bkg_1',
  roomType: 'A',
  checkIn: '2099-03-10',
  checkOut: '2099-03-12',
  rooms: 2,
};
const kept = (night: string, rooms = 2): GrantedNight => ({
  lineIndex: 0,
  night,
  line: 'K1/A',
  rooms,
  keptFrom: 'bkg_1',
});
const granted = (night: string, line = 'K1/A', rooms = 2, sellRate = 12_000): GrantedNight => ({
  lineIndex: 0,
  night,
  line,
  rooms,
  rate: sellRate - 1_000,
  sellRate,
  currency: 'THB',
});
const grant = (nights: readonly GrantedNight[], asOf = heldAt) =>
  ok<Grant>({ status: 'HELD', seq: 9, asOf, terms: { timezone: 'Asia/Bangkok' }, nights });

function changed(
  group: BookingGroup,
  line: AmendedLine,
  nights: readonly GrantedNight[],
  clock = heldAt,
): Transition {
  const decision = decideAmend(group, [line], clock, grant(nights, clock));
  if (!decision.ok) throw new Error(JSON.stringify(decision.error));
  return decision.value;
}

const oneNightMore: AmendedLine = { ...asItIs, checkOut: '2099-03-13' };
const more = [kept('2099-03-10'), kept('2099-03-11'), granted('2099-03-12')];
const oneRoomLess: AmendedLine = { ...asItIs, rooms: 1 };
const less = [kept('2099-03-10', 1), kept('2099-03-11', 1)];
const moved: AmendedLine = { ...asItIs, checkIn: '2099-04-10', checkOut: '2099-04-12' };
const elsewhen = [granted('2099-04-10'), granted('2099-04-11')];

test('asks for what the booking is to be, naming what it has, and for nobody else’s', () => {
  expect(amendWants(confirmed(), [oneNightMore], heldAt)).toEqual({
    agencyId: 'SIAM',
    lines: [
      { roomType: 'A', checkIn: '2099-03-10', checkOut: '2099-03-13', rooms: 2, keeps: ['bkg_1'] },
    ],
    revisions: [1, 1],
  });
});

test('what came out of a hardblock is changed within it', () => {
  const nights = ['2099-03-10', '2099-03-11'].map((night) => ({
    ...{ night, line: 'K1/A', rooms: 2, block: 'B1' },
  }));
  const group = confirmed({ bookings: [bookingOf('bkg_1', { status: 'CONFIRMED', nights })] });
  expect(amendWants(group, [oneNightMore], heldAt)?.lines[0]).toMatchObject({ block: 'B1' });
});

test.each([
  ['a hold that is over', groupIn('HELD'), expiresAt, 'HOLD_EXPIRED'],
  [
    'a group the supplier is being asked about',
    groupIn('CONFIRMING'),
    heldAt,
    'DOWNSTREAM_UNKNOWN',
  ],
  ['one whose outcome nobody knows', groupIn('UNKNOWN_DOWNSTREAM'), heldAt, 'DOWNSTREAM_UNKNOWN'],
  ['a request', groupIn('ON_REQUEST'), heldAt, 'HOLD_EXPIRED'],
  ['what was cancelled', groupIn('CANCELLED'), heldAt, 'HOLD_EXPIRED'],
  ['a stay that is completed', groupIn('COMPLETED'), heldAt, 'ALREADY_CONFIRMED'],
  [
    'a stay that is over and nobody completed',
    confirmed(),
    '2099-03-11T17:00:00Z',
    'ALREADY_CONFIRMED',
  ],
])('%s wants nothing and is refused', (_what, group, clock, code) => {
  expect(amendWants(group, [asItIs], clock)).toBeNull();
  expect(decideAmend(group, [asItIs], clock, null)).toMatchObject(
    err([{ code, path: '/lines/0/bookingId' }]),
  );
});

test('a guest in the house gives back no night that is over, and sleeps on', () => {
  const inTheHouse = '2099-03-10T17:00:00Z';
  const later = { ...asItIs, checkIn: '2099-03-11' };
  for (const line of [later, oneRoomLess, { ...asItIs, roomType: 'B' }]) {
    expect(decideAmend(confirmed(), [line], inTheHouse, grant([]))).toMatchObject(
      err([{ code: 'NIGHT_IN_PAST', path: '/lines/0', nights: ['2099-03-10'] }]),
    );
  }
  const longer = changed(confirmed(), oneNightMore, more, inTheHouse);
  expect(longer.group.bookings[0]).toMatchObject({ checkOut: '2099-03-13' });
  const shorter = { ...asItIs, checkOut: '2099-03-11' };
  expect(changed(confirmed(), shorter, [kept('2099-03-10')], inTheHouse).changed).toHaveLength(1);
  // A microsecond before, the night is not over yet.
  const before = '2099-03-10T16:59:59.999999Z';
  expect(changed(confirmed(), later, [kept('2099-03-11')], before).validUntil).toBe(inTheHouse);
});

test('what allotment refuses is named with the nights that cannot be given back', () => {
  const soldOut = { code: 'SOLD_OUT_LINE', needed: 2, have: 0 } as const;
  const later = { ...moved, checkIn: '2099-03-11' };
  const decision = decideAmend(confirmed(), [later], '2099-03-10T17:00:00Z', err([soldOut]));
  expect(decision).toMatchObject(err([{ code: 'NIGHT_IN_PAST' }, soldOut]));
});

test('before the deadline a change costs the difference of the prices, to both sides', () => {
  const { amendments, validUntil } = changed(confirmed(), oneNightMore, more);
  expect(amendments).toEqual([
    { kind: 'AMENDED', bookingId: 'bkg_1', amount: 24_000, netAmount: 22_000, why: 'amended' },
  ]);
  expect(validUntil).toBe(deadline);
});

test('each side pays the difference of its own prices', () => {
  const nights = ['2099-03-10', '2099-03-11'].map((night) => ({
    ...{ night, line: 'K1/A', rooms: 2, rate: 8_000, sellRate: 10_000, currency: 'THB' },
  }));
  const group = confirmed({ bookings: [bookingOf('bkg_1', { status: 'CONFIRMED', nights })] });
  expect(changed(group, oneRoomLess, less).amendments).toEqual([
    { kind: 'AMENDED', bookingId: 'bkg_1', amount: -20_000, netAmount: -16_000, why: 'amended' },
  ]);
});

test('after it, what is given up is paid for like what is cancelled, and the rest stays due', () => {
  expect(changed(confirmed(), oneRoomLess, less, late).amendments).toMatchObject([
    { kind: 'AMENDED', amount: -20_000 },
    { kind: 'AMENDMENT_PENALTY', amount: 10_000, deadline },
  ]);
  expect(changed(confirmed(), moved, elsewhen, late).amendments).toMatchObject([
    { kind: 'AMENDED', amount: 8_000 },
    { kind: 'AMENDMENT_PENALTY', amount: 20_000, deadline },
  ]);
  expect(changed(confirmed(), oneNightMore, more, late).amendments).toHaveLength(1);
});

test('a token says nothing of what the hotel gets: its holder could try all net rates against it', () => {
  const tokenAt = (rate: number, sellRate: number): string => {
    const nights = more.map((night) => (night.keptFrom ? night : { ...night, rate, sellRate }));
    const transition = changed(confirmed(), oneNightMore, nights);
    return tokenFor(confirmed(), [oneNightMore], transition, { clock: heldAt, until: expiresAt });
  };
  expect(tokenAt(9_000, 12_000)).toBe(tokenAt(11_000, 12_000));
  expect(tokenAt(9_000, 12_000)).not.toBe(tokenAt(9_000, 12_001));
});

describe('what was sold at a price', () => {
  const { rate: _rate, sellRate: _sell, currency: _currency, ...unrated } = granted('2099-03-12');
  const elsewhere = {
    'in another currency': { ...granted('2099-03-12'), currency: 'USD' },
    'without a rate': unrated,
  };

  test.each(Object.entries(elsewhere))(
    'is not sold on %s, because giving it up late could not be charged then',
    (_what, night) => {
      const answer = grant([...more.slice(0, 2), night], late);
      expect(decideAmend(confirmed(), [oneNightMore], late, answer)).toMatchObject({
        ok: false,
        error: [{ code: 'NO_RATE', path: '/lines/0', nights: ['2099-03-12'] }],
      });
      // A hold has no price yet that anybody owes.
      expect(decideAmend(groupIn('HELD'), [oneNightMore], heldAt, answer).ok).toBe(true);
    },
  );
});

test('a change of a hold goes into no order and is good as long as the hold is', () => {
  const transition = changed(groupIn('HELD'), oneNightMore, more);
  expect(transition).toMatchObject({ amendments: [], validUntil: expiresAt });
  expect(transition.group).toMatchObject({ status: 'HELD', expiresAt });
});

test('the supplier’s rooms are no part of a booking that it has never heard of', () => {
  const nights = ['2099-03-10', '2099-03-11'].map((night) => ({
    ...{ night, line: 'LOCAL-1/A', rooms: 2 },
  }));
  const bookings = [bookingOf('bkg_1', { status: 'CONFIRMED', nights })];
  const own = [kept('2099-03-10'), kept('2099-03-11')].map((night) => ({
    ...night,
    line: 'LOCAL-1/A',
  }));
  const theirs = grant([...own, granted('2099-03-12')]);
  const ours = grant([...own, granted('2099-03-12', 'LOCAL-1/A')]);
  const group = confirmed({ bookings });
  expect(decideAmend(group, [oneNightMore], heldAt, theirs)).toMatchObject(
    err([{ code: 'CONTRACT_BOUNDARY' }]),
  );
  expect(decideAmend(group, [oneNightMore], heldAt, ours).ok).toBe(true);
  // Nobody has been told of a hold yet.
  const held = groupIn('HELD', { bookings: [bookingOf('bkg_1', { nights })] });
  expect(decideAmend(held, [oneNightMore], heldAt, theirs).ok).toBe(true);
});

describe('credit', () => {
  const credit = (free: number | null) => ({ currency: 'THB', free });
  const grown = changed(confirmed(), oneNightMore, more);
  const shrunk = changed(confirmed(), oneRoomLess, less);

  test('is needed for what a change adds, and named when it is short', () => {
    expect(creditForChange(confirmed(), grown, credit(24_000))).toEqual({ needed: 24_000 });
    expect(creditForChange(confirmed(), grown, credit(23_999))).toMatchObject({
      refused: [{ code: 'CREDIT_EXCEEDED', needed: 24_000, have: 23_999 }],
    });
    expect(creditForChange(confirmed(), grown, credit(null))).toEqual({ needed: 0 });
    expect(creditUsesOfChange(confirmed(), grown)).toMatchObject([
      { bookingId: 'bkg_1', amount: 64_000, checked: true },
    ]);
  });

  test('is never in the way of giving up, however far it is used up', () => {
    expect(creditForChange(confirmed(), shrunk, credit(-5))).toEqual({ needed: 0 });
    expect(creditUsesOfChange(confirmed(), shrunk)).toMatchObject([
      { bookingId: 'bkg_1', amount: 20_000, checked: false },
    ]);
  });

  test('in one currency is not spared by what is given up in another', () => {
    const inEuro = (booking: Booking): Booking => ({
      ...booking,
      id: 'bkg_2',
      parts: booking.parts.map((part) => ({
        ...part,
        nights: part.nights.map((night) => ({ ...night, sellRate: 1_000_000, currency: 'EUR' })),
      })),
    });
    const [was, longer, fewer] = [confirmed().bookings, grown.changed, shrunk.changed];
    const before = confirmed({ bookings: [...was, ...was.map(inEuro)] });
    const bookings = [...longer, ...fewer.map(inEuro)];
    const change = { group: { ...before, bookings }, changed: bookings };
    expect(creditUsesOfChange(before, change)).toMatchObject([
      { bookingId: 'bkg_1', currency: 'THB', checked: true },
      { bookingId: 'bkg_2', currency: 'EUR', checked: false },
    ]);
  });

  test('is asked for a price: rooms without one cannot be counted', () => {
    const { rate: _rate, sellRate: _sell, currency: _currency, ...free } = granted('2099-03-12');
    const held = groupIn('HELD');
    const unpriced = changed(held, oneNightMore, [...more.slice(0, 2), free]);
    expect(creditForChange(held, unpriced, credit(1_000_000))).toMatchObject({
      refused: [{ code: 'NO_RATE', nights: ['2099-03-12'] }],
    });
    expect(creditUsesOfChange(held, unpriced)).toMatchObject([{ checked: true }]);
  });
});

describe('lines of a change', () => {
  const parse = (...lines: Parameters<typeof parseAmendedLines>[1]) => {
    const parsed = parseAmendedLines(confirmed(), lines, limits.booking);
    return parsed.ok ? parsed.value : parsed.error.map(({ code, path }) => [code, path]);
  };

  test('leave as it is what they do not name', () => {
    expect(parse({ bookingId: 'bkg_1', rooms: 1 })).toEqual([oneRoomLess]);
  });

  test('are at least one, name each booking once, and say what a stay can be', () => {
    expect(parse()).toEqual([['BAD_INPUT', '/lines']]);
    expect(parse({ bookingId: 'bkg_1' }, { bookingId: 'bkg_1', rooms: 0 })).toEqual([
      ['BAD_INPUT', '/lines/1/bookingId'],
      ['BAD_INPUT', '/lines/1/rooms'],
    ]);
    expect(parse({ bookingId: 'bkg_1', checkIn: '2099-03-12' })).toEqual([
      ['BAD_INPUT', '/lines/0/checkOut'],
    ]);
  });

  test('are looked at before whether their booking is there', () => {
    expect(parse({ bookingId: 'none', rooms: 0 })).toEqual([['BAD_INPUT', '/lines/0/rooms']]);
    expect(parse({ bookingId: 'none', checkIn: '2099-03-12' })).toEqual([
      ['NOT_FOUND', '/lines/0/bookingId'],
    ]);
    const nobodys = parseAmendedLines(null, [{ bookingId: 'bkg_1' }], limits.booking);
    expect(nobodys).toEqual(err([{ code: 'NOT_FOUND', path: '/lines/0/bookingId' }]));
  });
});
