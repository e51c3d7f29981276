// Which decisions the supplier has to hear of, and what its answer makes of the telling.
import type { BookingStatus } from '../../../shared/domain/facts.ts';
import type { BookingGroup } from '../domain/booking.ts';
import { decideCancel } from '../domain/cancel.ts';
import { toDownstreamRequest } from '../domain/downstream.ts';
import type { DownstreamCancellation } from '../domain/downstream.ts';
import { errandAfterChange, errandEnd } from '../domain/errand.ts';
import { bookingOf, groupIn } from './groups.ts';

const clock = '2099-03-01T00:10:00Z';

function cancelled(before: BookingGroup, bookingId?: string) {
  const decision = decideCancel(before, clock, bookingId);
  if (!decision.ok) throw new Error('refused');
  return errandAfterChange(before, decision.value.group, 'changed plans');
}

test('a confirmed group that is cancelled is to be cancelled there', () => {
  expect(cancelled(groupIn('CONFIRMED'))).toEqual({
    hotelId: 'H1',
    bookingKey: 'grp_1',
    groupId: 'grp_1',
    kind: 'CANCEL',
    request: null,
    why: 'changed plans',
  });
});

test('one booking of it makes it smaller there, with the lines that are left', () => {
  const group = groupIn('CONFIRMED');
  const errand = cancelled(group, 'bkg_1');
  expect(errand).toMatchObject({ kind: 'AMEND', request: { key: 'grp_1' } });
  expect(errand?.request?.lines).toEqual(toDownstreamRequest(group).lines.slice(1));
});

test.each(['COMPLETED', 'NO_SHOW'] as const)(
  'a stay beside it that is %s keeps its lines there, because its guest was or could have been in the house',
  (status) => {
    const bookings = ['bkg_1', 'bkg_2', 'bkg_3'].map((id, position) =>
      bookingOf(id, {
        position,
        rooms: position + 1,
        status: position === 0 ? status : 'CONFIRMED',
      }),
    );
    const group = groupIn('CONFIRMED', { bookings });
    const rooms = (of: BookingGroup) => toDownstreamRequest(of).lines.map((line) => line.rooms);
    expect(rooms(group)).toEqual([1, 2, 3]);
    expect(cancelled(group, 'bkg_2')?.request?.lines.map((line) => line.rooms)).toEqual([1, 3]);
    expect(cancelled(group)?.request?.lines.map((line) => line.rooms)).toEqual([1]);
  },
);

test('a hold was never told, hence is not cancelled there', () => {
  expect(cancelled(groupIn('HELD'))).toBeNull();
});

test('nor was what was granted as a request and never left our books', () => {
  const { expiresAt: _none, ...request } = groupIn('ON_REQUEST');
  expect(cancelled(request)).toBeNull();
});

describe('rooms of operators’ own', () => {
  const nights = [{ night: '2099-03-10', line: 'LOCAL-K1/A', rooms: 1 }];
  const own = (id: string, status: BookingStatus) => bookingOf(id, { status, nights });

  test('are no supplier’s business', () => {
    const group = groupIn('CONFIRMED', { bookings: [own('bkg_1', 'CONFIRMED')] });
    expect(cancelled(group)).toBeNull();
  });

  test('that are left alone do not keep the supplier’s from being cancelled', () => {
    const bookings = [
      own('bkg_1', 'CONFIRMED'),
      bookingOf('bkg_2', { position: 1, status: 'CONFIRMED' }),
    ];
    const group = groupIn('CONFIRMED', { bookings });
    expect(cancelled(group, 'bkg_2')).toMatchObject({ kind: 'CANCEL' });
    expect(cancelled(group, 'bkg_1')).toBeNull();
  });
});

describe('an errand', () => {
  const unknown: DownstreamCancellation = { kind: 'UNKNOWN', why: 'TIMEOUT', detail: '' };
  const none: DownstreamCancellation = { kind: 'NOT_FOUND' };
  const done: DownstreamCancellation = { kind: 'CANCELLED', version: 3 };
  const refused: DownstreamCancellation = { kind: 'REFUSED', reason: 'Too late' };

  test.each([
    ['is done with a yes', 'CANCEL', done, 1, 'DONE'],
    ['to cancel what is not there is done', 'CANCEL', none, 1, 'DONE'],
    ['to amend what is not there failed', 'AMEND', none, 1, 'FAILED'],
    ['that is refused failed, and is not told again', 'CANCEL', refused, 1, 'FAILED'],
    ['without an answer is told again', 'CANCEL', unknown, 9, 'WAITING'],
    ['without an answer for long failed', 'AMEND', unknown, 10, 'FAILED'],
  ] as const)('%s', (_what, kind, answer, tries, state) => {
    expect(errandEnd({ kind }, answer, tries, 10).state).toBe(state);
  });
});
