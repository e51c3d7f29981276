// What is asked of the supplier for a group, and when what it confirms is something else.
import { differsFromRequest, toDownstreamRequest } from '../domain/downstream.ts';
import type { DownstreamLine } from '../domain/downstream.ts';
import { bookingOf, groupIn } from './groups.ts';

test('asks under the group’s id for every line that still lives, at the price of its sale order', () => {
  const gone = bookingOf('bkg_3', { position: 2, status: 'CANCELLED' });
  const group = groupIn('HELD');
  const request = toDownstreamRequest({ ...group, bookings: [...group.bookings, gone] });
  const dates = { roomType: 'A', checkIn: '2099-03-10', checkOut: '2099-03-12' };
  expect(request).toEqual({
    key: 'grp_1',
    hotelId: 'H1',
    reference: 'R-1',
    currency: 'THB',
    lines: [
      { ...dates, rooms: 2, amount: 40_000 },
      { ...dates, rooms: 1, amount: 20_000 },
    ],
  });
});

test('a confirming group asks for the same as the held one did', () => {
  expect(toDownstreamRequest(groupIn('CONFIRMING'))).toEqual(toDownstreamRequest(groupIn('HELD')));
});

test('the supplier is told what the hotel gets, never what the agency pays', () => {
  const { bookings } = groupIn('CONFIRMING');
  const dearer = bookings.map((booking) => ({
    ...booking,
    parts: booking.parts.map((part) => ({
      ...part,
      nights: part.nights.map((night) => ({ ...night, sellRate: 11_250 })),
    })),
  }));
  const { lines } = toDownstreamRequest(groupIn('CONFIRMING', { bookings: dearer }));
  expect(lines.map(({ amount }) => amount)).toEqual([40_000, 20_000]);
});

test('a line with a night that has no rate is asked for without a price', () => {
  const unpriced = bookingOf('bkg_1', {
    nights: [{ night: '2099-03-10', line: 'K1/A', rooms: 2 }],
  });
  const request = toDownstreamRequest(groupIn('HELD', { bookings: [unpriced] }));
  expect(request).toMatchObject({ currency: null, lines: [{ amount: null }] });
});

describe('what is confirmed', () => {
  const request = toDownstreamRequest(groupIn('HELD'));
  const [first, second] = request.lines as [DownstreamLine, DownstreamLine];
  const { hotelId, currency } = request;

  test.each<[string, DownstreamLine[], string | null]>([
    ['in another order is the same', [second, first], null],
    [
      'without prices is the same',
      [
        { ...first, amount: null },
        { ...second, amount: null },
      ],
      null,
    ],
    ['with one line twice is not', [first, first], '/lines/1'],
    ['with one line less is not', [first], '/lines'],
    ['with another room type is not', [first, { ...second, roomType: 'B' }], '/lines/1'],
    ['a day longer is not', [{ ...first, checkOut: '2099-03-13' }, second], '/lines/0'],
  ])('%s', (_what, lines, path) => {
    expect(differsFromRequest(request, { hotelId, currency, lines })).toBe(path);
  });

  test('finds the line that has its price among those that lack one', () => {
    const asked = { ...request, lines: [first, { ...first, amount: 1 }] };
    const lines = [{ ...first, amount: null }, first];
    expect(differsFromRequest(asked, { hotelId, currency, lines })).toBeNull();
  });
});
