// Redis is emptied, dies and comes back empty; jobs are lost, come three times or an hour late, and a
// worker stands still in the middle of one. Redis only helps: no booking fails and no room is lost.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { reliabilityEffort } from '../../../shared/config/environment.ts';
import { limits } from '../../../shared/config/limits.ts';
import { formatNight } from '../../../shared/domain/nights.ts';
import { installTestClock, moveClock } from '../../../shared/testing/clock.ts';
import { runLoad } from '../../../shared/testing/load/load.ts';
import { persist } from '../../../shared/testing/load/recorded-desk.ts';
import { holdCommit } from '../../../shared/testing/wire/hold-next.ts';
import { startRedis } from '../../../shared/tools/up/redis.ts';
import type { RunningRedis } from '../../../shared/tools/up/redis.ts';
import { until } from '../e2e/until.ts';
import { pathsOf } from './audit-paths.ts';
import { firstDay, openHouse } from './house.ts';
import type { Case, House } from './house.ts';

const PREFIX = 't-redis';
const EXPIRY_MS = 15 * 60_000;
const {
  holds: HOLDS,
  seconds: SECONDS,
  deadSeconds: DEAD_SECONDS,
} = {
  sample: { holds: 60, seconds: 3, deadSeconds: 4 },
  full: { holds: 500, seconds: 30, deadSeconds: 20 },
}[reliabilityEffort()];

const dir = mkdtempSync(join(tmpdir(), 'staysync-own-redis-'));
let server: RunningRedis;
let redis: Redis;
let house: House;
beforeAll(async () => {
  server = await startRedis({ dir, persist: false });
  redis = connect();
  house = await openHouse({ redis: { url: server.url, prefix: PREFIX } });
  await installTestClock(house.world.admin);
});
afterAll(async () => {
  redis.disconnect();
  await house.stop();
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
});

function connect(): Redis {
  const client = new Redis(server.url);
  client.on('error', () => undefined);
  return client;
}

/** Everybody books for a while, and all laws hold; gives what kinds of outcome there were. */
async function bookFor(name: string, hotelIds: readonly string[], ms: number): Promise<string[]> {
  const books = await house.open(name, hotelIds);
  const { outcomes } = await runLoad(books.desk, house.users, {
    seed: 1,
    clients: 24,
    ms,
    hotelIds,
    roomTypes: ['A'],
    from: firstDay(house),
    nights: 60,
    stayNightsMax: 5,
    roomsMax: 1,
    confirmed: 30,
    cancelled: 30,
    isEnough: (so) => GOOD.every((kind) => so.has(kind)),
  });
  await books.expectAllWell();
  return [...outcomes.keys()].toSorted();
}

const GOOD = ['HELD', 'CONFIRMED', 'CANCELLED'];

test('no booking fails while Redis is emptied ten times a second, nor while it is dead, nor once it is back without anything', async () => {
  const hotels = [await house.hotel(5_000, 'own'), await house.hotel(5_000)];
  const emptying = setInterval(() => void redis.flushall(), 100);
  const emptied = await bookFor('emptied', hotels, SECONDS * 1_000);
  clearInterval(emptying);

  process.kill(server.pid, 'SIGKILL');
  await server.exited;
  const dead = await bookFor('dead', hotels, DEAD_SECONDS * 1_000);

  server = await startRedis({ dir, port: server.port, persist: false });
  const back = await bookFor('back', hotels, SECONDS * 1_000);
  const kinds = GOOD.toSorted();
  expect({ emptied, dead, back }).toEqual({ emptied: kinds, dead: kinds, back: kinds });
}, 300_000);

/** Holds one room each, by as many clients, and gives the groups. */
async function holdAll(books: Case, hotelIds: readonly string[], count: number): Promise<string[]> {
  const from = firstDay(house);
  const nights = { checkIn: formatNight(from), checkOut: formatNight(from + 2) };
  const held = await Promise.all(
    Array.from({ length: count }, async (_, client) => {
      const hotelId = hotelIds[client % hotelIds.length] ?? '';
      const seller = books.seller(client);
      const lines = [{ roomType: 'A', rooms: 1, ...nights }];
      return persist(() => seller.hold({ hotelId, reference: `${client}`, lines }));
    }),
  );
  return held.map((answer) => (answer.type === 'ok' ? answer.group.id : JSON.stringify(answer)));
}

const allRelayed = async (): Promise<boolean> => {
  const rows: { n: number }[] = await house.world.admin.query(
    'select count(*)::integer as n from reservation.outbox where relayed_at is null',
  );
  return rows[0]?.n === 0;
};

test(`after ${HOLDS} holds all jobs are lost: every hold ends in time and ten seconds`, async () => {
  const hotels = [await house.hotel(HOLDS), await house.hotel(HOLDS, 'own')];
  const books = await house.open('lost jobs', hotels, { connections: 128 });
  const groups = await holdAll(books, hotels, HOLDS);
  await until(allRelayed, (is) => is);
  await redis.flushall();
  await moveClock(house.world.admin, EXPIRY_MS);
  const since = performance.now();
  await until(
    () => pathsOf(house.world, groups),
    (paths) => paths['HELD EXPIRED'] === HOLDS,
    60_000,
  );
  const tookMs = performance.now() - since;
  expect(await pathsOf(house.world, groups)).toEqual({ 'HELD EXPIRED': HOLDS });
  expect(tookMs).toBeLessThan(10_000);
  expect(await Promise.all(hotels.map((hotel) => house.fullest(hotel)))).toEqual([0, 0]);
  await books.expectAllWell();
}, 180_000);

/** Queues the expiry of each hold three times, to run at once. */
async function queueThrice(groups: ReadonlyMap<string, string>, what: string): Promise<void> {
  const connection = connect();
  const queue = new Queue('booking-expiry', { connection, prefix: `{${PREFIX}-jobs}` });
  for (const time of [1, 2, 3]) {
    const jobs = [...groups].map(([groupId, hotelId]) => ({
      name: 'booking-expiry',
      data: { groupId, hotelId },
      opts: { jobId: `${what}-${time}-${groupId}` },
    }));
    await queue.addBulk(jobs);
  }
  const done = async (): Promise<number> => queue.getJobCountByTypes('waiting', 'active');
  await until(done, (left) => left <= limits.jobs.concurrency, 60_000);
  await queue.close();
  connection.disconnect();
}

test('every job three times, in parallel in two workers of which one stands still in the middle, and again an hour late: rooms return once', async () => {
  const hotelId = await house.hotel(HOLDS);
  const books = await house.open('jobs thrice', [hotelId], { connections: 128 });
  const groups = await holdAll(books, [hotelId], HOLDS / 2);
  await until(allRelayed, (is) => is);
  const other = await house.another('worker');
  const standing = house.world.system.process('worker');
  const held = holdCommit(house.wires['worker-database'], 'reservation-append-batch', 'request');
  const stand = (): void => {
    standing.kill('SIGSTOP');
  };
  const byGroup = new Map(groups.map((groupId) => [groupId, hotelId]));
  await moveClock(house.world.admin, EXPIRY_MS);
  const queued = queueThrice(byGroup, 'due');
  // Either of the two may be first at the hotel: then nothing is left for this one to stand still in.
  await Promise.race([held.caught.then(stand), queued]);
  await queued;
  // Postgres ends the transaction of the one that stands still; then the other goes on.
  await until(
    () => pathsOf(house.world, groups),
    (paths) => paths['HELD EXPIRED'] === groups.length,
    60_000,
  );
  held.letGo();
  standing.kill('SIGCONT');
  await moveClock(house.world.admin, 60 * 60_000);
  await queueThrice(byGroup, 'late');
  expect(await pathsOf(house.world, groups)).toEqual({ 'HELD EXPIRED': groups.length });
  expect(await house.fullest(hotelId)).toBe(0);
  await other.process.stop();
  await books.expectAllWell();
}, 240_000);
