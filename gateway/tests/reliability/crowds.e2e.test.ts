// Many at once, answers that get lost, keys that are sent again: what the clients saw is written down
// and held to its laws afterwards.
import { reliabilityEffort } from '../../../shared/config/environment.ts';
import { formatNight } from '../../../shared/domain/nights.ts';
import { kindOf, runLoad } from '../../../shared/testing/load/load.ts';
import type { Tally } from '../../../shared/testing/load/load.ts';
import { persist } from '../../../shared/testing/load/recorded-desk.ts';
import type { HistoryLine } from '../../../shared/testing/load/history.ts';
import { chance } from '../../../shared/testing/mhg-simulator/random.ts';
import { COMMIT, judgeAnswers } from '../../../shared/testing/wire/hold-next.ts';
import type { Verdict } from '../../../shared/testing/wire/wire.ts';
import { startRoundRobin } from '../e2e/round-robin.ts';
import { AGENCIES, firstDay, openHouse } from './house.ts';
import type { Case, House } from './house.ts';

/** What has to come of a crowd's bookings, each at least once. */
const OUTCOMES = ['HELD', 'CONFIRMED', 'CANCELLED', 'NotAvailable'];
const SECONDS = { sample: 4, full: 60 }[reliabilityEffort()];
const seed = Date.now() % 1_000_000;

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

async function deadlocks(): Promise<number> {
  const rows: { deadlocks: number }[] = await house.world.admin.query(
    'select deadlocks::integer from pg_stat_database where datname = current_database()',
  );
  return rows[0]?.deadlocks ?? -1;
}

function line(rooms = 1): HistoryLine {
  const from = firstDay(house);
  return { roomType: 'A', checkIn: formatNight(from), checkOut: formatNight(from + 2), rooms };
}

test(
  `64 callers with random stays of 1 to 14 nights over 60 nights, seed ${seed}: no deadlock, every refusal justified`,
  async () => {
    const hotels = [await house.hotel(40), await house.hotel(12)];
    const books = await house.open('stays', hotels);
    const tally: Tally = await runLoad(books.desk, house.users, {
      seed,
      clients: 64,
      ms: SECONDS * 1_000,
      hotelIds: hotels,
      roomTypes: ['A'],
      from: firstDay(house),
      nights: 60,
      stayNightsMax: 14,
      roomsMax: 2,
      confirmed: 30,
      cancelled: 40,
      patience: { triesMax: 20, pauseMs: 20 },
      isEnough: (outcomes) => OUTCOMES.every((kind) => outcomes.has(kind)),
    });
    await books.expectAllWell();
    expect(await deadlocks()).toBe(0);
    const { outcomes } = tally;
    const others = [...outcomes.keys()].filter((kind) => !OUTCOMES.includes(kind));
    expect(others.filter((kind) => kind !== 'TryAgain')).toEqual([]);
    expect(OUTCOMES.filter((kind) => !outcomes.has(kind))).toEqual([]);
    expect(await house.fullest(hotels[1]!)).toBeLessThanOrEqual(12);
  },
  SECONDS * 2_000 + 120_000,
);

test.each(['redis', 'off'])(
  '200 callers want the last 37 rooms at one instant, two processes decide, booking lock %s: exactly 37 get one',
  async (lock) => {
    const { wires, world } = house;
    const wire = wires['gateway-reservation'];
    const hotelId = await house.hotel(37);
    const books = await house.open(`last rooms ${lock}`, [hotelId], { connections: 200 });
    const env = { BOOKING_LOCK: lock };
    const two = await Promise.all([1, 2].map(() => house.another('reservation', env)));
    const balancer = await startRoundRobin();
    for (const { url } of two) balancer.add(url);
    wire.leadTo(balancer.url);
    wire.cutAll();
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, client) => {
        const seller = books.seller(client);
        return persist(() => seller.hold({ hotelId, reference: `${client}`, lines: [line()] }));
      }),
    );
    wire.leadTo(world.system.urls.reservation);
    wire.cutAll();
    await balancer.stop();
    await Promise.all(two.map(({ process }) => process.stop()));
    const kinds = Object.groupBy(answers, kindOf);
    expect([kinds['HELD']?.length, kinds['NotAvailable']?.length]).toEqual([37, 163]);
    expect(await house.fullest(hotelId)).toBe(37);
    for (const shares of balancer.sent.values()) expect(shares).toBeGreaterThan(50);
    await books.expectAllWell();
  },
  180_000,
);

test('one key fifty times in parallel is one booking and fifty equal answers; another body is refused by its field, another agency is independent', async () => {
  const hotelId = await house.hotel(100);
  const books = await house.open('one key', [hotelId]);
  const order = { hotelId, reference: 'same', lines: [line()] };
  // Clients of one agency: every sixteenth.
  const fifty = Array.from({ length: 50 }, (_, index) => books.seller(index * AGENCIES));
  const answers = await Promise.all(fifty.map((seller) => persist(() => seller.hold(order))));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).toMatchObject({ type: 'ok', group: { status: 'HELD' } });
  const other = await books.seller(0).hold({ ...order, lines: [line(2)] });
  expect(other).toMatchObject({
    refusal: 'DuplicateReference',
    reasons: [{ code: 'DUPLICATE_REFERENCE', path: '/lines/0/rooms', retryable: false }],
  });
  const neighbour = await books.seller(1).hold(order);
  expect(neighbour).toMatchObject({ type: 'ok', group: { status: 'HELD' } });
  expect(await house.fullest(hotelId)).toBe(2);
  await books.expectAllWell();
});

/** True for three of ten, by the seed. */
function threeOfTen(what: string): () => Verdict {
  let asked = 0;
  return () => (chance(seed, what, (asked += 1)) < 0.3 ? 'cut' : 'pass');
}

const INTENTS = { sample: 60, full: 400 }[reliabilityEffort()];

/** Everybody holds once and keeps at it, then confirms and keeps at that. */
async function bookAll(books: Case, hotelId: string): Promise<string[]> {
  const patience = { triesMax: 100, pauseMs: 5 };
  const statuses: string[] = [];
  const book = async (client: number): Promise<void> => {
    const seller = books.seller(client);
    for (let turn = 0; turn < INTENTS / 20; turn += 1) {
      const order = { hotelId, reference: `${client}-${turn}`, lines: [line()] };
      const held = await persist(() => seller.hold(order), patience);
      if (held.type !== 'ok') throw new Error(JSON.stringify(held));
      const confirmed = await persist(() => seller.confirm(held.group.id), patience);
      statuses.push(confirmed.type === 'ok' ? confirmed.group.status : JSON.stringify(confirmed));
    }
  };
  await Promise.all(Array.from({ length: 20 }, (_, client) => book(client)));
  return statuses;
}

test(`with three of ten answers cut off on their way to the client, seed ${seed}, bookings = intents`, async () => {
  const hotelId = await house.hotel(INTENTS + 10);
  const books = await house.open('cut answers', [hotelId]);
  const remove = judgeAnswers(house.wires['client-gateway'], 'mutation', threeOfTen('client'));
  const statuses = await bookAll(books, hotelId);
  remove();
  expect(statuses).toEqual(Array<string>(INTENTS).fill('CONFIRMED'));
  expect(await house.fullest(hotelId)).toBe(INTENTS);
  await books.expectAllWell();
}, 300_000);

test(`with three of ten answers to a COMMIT cut off on their way from Postgres, seed ${seed}, bookings = intents`, async () => {
  const hotelId = await house.hotel(INTENTS + 10);
  const books = await house.open('cut commits', [hotelId]);
  const wire = house.wires['reservation-database'];
  const cut = threeOfTen('database');
  const removals = ['reservation-append-batch', COMMIT].map((words) =>
    judgeAnswers(wire, words, cut),
  );
  const statuses = await bookAll(books, hotelId);
  for (const remove of removals) remove();
  expect(statuses).toEqual(Array<string>(INTENTS).fill('CONFIRMED'));
  expect(await house.fullest(hotelId)).toBe(INTENTS);
  await books.expectAllWell();
}, 300_000);
