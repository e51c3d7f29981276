// Credit on a real database: taken, checked and given back in the booking's own transaction. No hotel
// lock is used here at all; a hold of the test desk costs 20 000.
import type { DataSource } from 'typeorm';
import { MINUTE_MS } from '../../../shared/config/limits.ts';
import { connectDataSource } from '../../../shared/database/data-source.ts';
import { err } from '../../../shared/domain/result.ts';
import { installTestClock, moveClock } from '../../../shared/testing/clock.ts';
import { seed } from '../../../shared/testing/seed.ts';
import { createTestDatabase } from '../../../shared/testing/services/test-database.ts';
import type { TestDatabase } from '../../../shared/testing/services/test-database.ts';
import type { BookingGroup } from '../domain/booking.ts';
import type { AskAllotment } from '../services/ask-allotment.ts';
import { createAskAgency } from '../services/ask-agency.ts';
import type { CommandAnswer } from '../services/hotel-command.ts';
import { createChance } from '../tools/simulate/chance.ts';
import { hold, move, openDesk } from './desk.ts';
import type { Desk } from './desk.ts';
import { everything } from './everything.ts';

const PRICE = 20_000;
const HOTELS = ['H1', 'H2'] as const;

let database: TestDatabase;
let admin: DataSource;
/** Two processes, so to say: each with connections of its own. */
let desk: Desk;
let other: Desk;
let ask: (usual: AskAllotment) => AskAllotment = (usual) => usual;
let agencies = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  admin = await connectDataSource({
    url: database.urls.admin,
    schema: 'agency',
    applicationName: 'test',
  });
  await installTestClock(admin);
  const terms = createAskAgency;
  desk = await openDesk(database, {
    terms,
    ask:
      (usual) =>
      (...call) =>
        ask(usual)(...call),
  });
  other = await openDesk(database, { terms });
});
afterEach(() => {
  ask = (usual) => usual;
});
afterAll(async () => {
  await desk.close();
  await other.close();
  await admin.destroy();
  await database.drop();
});

/** An agency of its own for one test, with room for so many holds; null: no limit. */
async function agencyWith(holds: number | null): Promise<string> {
  agencies += 1;
  const id = `AG${agencies}`;
  await seed(database).agency(id).plant();
  if (holds !== null) await setLimit(id, holds * PRICE);
  return id;
}

function setLimit(agencyId: string, limit: number | null): Promise<unknown> {
  return admin.query('select agency.set_credit_limit($1, $2)', [agencyId, limit]);
}

/** What is used now, and what its bookings say should be. */
async function used(agencyId: string): Promise<{ used: number | null; booked: number }> {
  const rows: { used: number | null; booked: number }[] = await admin.query(
    `select agency.credit_used($1) as used,
            (select coalesce(sum(amount), 0)::bigint from reservation.open_credit($1, 'THB')) as booked`,
    [agencyId],
  );
  return rows[0] ?? { used: null, booked: 0 };
}

function group(answer: CommandAnswer | undefined): BookingGroup {
  if (!answer?.ok) throw new Error(JSON.stringify(answer));
  return answer.value;
}

const exceeded = (needed: number, have: number) =>
  expect.objectContaining({ code: 'CREDIT_EXCEEDED', needed, have }) as unknown;

test('a hold takes what the agency pays, a confirmation keeps it, a cancel gives it back', async () => {
  const agencyId = await agencyWith(3);
  const first = await desk.held({ agencyId });
  const second = await desk.held({ agencyId, hotelId: 'H2' });
  expect(await used(agencyId)).toEqual({ used: 2 * PRICE, booked: 2 * PRICE });
  await desk.commit('H1', move('confirm', first));
  expect(await used(agencyId)).toEqual({ used: 2 * PRICE, booked: 2 * PRICE });
  await desk.commit('H2', move('cancel', second));
  expect(await used(agencyId)).toEqual({ used: PRICE, booked: PRICE });
  await desk.commit('H1', move('cancel', first));
  expect(await used(agencyId)).toEqual({ used: 0, booked: 0 });
});

test('one booking of a group gives its own share back', async () => {
  const agencyId = await agencyWith(3);
  const line = { roomType: 'A', checkIn: '2099-03-10', checkOut: '2099-03-12', rooms: 1 };
  const held = await desk.held({ agencyId, lines: [line, { ...line, rooms: 2 }] });
  expect((await used(agencyId)).used).toBe(3 * PRICE);
  await desk.commit('H1', move('cancel', held, held.bookings[1]?.id));
  expect(await used(agencyId)).toEqual({ used: PRICE, booked: PRICE });
});

test('credit is counted at the sell rate', async () => {
  const agencyId = await agencyWith(1);
  await admin.query('update agency.agencies set markup_bp = 1 where id = $1', [agencyId]);
  const [answer] = await desk.commit('H1', hold({ agencyId }));
  expect(answer).toEqual(err([exceeded(PRICE + 2, PRICE)]));
});

test('only the request that goes too far is refused, with its numbers; its neighbours are unharmed', async () => {
  const agencyId = await agencyWith(2);
  const rich = await agencyWith(null);
  const line = { roomType: 'A', checkIn: '2099-03-10', checkOut: '2099-03-12', rooms: 2 };
  const answers = await desk.commit(
    'H1',
    hold({ agencyId }),
    hold({ agencyId, lines: [line] }),
    hold({ agencyId: rich }),
    hold({ agencyId }),
    hold({ agencyId }),
  );
  expect(answers.map((answer) => answer.ok)).toEqual([true, false, true, true, false]);
  expect(answers[1]).toEqual(err([exceeded(2 * PRICE, PRICE)]));
  expect(answers[4]).toEqual(err([exceeded(PRICE, 0)]));
  expect(await used(agencyId)).toEqual({ used: 2 * PRICE, booked: 2 * PRICE });
});

test('rooms that were set aside for a request without credit are there for its neighbours', async () => {
  const poor = await agencyWith(0);
  const agencyId = await agencyWith(null);
  // One room is left: whoever is asked about first gets it.
  ask = (usual) => async (hotel, requests, id) => {
    const answer = await usual(hotel, requests, id);
    const decisions = answer.decisions.map((decision, index) =>
      index === 0 ? decision : err([{ code: 'SOLD_OUT_LINE' as const }]),
    );
    return { ...answer, decisions };
  };
  const [without, neighbour] = await desk.commit(
    'H1',
    hold({ agencyId: poor }),
    hold({ agencyId }),
  );
  expect(without).toEqual(err([exceeded(PRICE, 0)]));
  expect(group(neighbour).status).toBe('HELD');
});

test('a refusal for want of credit changes nothing and sends nothing', async () => {
  const agencyId = await agencyWith(0);
  const before = await everything(admin);
  expect(await desk.commit('H1', hold({ agencyId }))).toEqual([err([exceeded(PRICE, 0)])]);
  expect(await everything(admin)).toEqual(before);
});

test('time gives a hold’s credit back, whether or not anybody has swept', async () => {
  const agencyId = await agencyWith(1);
  await desk.held({ agencyId });
  expect((await desk.commit('H1', hold({ agencyId })))[0]?.ok).toBe(false);
  await moveClock(admin, 16 * MINUTE_MS);
  expect(await used(agencyId)).toEqual({ used: 0, booked: 0 });
  const next = group((await desk.commit('H2', hold({ agencyId, hotelId: 'H2' })))[0]);
  expect(await used(agencyId)).toEqual({ used: PRICE, booked: PRICE });
  await desk.commit('H2', move('cancel', next));
});

test.each([
  ['no rate', {}, { code: 'NO_RATE', nights: ['2099-03-10', '2099-03-11'] }],
  [
    'a price in another currency',
    { rate: 10_000, currency: 'EUR' },
    { code: 'CREDIT_EXCEEDED', detail: 'The price is in EUR, the credit in THB.' },
  ],
])(
  '%s cannot be counted, so it is refused where there is a limit and only there',
  async (_what, price, reason) => {
    ask =
      (usual) =>
      async (...call) => {
        const answer = await usual(...call);
        return {
          ...answer,
          decisions: answer.decisions.map((decision) =>
            decision.ok
              ? {
                  ok: true as const,
                  value: {
                    ...decision.value,
                    nights: decision.value.nights.map(
                      ({ rate: _rate, currency: _currency, ...night }) => ({ ...night, ...price }),
                    ),
                  },
                }
              : decision,
          ),
        };
      };
    const [limited, free] = await desk.commit(
      'H1',
      hold({ agencyId: await agencyWith(1_000) }),
      hold({ agencyId: await agencyWith(null) }),
    );
    expect(limited).toEqual(err([reason]));
    expect(group(free).status).toBe('HELD');
  },
);

test('of many at once over two hotels and two processes, exactly as many are held as the limit allows', async () => {
  const agencyId = await agencyWith(7);
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, index) => {
      const hotelId = HOTELS[index % 2] ?? 'H1';
      const at = index % 4 < 2 ? desk : other;
      return at.batches.submit(hotelId, hold({ agencyId, hotelId }));
    }),
  );
  const codes = answers.flatMap((answer) =>
    answer.ok ? [] : answer.error.map(({ code }) => code),
  );
  expect(new Set(codes).difference(new Set(['CREDIT_EXCEEDED', 'BUSY'])).size).toBe(0);
  const now = await used(agencyId);
  expect(now.used).toBe(now.booked);
  expect(now.used).toBeLessThanOrEqual(7 * PRICE);
  expect(answers.filter(({ ok }) => ok)).toHaveLength((now.used ?? 0) / PRICE);
  // Whoever was only told to try again is served now.
  for (let spare = 7 - (now.used ?? 0) / PRICE; spare > 0; spare -= 1)
    await desk.held({ agencyId });
  expect((await desk.commit('H1', hold({ agencyId })))[0]).toEqual(err([exceeded(PRICE, 0)]));
});

test('batches of several agencies in opposite order never wait for each other in a circle', async () => {
  const [one, two, three] = [await agencyWith(100), await agencyWith(100), await agencyWith(100)];
  const round = (hotelId: string, at: Desk, order: readonly string[]) =>
    at.commit(hotelId, ...order.map((agencyId) => hold({ agencyId, hotelId })));
  for (let turn = 0; turn < 8; turn += 1) {
    const answers = await Promise.all([
      round('H1', desk, [one, two, three]),
      round('H2', other, [three, two, one]),
    ]);
    expect(answers.flat().map(({ ok }) => ok)).toEqual(Array.from({ length: 6 }, () => true));
  }
});

test('a limit that is set while bookings are made counts every one of them', async () => {
  const agencyId = await agencyWith(null);
  const before = await desk.held({ agencyId });
  const bookings = Array.from({ length: 24 }, (_, index) => {
    const hotelId = HOTELS[index % 2] ?? 'H1';
    return (index % 3 === 0 ? desk : other).batches.submit(hotelId, hold({ agencyId, hotelId }));
  });
  await Promise.all([setLimit(agencyId, 100 * PRICE), ...bookings]);
  const now = await used(agencyId);
  expect(now).toEqual({ used: 25 * PRICE, booked: 25 * PRICE });
  await desk.commit('H1', move('cancel', before));
  expect((await used(agencyId)).used).toBe(24 * PRICE);
  await setLimit(agencyId, null);
  expect((await used(agencyId)).used).toBeNull();
});

test('a limit lowered below what is open refuses what is new and leaves what is old alone', async () => {
  const agencyId = await agencyWith(2);
  const [first, second] = [await desk.held({ agencyId }), await desk.held({ agencyId })];
  await setLimit(agencyId, 1);
  expect((await desk.commit('H1', hold({ agencyId })))[0]).toEqual(err([exceeded(PRICE, 0)]));
  const answers = await desk.commit('H1', move('confirm', first), move('cancel', second));
  expect(answers.map((answer) => answer.ok)).toEqual([true, true]);
  expect(await used(agencyId)).toEqual({ used: PRICE, booked: PRICE });
});

describe('a seeded run of holds, confirmations, cancels, expiries and passing time over two hotels', () => {
  test.each([1, 2, 3])(
    'seed %d: used is always the sum of the bookings, and never beyond the limit',
    async (seedNumber) => {
      const chance = createChance(seedNumber);
      const agencyId = await agencyWith(4);
      const open: BookingGroup[] = [];
      for (let step = 0; step < 30; step += 1) {
        const wishes = HOTELS.map(async (hotelId) => {
          const at = chance.pick([desk, other]);
          const known = open.filter((held) => held.hotelId === hotelId);
          const kind = chance.weighted([
            [6, 'confirm'],
            [3, 'cancel'],
            [1, 'expire'],
          ] as const);
          const command =
            known.length > 0 && chance.happens(0.5)
              ? move(kind, chance.pick(known))
              : hold({ agencyId, hotelId });
          const [answer] = await at.commit(hotelId, command);
          if (answer?.ok && command.kind === 'hold') open.push(answer.value);
        });
        await Promise.all(wishes);
        if (chance.happens(0.2)) await moveClock(admin, 6 * MINUTE_MS);
        const now = await used(agencyId);
        expect(now.used).toBe(now.booked);
        expect(now.used).toBeLessThanOrEqual(4 * PRICE);
      }
    },
  );
});
