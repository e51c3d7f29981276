// What may become of a group, whatever its status and whenever it is asked.
import type { BookingStatus } from '../../../shared/domain/facts.ts';
import type { BookingGroup } from '../domain/booking.ts';
import {
  decideConfirm,
  decideExpire,
  holdIsOver,
  type TransitionDecision,
} from '../domain/transitions.ts';
import { decideCancel } from '../domain/cancel.ts';
import { bookingOf, expiresAt, groupIn } from './groups.ts';

const before = '2099-03-01T00:14:59.999999Z';
const after = '2099-03-01T09:15:00Z';

/** The group's next status, `-` when there is nothing to do, or the code of the refusal. */
function outcome(decision: TransitionDecision): string {
  if (!decision.ok) return decision.error.map((reason) => reason.code).join();
  return decision.value.changed.length === 0 ? '-' : decision.value.group.status;
}

function outcomes(decide: (group: BookingGroup, clock: string) => TransitionDecision) {
  return (status: BookingStatus): string[] =>
    [before, expiresAt, after].map((clock) => outcome(decide(groupIn(status), clock)));
}

describe('every status, just before, at and long after the end of the hold', () => {
  const over = 'HOLD_EXPIRED';
  const unknown = 'DOWNSTREAM_UNKNOWN';
  const done = 'ALREADY_CONFIRMED';
  const always = (what: string): string[] => [what, what, what];
  const table: [BookingStatus, string[], string[], string[]][] = [
    // status, confirm, cancel, expire
    ['HELD', ['CONFIRMING', over, over], ['CANCELLED', over, over], ['-', 'EXPIRED', 'EXPIRED']],
    ['CONFIRMING', always('-'), always(unknown), always('-')],
    ['UNKNOWN_DOWNSTREAM', always('-'), always(unknown), always('-')],
    ['ON_REQUEST', always('-'), always(over), always('-')],
    ['CONFIRMED', always('-'), always('CANCELLED'), always('-')],
    ['COMPLETED', always(done), always(done), always('-')],
    ['EXPIRED', always(over), always(over), always('-')],
    ['CANCELLED', always(over), always('-'), always('-')],
    ['REJECTED', always('-'), always(over), always('-')],
    ['NO_SHOW', always(done), always(done), always('-')],
  ];
  test.each(table)('%s', (status, confirm, cancel, expire) => {
    expect(outcomes(decideConfirm)(status)).toEqual(confirm);
    expect(outcomes(decideCancel)(status)).toEqual(cancel);
    expect(outcomes((group, clock) => decideCancel(group, clock, 'bkg_1'))(status)).toEqual(
      // One of two: the group goes on in its status.
      cancel.map((what) => (what === 'CANCELLED' ? status : what)),
    );
    expect(outcomes(decideExpire)(status)).toEqual(expire);
  });
});

test('a hold whose confirmation landed downstream never ends, and is confirmed at any time', () => {
  const landed = groupIn('HELD', { downstreamConfirmed: true });
  expect(holdIsOver(landed, after)).toBe(false);
  expect(outcome(decideExpire(landed, after))).toBe('-');
  expect(outcome(decideConfirm(landed, after))).toBe('CONFIRMING');
});

describe('a confirmation goes to the supplier', () => {
  const night = { night: '2099-03-10', line: 'LOCAL-K1/A', rooms: 2 };
  const own = bookingOf('bkg_1', { nights: [night] });

  test('not when all rooms are the operators’ own: it is a sale at once', () => {
    expect(outcome(decideConfirm(groupIn('HELD', { bookings: [own] }), before))).toBe('CONFIRMED');
  });

  test.each([
    ['booking', [own, bookingOf('bkg_2', { position: 1 })]],
    ['night', [bookingOf('bkg_1', { nights: [night, { ...night, line: 'K1/A' }] })]],
  ])('when one %s is the supplier’s', (_what, bookings) => {
    expect(outcome(decideConfirm(groupIn('HELD', { bookings }), before))).toBe('CONFIRMING');
  });

  test('whatever the bookings were that are cancelled', () => {
    const gone = bookingOf('bkg_2', { position: 1, status: 'CANCELLED' });
    const group = groupIn('HELD', { bookings: [own, gone] });
    expect(outcome(decideConfirm(group, before))).toBe('CONFIRMED');
  });
});

test('a hold without an end never runs out', () => {
  const { expiresAt: _end, ...endless } = groupIn('HELD');
  expect(outcome(decideExpire(endless, after))).toBe('-');
  expect(decideConfirm(endless, after)).toMatchObject({ ok: true });
});

describe('what was decided on a live hold', () => {
  const validUntilOf = (decision: TransitionDecision): string | undefined =>
    decision.ok ? decision.value.validUntil : 'refused';

  test('is good until the hold ends: confirmed, cancelled, or one booking cancelled', () => {
    const held = groupIn('HELD');
    expect(validUntilOf(decideConfirm(held, before))).toBe(expiresAt);
    expect(validUntilOf(decideCancel(held, before))).toBe(expiresAt);
    expect(validUntilOf(decideCancel(held, before, 'bkg_1'))).toBe(expiresAt);
  });

  test('is good for ever once time alone can change nothing', () => {
    const landed = groupIn('HELD', { downstreamConfirmed: true });
    expect(validUntilOf(decideConfirm(landed, before))).toBeUndefined();
    expect(validUntilOf(decideExpire(groupIn('HELD'), after))).toBeUndefined();
  });
});

describe('bookings of a group', () => {
  const half = groupIn('HELD', {
    bookings: [
      bookingOf('bkg_1', { status: 'CANCELLED', rev: 2 }),
      bookingOf('bkg_2', { position: 1 }),
    ],
  });

  test.each([
    ['confirm', decideConfirm, before, 'CONFIRMING'],
    ['cancel', decideCancel, before, 'CANCELLED'],
    ['expire', decideExpire, after, 'EXPIRED'],
  ] as const)(
    '%s moves those that live, one revision on, and no other',
    (_what, decide, at, to) => {
      const decision = decide(half, at);
      const moved = bookingOf('bkg_2', { position: 1, status: to, rev: 2 });
      expect(decision).toMatchObject({
        ok: true,
        value: { changed: [moved], group: { status: to, bookings: [half.bookings[0], moved] } },
      });
    },
  );

  test('cancelling the last one that lives cancels the group', () => {
    expect(decideCancel(half, before, 'bkg_2')).toMatchObject({
      ok: true,
      value: { group: { status: 'CANCELLED' }, changed: [{ id: 'bkg_2', rev: 2 }] },
    });
  });

  test('cancelling one that is cancelled changes nothing, even when the group is over', () => {
    expect(outcome(decideCancel(half, after, 'bkg_1'))).toBe('-');
    const expired = { ...half, status: 'EXPIRED' as const };
    expect(outcome(decideCancel(expired, after, 'bkg_1'))).toBe('-');
  });
});
