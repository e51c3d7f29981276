// Guests who do not come and stays that are over, by the hotel's own calendar. In Bangkok (+7) the night
// of 10 March 2099 is over at 17:00Z of the 10th, the stay until the 12th at 17:00Z of the 11th.
import type { CancellationPolicy } from '../../../shared/domain/cancellation-policy.ts';
import type { BookingStatus } from '../../../shared/domain/facts.ts';
import { decideComplete, decideNoShow } from '../domain/after-arrival.ts';
import { bookingOf, groupIn } from './groups.ts';

const cancellationPolicy: CancellationPolicy = {
  tiers: [],
  noShow: { kind: 'NIGHTS', nights: 1 },
};
const nightOver = '2099-03-10T17:00:00Z';
const stayOver = '2099-03-11T17:00:00Z';

describe('a guest who did not come', () => {
  test('is one from the end of the first night on, not a microsecond before', () => {
    const group = groupIn('CONFIRMED', { cancellationPolicy });
    expect(decideNoShow(group, '2099-03-10T16:59:59.999999Z', 'bkg_1')).toMatchObject({
      ok: false,
      error: [{ code: 'NOT_YET_OPEN', nights: ['2099-03-10'] }],
    });
    expect(decideNoShow(group, nightOver, 'bkg_1')).toMatchObject({
      ok: true,
      value: {
        group: { status: 'CONFIRMED', bookings: [{ status: 'NO_SHOW' }, { status: 'CONFIRMED' }] },
        changed: [{ id: 'bkg_1', rev: 2 }],
        amendments: [
          { kind: 'NO_SHOW', amount: -40_000 },
          { kind: 'PENALTY', amount: 20_000 },
        ],
      },
    });
  });

  test('is charged nothing where nothing was agreed', () => {
    const decision = decideNoShow(groupIn('CONFIRMED'), nightOver, 'bkg_1');
    expect(decision.ok && decision.value.amendments).toEqual([
      expect.objectContaining({ kind: 'NO_SHOW', amount: -40_000 }),
    ]);
  });

  test('may be told of after the stay was completed, because no worker decides what is charged', () => {
    const group = groupIn('COMPLETED', { cancellationPolicy });
    expect(decideNoShow(group, stayOver, 'bkg_2')).toMatchObject({
      ok: true,
      value: {
        group: { status: 'COMPLETED' },
        amendments: [{ amount: -20_000 }, { amount: 10_000 }],
      },
    });
  });

  test('is told of once', () => {
    expect(decideNoShow(groupIn('NO_SHOW'), stayOver, 'bkg_1')).toMatchObject({
      ok: true,
      value: { changed: [] },
    });
  });

  const refused: [BookingStatus, string][] = [
    ['HELD', 'HOLD_EXPIRED'],
    ['CONFIRMING', 'DOWNSTREAM_UNKNOWN'],
    ['UNKNOWN_DOWNSTREAM', 'DOWNSTREAM_UNKNOWN'],
    ['ON_REQUEST', 'HOLD_EXPIRED'],
    ['EXPIRED', 'HOLD_EXPIRED'],
    ['CANCELLED', 'HOLD_EXPIRED'],
    ['REJECTED', 'HOLD_EXPIRED'],
  ];
  test.each(refused)('is none of a booking that is %s', (status, code) => {
    expect(decideNoShow(groupIn(status), stayOver, 'bkg_1')).toMatchObject({
      ok: false,
      error: [{ code }],
    });
  });
});

describe('a stay that is over', () => {
  test('is completed from the day of check-out at the hotel on', () => {
    const group = groupIn('CONFIRMED');
    expect(decideComplete(group, '2099-03-11T16:59:59.999999Z')).toMatchObject({
      value: { changed: [] },
    });
    expect(decideComplete(group, stayOver)).toMatchObject({
      value: { group: { status: 'COMPLETED' }, changed: [{ rev: 2 }, { rev: 2 }] },
    });
  });

  test('leaves what goes on, what was cancelled and who did not come as they are', () => {
    const group = groupIn('CONFIRMED', {
      bookings: [
        bookingOf('bkg_1', { status: 'CONFIRMED' }),
        bookingOf('bkg_2', { position: 1, status: 'CONFIRMED', checkOut: '2099-03-13' }),
        bookingOf('bkg_3', { position: 2, status: 'CANCELLED' }),
        bookingOf('bkg_4', { position: 3, status: 'NO_SHOW' }),
      ],
    });
    expect(decideComplete(group, stayOver)).toMatchObject({
      value: { group: { status: 'CONFIRMED' }, changed: [{ id: 'bkg_1', status: 'COMPLETED' }] },
    });
  });

  const others: BookingStatus[] = ['HELD', 'CONFIRMING', 'ON_REQUEST', 'EXPIRED', 'COMPLETED'];
  test.each(others)('is none that is %s', (status) => {
    const group = groupIn(status);
    expect(decideComplete(group, stayOver)).toEqual({ ok: true, value: { group, changed: [] } });
  });
});
