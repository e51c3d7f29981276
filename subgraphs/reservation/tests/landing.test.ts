// What the supplier's word makes of a group, in every status, in any order, and whether or not rooms
// are left.
import type { BookingStatus } from '../../../shared/domain/facts.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import { nightsOf } from '../domain/booking.ts';
import type { BookingGroup } from '../domain/booking.ts';
import { toDownstreamRequest } from '../domain/downstream.ts';
import type { DownstreamConfirmation } from '../domain/downstream.ts';
import { judge, land, landWants } from '../domain/landing.ts';
import type { KnownOfBooking } from '../domain/landing.ts';
import type { Grant } from '../domain/room-request.ts';
import { bookingOf, groupIn } from './groups.ts';

const early = '2099-03-01T00:10:00Z';
const late = '2099-03-01T00:20:00Z';
const nothingKnown: KnownOfBooking = { newestVersion: null, errand: 'NONE', sold: false };

/** The supplier's word on exactly what the group has. */
function word(
  group: BookingGroup,
  outcome: DownstreamConfirmation['outcome'],
  changes: Partial<DownstreamConfirmation> = {},
): DownstreamConfirmation {
  const { currency, lines } = toDownstreamRequest(group);
  return {
    deliveryId: 'd-1',
    key: group.id,
    supplierReference: 'MHG-1',
    hotelId: 'H1',
    version: 5,
    outcome,
    word: outcome,
    reason: null,
    currency,
    lines,
    ...changes,
  };
}

const outcomes = ['CONFIRMED', 'REFUSED', 'PENDING', 'UNKNOWN'] as const;

describe('a group in each status hears yes, no, a request, nothing', () => {
  const takenBack = 'CANCELLED_BY_SUPPLIER';
  const table: [BookingStatus, string, string[]][] = [
    ['HELD', early, ['CONFIRM', 'AGREES', 'AGREES', 'AGREES']],
    ['HELD', late, ['REVIVE', 'AGREES', 'AGREES', 'AGREES']],
    ['CONFIRMING', late, ['CONFIRM', 'REJECT', 'AGREES', 'AGREES']],
    ['UNKNOWN_DOWNSTREAM', late, ['CONFIRM', 'REJECT', 'AGREES', 'AGREES']],
    ['ON_REQUEST', late, ['REVIVE', 'REJECT', 'AGREES', 'AGREES']],
    ['CONFIRMED', late, ['AGREES', takenBack, 'OTHER_STATE', 'OTHER_STATE']],
    ['COMPLETED', late, ['AGREES', takenBack, 'OTHER_STATE', 'OTHER_STATE']],
    ['NO_SHOW', late, ['AGREES', takenBack, 'OTHER_STATE', 'OTHER_STATE']],
    ['EXPIRED', late, ['REVIVE', 'AGREES', 'AGREES', 'AGREES']],
    ['CANCELLED', late, ['REVIVE', 'AGREES', 'AGREES', 'AGREES']],
    ['REJECTED', late, ['REVIVE', 'AGREES', 'AGREES', 'AGREES']],
  ];
  test.each(table)('%s at %s', (status, clock, expected) => {
    const group = groupIn(status);
    const verdicts = outcomes.map((outcome) => {
      const verdict = judge(group, word(group, outcome), nothingKnown, clock);
      return verdict.kind === 'CONFLICT' ? verdict.conflict : verdict.kind;
    });
    expect(verdicts).toEqual(expected);
  });
});

describe('a yes to something else is a conflict that names the first difference', () => {
  const group = groupIn('CONFIRMED');
  const { lines } = toDownstreamRequest(group);
  const [first, second] = lines;
  const other: [string, Partial<DownstreamConfirmation>, string][] = [
    ['another hotel', { hotelId: 'H2' }, '/hotelId'],
    ['a line less', { lines: lines.slice(1) }, '/lines'],
    ['another currency', { currency: 'EUR' }, '/currency'],
    ['fewer rooms', { lines: [{ ...first!, rooms: 1 }, second!] }, '/lines/0'],
    ['another day', { lines: [first!, { ...second!, checkOut: '2099-03-13' }] }, '/lines/1'],
    ['another price', { lines: [{ ...first!, amount: 1 }, second!] }, '/lines/0'],
  ];
  test.each(other)('%s', (_what, changes, field) => {
    const verdict = judge(group, word(group, 'CONFIRMED', changes), nothingKnown, late);
    expect(verdict).toEqual({ kind: 'CONFLICT', conflict: 'OTHER_CONTENT', field });
  });

  test('but not the same lines in another order, nor a price that is left out', () => {
    const told = [second!, { ...first!, amount: null }];
    const verdict = judge(group, word(group, 'CONFIRMED', { lines: told }), nothingKnown, late);
    expect(verdict).toEqual({ kind: 'AGREES' });
  });
});

describe('what is known besides decides what a word still means', () => {
  const confirmed = groupIn('CONFIRMED');
  const no = word(confirmed, 'REFUSED');

  test('an older version is stale, whatever it says; the same one again is not', () => {
    const known = { ...nothingKnown, newestVersion: 6 };
    expect(judge(confirmed, no, known, late)).toEqual({ kind: 'STALE' });
    expect(judge(groupIn('EXPIRED'), word(confirmed, 'CONFIRMED'), known, late).kind).toBe('STALE');
    const same = { ...nothingKnown, newestVersion: 5 };
    expect(judge(confirmed, word(confirmed, 'CONFIRMED'), same, late).kind).toBe('AGREES');
  });

  test('a contradiction waits for what the supplier has yet to hear of us', () => {
    const known = { ...nothingKnown, errand: 'WAITING' } as const;
    expect(judge(confirmed, no, known, late)).toEqual({ kind: 'WAIT' });
    const cancelled = groupIn('CANCELLED');
    expect(judge(cancelled, word(cancelled, 'CONFIRMED'), known, late)).toEqual({ kind: 'WAIT' });
  });

  test('a yes after our cancellation was told is for people, not a revival', () => {
    const known = { ...nothingKnown, errand: 'CANCEL_TOLD' } as const;
    const cancelled = groupIn('CANCELLED');
    expect(judge(cancelled, word(cancelled, 'CONFIRMED'), known, late)).toMatchObject({
      conflict: 'CONFIRMED_AFTER_CANCEL',
    });
  });

  test('what was sold and cancelled is not brought back by a word alone', () => {
    const known = { ...nothingKnown, sold: true };
    const cancelled = groupIn('CANCELLED');
    expect(judge(cancelled, word(cancelled, 'CONFIRMED'), known, late)).toMatchObject({
      conflict: 'CONFIRMED_AFTER_CANCEL',
    });
  });

  test('the answer to our own question never brings back what we cancelled meanwhile', () => {
    const cancelled = groupIn('CANCELLED');
    const known = { ...nothingKnown, errand: 'WAITING' } as const;
    const verdict = judge(cancelled, null, known, late);
    expect(land(cancelled, verdict, 'REAL', null)).toMatchObject({
      decision: { ok: true, value: { changed: [], group: { status: 'CANCELLED' } } },
    });
  });
});

const revive = { kind: 'REVIVE' } as const;
const grant: Grant = {
  status: 'HELD',
  seq: 40,
  asOf: late,
  terms: { timezone: 'Asia/Bangkok' },
  nights: [0, 1].flatMap((lineIndex) =>
    ['2099-03-10', '2099-03-11'].map((night) => ({
      lineIndex,
      night,
      line: 'K9/A',
      rooms: lineIndex === 0 ? 2 : 1,
      rate: 99_999,
      sellRate: 99_999,
      currency: 'THB',
    })),
  ),
};
const soldOut = err([
  { code: 'SOLD_OUT_LINE' as const, path: '/lines/0', nights: ['2099-03-10'], needed: 2, have: 1 },
]);

describe('a late yes', () => {
  const expired = groupIn('EXPIRED');

  test('asks for the rooms of what ended, and of a request that holds none', () => {
    const lines = [2, 1].map((rooms) => ({
      roomType: 'A',
      checkIn: '2099-03-10',
      checkOut: '2099-03-12',
      rooms,
    }));
    for (const status of ['EXPIRED', 'CANCELLED', 'REJECTED', 'ON_REQUEST'] as const) {
      const group = groupIn(status);
      const wanted = { agencyId: 'SIAM', lines };
      expect(landWants(group, word(group, 'CONFIRMED'), early)).toEqual(wanted);
      expect(landWants(group, null, early)).toEqual(wanted);
    }
  });

  test('asks for none while the group holds its own, or the supplier says no', () => {
    expect(landWants(groupIn('HELD'), null, early)).toBeNull();
    expect(landWants(groupIn('CONFIRMING'), null, late)).toBeNull();
    expect(landWants(expired, word(expired, 'REFUSED'), late)).toBeNull();
  });

  test('takes the rooms that were found, at the prices that were agreed', () => {
    const { decision, missing } = land(expired, revive, 'UNASKED', ok(grant));
    expect(missing).toEqual([]);
    if (!decision.ok) throw new Error('refused');
    const { group } = decision.value;
    expect(group.status).toBe('CONFIRMED');
    for (const booking of group.bookings) {
      expect(booking.parts).toMatchObject([
        { part: 1, live: false, status: 'EXPIRED' },
        { part: 2, live: true, status: 'CONFIRMED', heldAt: late, decidedSeq: 40 },
      ]);
      expect(nightsOf(booking).map(({ line, rate }) => [line, rate])).toEqual([
        ['K9/A', 10_000],
        ['K9/A', 10_000],
      ]);
    }
  });

  test('is no more than the reasons while nobody knows whether it is real', () => {
    expect(land(expired, revive, 'UNASKED', soldOut).decision).toEqual(soldOut);
  });

  test('is for people when it is not real: the group stays as it ended', () => {
    const landed = land(expired, revive, 'NOT_REAL', soldOut);
    expect(landed.verdict).toMatchObject({ kind: 'CONFLICT', conflict: 'NOT_ENOUGH_ROOMS' });
    expect(landed.decision).toEqual(ok({ group: expired, changed: [] }));
  });

  test('is confirmed on its old lines when it is real, and says what is missing', () => {
    const { decision, missing } = land(expired, revive, 'REAL', soldOut);
    expect(missing).toEqual(soldOut.error);
    expect(decision).toMatchObject({
      value: {
        group: { status: 'CONFIRMED', bookings: [{ parts: [{ part: 1, live: true }] }, {}] },
      },
    });
  });

  test('needs no rooms for what is sold on request alone', () => {
    const nights = nightsOf(bookingOf('x')).map((night) => ({
      ...night,
      requested: true as const,
    }));
    const group = groupIn('ON_REQUEST', {
      bookings: [bookingOf('bkg_1', { status: 'ON_REQUEST', nights })],
    });
    expect(landWants(group, null, late)).toBeNull();
    expect(land(group, revive, 'REAL', null)).toMatchObject({
      missing: [],
      decision: { value: { group: { status: 'CONFIRMED' }, changed: [{ rev: 2 }] } },
    });
  });
});

test('a yes to a live hold is good only as long as the hold lives', () => {
  const landed = land(groupIn('HELD'), { kind: 'CONFIRM' }, 'UNASKED', null);
  expect(landed.decision).toMatchObject({
    value: { group: { status: 'CONFIRMED' }, validUntil: '2099-03-01T00:15:00Z' },
  });
});

test('a no gives the rooms of a question back', () => {
  const { decision } = land(groupIn('CONFIRMING'), { kind: 'REJECT' }, 'UNASKED', null);
  expect(decision).toMatchObject({ value: { group: { status: 'REJECTED' } } });
});
