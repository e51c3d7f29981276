// The query quoteStay with the real neighbours: what it tells whom, what it refuses, and that it holds
// nothing. That it agrees with every hold is quote-and-hold.e2e.test.ts.
import type { CancellationPolicy } from '../../../shared/domain/cancellation-policy.ts';
import { seed } from '../../../shared/testing/seed.ts';
import { callers } from '../../../shared/testing/subgraph-call.ts';
import { hold, quote } from './quotes.ts';
import { prepareRefused, refusedInput, refusedRequests } from './refusals/create-booking.ts';
import type { There } from './refusals/create-booking.ts';
import { openSnapshots } from './refusals/snapshot.ts';
import type { Snapshots } from './refusals/snapshot.ts';
import { startReservationWorld } from './reservation-world.ts';
import type { HoldInput, Line, ReservationWorld } from './reservation-world.ts';

const siam = callers.partner('SIAM');
/** Has booked nothing before. */
const lotus = callers.partner('LOTUS');
const line: Line = { roomType: 'A', checkIn: '2099-03-10', checkOut: '2099-03-12', rooms: 2 };

/** The first night has been due since long ago, everything is from 18:00 on the day before. */
const policy: CancellationPolicy = {
  tiers: [
    { daysBefore: 36_500, time: '00:00', penalty: { kind: 'NIGHTS', nights: 1 } },
    { daysBefore: 1, time: '18:00', penalty: { kind: 'PERCENT', bp: 10_000 } },
  ],
  noShow: { kind: 'PERCENT', bp: 5_000 },
};

let world: ReservationWorld;
let snapshots: Snapshots;
beforeAll(async () => {
  world = await startReservationWorld();
  snapshots = openSnapshots(world);
  await seed(world.system.database).agency('LOTUS').plant();
});
beforeEach(async () => {
  await agree('SIAM', 'markup_bp = 0');
  await limitCredit('SIAM', null);
});
afterAll(async () => {
  snapshots.stop();
  await world.stop();
});

function agree(agency: string, terms: string): Promise<unknown> {
  return world.admin.query(`update agency.agencies set ${terms} where id = $1`, [agency]);
}

function limitCredit(agency: string, limit: number | null): Promise<unknown> {
  return world.admin.query('select agency.set_credit_limit($1, $2)', [agency, limit]);
}

let references = 0;
function input(hotelId: string, changes: Partial<HoldInput> = {}): HoldInput {
  references += 1;
  return { hotelId, clientReference: `Q-${references}`, lines: [line], ...changes };
}

async function quietly<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  const before = await snapshots.take();
  const answer = await ask();
  expect(await snapshots.take()).toEqual(before);
  return answer;
}

describe('what createBooking refuses, quoteStay refuses for the same reasons', () => {
  let there: There;
  beforeAll(async () => {
    there = await prepareRefused(world);
  });

  /** A quote claims no reference: a used one is nothing to it, and a malformed one it never sees. */
  const asked = refusedRequests
    .filter(({ type }) => type !== 'DuplicateReference')
    .map(({ codes, ...row }) => ({
      ...row,
      codes: codes.filter(([, path]) => path !== '/clientReference'),
    }));

  test.each(asked)('$label, and leaves everything as it was', async (row) => {
    const { who, changes, alone, type, codes } = row;
    const url = alone === true ? there.alone : undefined;
    const given = refusedInput(there.hotelId, changes);
    const quoted = await quietly(() => quote(world, given, who, url));
    const told = quoted.reasons?.map(({ code, path }) => [code, path]);
    expect({ type: quoted.__typename, codes: told }).toEqual({ type, codes });
    const refused = await hold(world, given, who, url);
    const reasons = refused.reasons?.filter(({ path }) => path !== '/clientReference');
    expect(quoted.reasons).toEqual(reasons);
  });

  test('a reference that was used is nothing to a quote', async () => {
    const used = refusedInput(there.hotelId, { clientReference: 'USED', lines: [line] });
    expect((await quietly(() => quote(world, used))).__typename).toBe('StayQuote');
  });
});

describe('a quote', () => {
  test('tells price, deadline and penalties, and keeps no room and no credit', async () => {
    const hotelId = await world.hotel(2);
    await world.setPolicy(hotelId, policy);
    await agree('LOTUS', 'markup_bp = 1000');
    await limitCredit('LOTUS', 44_000);
    const { asOf, ...quoted } = await quietly(() => quote(world, input(hotelId), lotus));
    const thb = (amount: number) => ({ amount, currency: 'THB' });
    const night = { rooms: 2, rate: thb(11_000), netRate: null, margin: null };
    const bangkok = { timezone: 'Asia/Bangkok' };
    expect(quoted).toEqual({
      __typename: 'StayQuote',
      hotel: { id: hotelId },
      agency: { id: 'LOTUS' },
      validUntil: null,
      holdUntil:
        new Date(Date.parse(asOf) + 15 * 60_000).toISOString().slice(0, -5) + fraction(asOf),
      onRequest: false,
      total: thb(44_000),
      netTotal: null,
      margin: null,
      lines: [
        {
          ...line,
          onRequest: false,
          nights: [
            { date: '2099-03-10', ...night },
            { date: '2099-03-11', ...night },
          ],
          amount: thb(44_000),
          netAmount: null,
          margin: null,
          cancellation: {
            amountNow: thb(22_000),
            netAmountNow: null,
            noShowAmount: thb(22_000),
            policy: { tiers: policy.tiers.map(({ daysBefore, time }) => ({ daysBefore, time })) },
            freeUntil: expect.objectContaining({
              instant: '1999-04-03T16:59:59.999999Z',
            }) as object,
            steps: [
              {
                from: {
                  instant: '1999-04-03T17:00:00Z',
                  local: '1999-04-04T00:00:00+07:00',
                  ...bangkok,
                },
                penalty: { kind: 'NIGHTS', nights: 1, bp: null },
                amount: thb(22_000),
                netAmount: null,
              },
              {
                from: {
                  instant: '2099-03-09T11:00:00Z',
                  local: '2099-03-09T18:00:00+07:00',
                  ...bangkok,
                },
                penalty: { kind: 'PERCENT', nights: null, bp: 10_000 },
                amount: thb(44_000),
                netAmount: null,
              },
            ],
          },
        },
      ],
    });
    // Rooms and credit for one: both are there still, and then no more.
    const taken = input(hotelId);
    expect((await hold(world, taken, lotus)).__typename).toBe('BookingGroup');
    expect(await quote(world, taken, lotus)).toMatchObject({ __typename: 'NotAvailable' });
  });

  test('tells an operator net, sell and margin, and beyond the credit what is left of it', async () => {
    const hotelId = await world.hotel();
    await world.setPolicy(hotelId, policy);
    await agree('SIAM', 'markup_bp = 1250');
    const asked = input(hotelId, { agencyId: 'SIAM' });
    const quoted = await quote(world, asked, callers.operator);
    expect(quoted).toMatchObject({
      validUntil: '2099-03-10T17:00:00Z',
      total: { amount: 45_000 },
      netTotal: { amount: 40_000 },
      margin: { amount: 5_000 },
      lines: [
        {
          amount: { amount: 45_000 },
          netAmount: { amount: 40_000 },
          margin: { amount: 5_000 },
          nights: [{ netRate: { amount: 10_000 }, margin: { amount: 1_250 } }, {}],
          cancellation: {
            amountNow: { amount: 22_500 },
            netAmountNow: { amount: 20_000 },
            steps: [{ netAmount: { amount: 20_000 } }, { netAmount: { amount: 40_000 } }],
          },
        },
      ],
    });
    await limitCredit('SIAM', 100);
    const refused = await quietly(() => quote(world, asked, callers.operator));
    expect(refused).toMatchObject({
      __typename: 'NotAvailable',
      reasons: [{ code: 'CREDIT_EXCEEDED', needed: 45_000 }],
    });
  });

  test('knows of no price where a night has no rate, and says so', async () => {
    const hotelId = await world.hotel();
    const unrated = { ...line, roomType: 'B' };
    const quoted = await quote(world, input(hotelId, { lines: [line, unrated] }));
    expect(quoted).toMatchObject({
      total: null,
      lines: [{ amount: { amount: 40_000 } }, { amount: null, cancellation: { amountNow: null } }],
    });
  });

  test('of an agency that somebody else serves answers like one of nobody', async () => {
    const hotelId = await world.hotel();
    const served = callers.agentOf('SIAM');
    for (const [who, own] of [
      [siam, 'SIAM'],
      [served, 'SIAM'],
    ] as const) {
      const foreign = await quote(world, input(hotelId, { agencyId: 'ASIA' }), who);
      expect(foreign).toEqual(await quote(world, input(hotelId, { agencyId: 'NOBODY' }), who));
      expect(foreign.reasons).toMatchObject([{ code: 'NOT_FOUND', path: '/agencyId' }]);
      const ours = await quote(world, input(hotelId, { agencyId: own }), who);
      expect(ours.__typename).toBe('StayQuote');
    }
  });
});

/** Micros and zone of an instant as they are written. */
function fraction(instant: string): string {
  return /(\.\d+)?Z$/.exec(instant)?.[0] ?? '';
}
