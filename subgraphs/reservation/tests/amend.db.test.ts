// Amendments on a real database: what is quoted is made, once and whole, or nothing is.
import { limits } from '../../../shared/config/limits.ts';
import { err } from '../../../shared/domain/result.ts';
import { readHead } from '../../../shared/ledger/ledger.ts';
import { moveClock } from '../../../shared/testing/clock.ts';
import type { BookingGroup } from '../domain/booking.ts';
import { findOrdersByGroupIds } from '../repositories/sale-orders.ts';
import { quoteAmendment } from '../services/amend-booking.ts';
import {
  amendCommand,
  fewer,
  inputOf,
  longer,
  openAmendTrial,
  ROOMS,
  seller,
} from './amend-world.ts';
import type { AmendTrial, Change } from './amend-world.ts';
import { hold, move } from './desk.ts';
import { everything } from './everything.ts';
import { oversold } from './small-hotel.ts';
import { codesOf } from './trial.ts';

let trial: AmendTrial;
let hotelId: string;
beforeAll(async () => {
  trial = await openAmendTrial();
});
beforeEach(() => {
  trial.nextHotel();
  ({ hotelId } = trial.now);
});
afterAll(() => trial.close());

test('what is quoted is made: one append, its parts, its order, its audit, its message', async () => {
  const group = await trial.confirmed();
  trial.now.rate = 12_000;
  const input = inputOf(group, longer);
  const quote = await trial.quoted(input);
  expect(quote.bookings).toMatchObject([
    { priceBefore: { amount: 44_000 }, price: { amount: 70_400, netAmount: 64_000 } },
  ]);
  const head = await readHead(trial.admin, hotelId);
  const answer = await trial.amend(input, quote.token);
  expect(answer).toMatchObject({ ok: true, value: { bookings: [{ checkOut: '2099-03-13' }] } });
  expect(await readHead(trial.admin, hotelId)).toBe(head + 1);
  expect(await trial.partsOf(group)).toEqual([
    { part: 1, live: true, status: 'CONFIRMED', rev: 2, rooms: 4 },
    { part: 2, live: true, status: 'CONFIRMED', rev: 1, rooms: 2 },
  ]);
  const [order] = await findOrdersByGroupIds(trial.admin, [group.id]);
  expect(order).toMatchObject({
    total: 44_000,
    amendments: [{ kind: 'AMENDED', amount: 26_400, netAmount: 24_000 }],
  });
  const told: unknown[] = await trial.admin.query(
    `select type from reservation.outbox where hotel_id = $1 order by seq desc limit 1`,
    [hotelId],
  );
  expect(told).toEqual([{ type: 'booking.amended' }]);
  const audit: unknown[] = await trial.admin.query(
    `select booking_id, from_status, to_status, why, request_id from reservation.booking_audit_log
      where group_id = $1 order by seq desc limit 1`,
    [group.id],
  );
  expect(audit).toEqual([
    {
      booking_id: group.bookings[0]?.id,
      from_status: 'CONFIRMED',
      to_status: 'CONFIRMED',
      why: 'amended by the seller: 2 × A 2099-03-10/2099-03-12 → 2 × A 2099-03-10/2099-03-13',
      request_id: 'req-1',
    },
  ]);
});

test('a quote holds nothing and changes nothing', async () => {
  const group = await trial.held();
  const before = await everything(trial.admin);
  await trial.quoted(inputOf(group, longer));
  expect(await everything(trial.admin)).toEqual(before);
});

test('a booking keeps its own rooms in a full hotel, and is refused what is not there', async () => {
  const group = await trial.confirmed(ROOMS);
  const input = inputOf(group, { ...longer, rooms: ROOMS });
  expect((await trial.amend(input, (await trial.quoted(input)).token)).ok).toBe(true);
  const tooMany = await quoteAmendment(
    trial.desk.amending,
    seller,
    inputOf(group, { rooms: ROOMS + 1 }),
  );
  expect(tooMany).toMatchObject(err([{ code: 'SOLD_OUT_LINE' }]));
  expect(await oversold(trial.admin, hotelId, ROOMS)).toEqual([]);
});

test('what is given up is there for others, and what becomes of the hold ends all of its parts', async () => {
  const group = await trial.held(ROOMS);
  const less = inputOf(group, fewer);
  const after = await trial.amend(less, (await trial.quoted(less)).token);
  const more = inputOf(group, { ...longer, rooms: 2 });
  const again = await trial.amend(more, (await trial.quoted(more)).token);
  expect([after.ok, again.ok]).toEqual([true, true]);
  const neighbour = await trial.desk.held({ hotelId, agencyId: 'ASIA' });
  expect(neighbour.status).toBe('HELD');
  const [gone] = await trial.desk.commit(hotelId, move('cancel', group));
  expect(gone?.ok).toBe(true);
  const parts = await trial.partsOf(group);
  expect(parts.map(({ status }) => status)).toEqual(['CANCELLED', 'CANCELLED']);
  await trial.desk.held({ hotelId, lines: [{ ...hold().request.lines[0]!, rooms: 2 }] });
  expect(await oversold(trial.admin, hotelId, ROOMS)).toEqual([]);
});

test('asked for again after a lost reply it is made once, and something else is refused', async () => {
  const group = await trial.confirmed();
  const input = inputOf(group, longer);
  const { token } = await trial.quoted(input);
  const first = await trial.amend(input, token);
  const before = await everything(trial.admin);
  expect(await trial.amend(input, token)).toEqual(first);
  expect(await trial.amend(input, token, trial.other)).toEqual(first);
  expect(codesOf(await trial.amend(inputOf(group, fewer), token))).toEqual([
    ['DUPLICATE_REFERENCE', '/token'],
  ]);
  expect(await everything(trial.admin)).toEqual(before);
});

test.each<[string, (group: BookingGroup) => Promise<unknown>, unknown]>([
  [
    'the group was amended meanwhile',
    async (group) => {
      const input = inputOf(group, fewer);
      return trial.amend(input, (await trial.quoted(input)).token);
    },
    [['PREVIEW_STALE', '/token']],
  ],
  [
    'the quote ran out',
    () => moveClock(trial.admin, limits.amendment.quoteMs),
    [['PREVIEW_STALE', '/token']],
  ],
  [
    'the rooms cost something else by now',
    () => Promise.resolve((trial.now.rate = 10_001)),
    [['PRICE_CHANGED', '/token']],
  ],
  [
    'the last room is somebody else’s by now',
    () =>
      trial.desk.held({
        hotelId,
        agencyId: 'ASIA',
        lines: [{ roomType: 'A', checkIn: '2099-03-12', checkOut: '2099-03-13', rooms: 2 }],
      }),
    [['SOLD_OUT_LINE', undefined]],
  ],
  [
    'the credit is used up by now',
    () => Promise.resolve((trial.now.creditFree = 21_999)),
    [['CREDIT_EXCEEDED', undefined]],
  ],
  [
    'the group was cancelled meanwhile',
    (group) => trial.desk.commit(hotelId, move('cancel', group)),
    [
      ['HOLD_EXPIRED', '/lines/0/bookingId'],
      ['PREVIEW_STALE', '/token'],
    ],
  ],
])('when %s the original stands', async (_what, meanwhile, codes) => {
  const group = await trial.confirmed();
  const input = inputOf(group, longer);
  const { token } = await trial.quoted(input);
  await meanwhile(group);
  const before = await everything(trial.admin);
  expect(codesOf(await trial.amend(input, token))).toEqual(codes);
  expect(await everything(trial.admin)).toEqual(before);
});

test('a token that somebody made up gets nothing that a quote would not have given', async () => {
  const group = await trial.confirmed();
  const { token } = await trial.quoted(inputOf(group, longer));
  const [until, lines, state, price] = token.split('.');
  const before = await everything(trial.admin);
  const codes = async (change: Change, ...forged: unknown[]): Promise<unknown> =>
    codesOf(await trial.amend(inputOf(group, change), forged.join('.')));
  expect(await codes(fewer, until, lines, state, price)).toEqual([['PREVIEW_STALE', '/token']]);
  expect(await codes(longer, until, lines, price, price)).toEqual([['PREVIEW_STALE', '/token']]);
  expect(await codes(longer, '0', lines, state, price)).toEqual([['PREVIEW_STALE', '/token']]);
  expect(await codes(longer, until, lines, state, state)).toEqual([['PRICE_CHANGED', '/token']]);
  expect(await everything(trial.admin)).toEqual(before);
});

test.each([
  ['credit', () => (trial.now.creditFree = 0)],
  ['its price', () => (trial.now.rate = 9_000)],
])(
  'what another process has made meanwhile is made, though %s would stand against it',
  async (_, then) => {
    // One room, so that there are enough to have it twice.
    const group = await trial.confirmed(1);
    const input = inputOf(group, longer);
    const { token } = await trial.quoted(input);
    trial.now.creditFree = 11_000;
    let other: unknown;
    trial.now.meanwhile = async () => {
      other = await trial.amend(input, token, trial.other);
      then();
    };
    const [answer] = await trial.desk.commit(hotelId, amendCommand(input, token, group));
    expect(other).toMatchObject({ ok: true });
    expect(answer).toEqual(other);
  },
);

describe('the supplier', () => {
  const errands = (group: BookingGroup): Promise<{ kind: string; request: unknown }[]> =>
    trial.admin.query(
      'select kind, request from reservation.supplier_errands where group_id = $1 order by position',
      [group.id],
    );

  async function sold(): Promise<BookingGroup> {
    trial.now.contract = 'K1';
    const group = await trial.held();
    await trial.desk.commit(hotelId, move('confirm', group));
    const settled = await trial.desk.commit(hotelId, {
      kind: 'settle',
      groupId: group.id,
      settlement: { status: 'CONFIRMED', supplierReference: 'MHG-1', why: 'said yes' },
      leaseOwner: 'somebody',
      actor: { subject: 'test', role: 'SYSTEM', requestId: 'req-1' },
      why: 'said yes',
    });
    if (!settled[0]?.ok) throw new Error(JSON.stringify(settled));
    return settled[0].value;
  }

  test('hears what a sold booking is now: all of its lines, at the hotel’s price', async () => {
    const group = await sold();
    const input = inputOf(group, longer);
    await trial.amend(input, (await trial.quoted(input)).token);
    expect(await errands(group)).toMatchObject([
      {
        kind: 'AMEND',
        request: {
          key: group.id,
          lines: [
            {
              ...{ roomType: 'A', checkIn: '2099-03-10', checkOut: '2099-03-13', rooms: 2 },
              amount: 60_000,
            },
          ],
        },
      },
    ]);
  });

  test('hears nothing of a hold, nor of what is the operators’ own', async () => {
    const own = await trial.confirmed();
    trial.now.contract = 'K1';
    const group = await trial.held();
    for (const each of [group, own]) {
      trial.now.contract = each === own ? 'LOCAL-K1' : 'K1';
      const input = inputOf(each, fewer);
      expect((await trial.amend(input, (await trial.quoted(input)).token)).ok).toBe(true);
      expect(await errands(each)).toEqual([]);
    }
  });
});
