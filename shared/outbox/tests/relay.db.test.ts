// A message that nobody takes: it holds up its hotel for a while, other hotels never, and is visible
// when it is given up. On a real database and Redis, with the clock moved instead of waiting.
import type { DataSource } from 'typeorm';
import { limits } from '../../config/limits.ts';
import { connectDataSource } from '../../database/data-source.ts';
import { connectOrGoOn, connectSteady } from '../../queue/redis.ts';
import { createLogger } from '../../telemetry/logger.ts';
import { installTestClock, moveClock } from '../../testing/clock.ts';
import { createTestDatabase } from '../../testing/services/test-database.ts';
import type { TestDatabase } from '../../testing/services/test-database.ts';
import { testRedis } from '../../testing/services/test-redis.ts';
import { enqueue } from '../outbox.ts';
import { eventStream, relayOnce } from '../relay-turn.ts';

const { triesInOrderMax, triesMax, retryMsMax } = limits.outbox;
const redisOf = testRedis();
const logger = createLogger('test', 'silent');
const redis = connectSteady(redisOf.url, logger);

let database: TestDatabase;
let admin: DataSource;
let dataSource: DataSource;
let taken: string[];
let refuse: (type: string) => boolean;

beforeAll(async () => {
  database = await createTestDatabase();
  const applicationName = 'test relay';
  admin = await connectDataSource({ url: database.urls.admin, schema: 'public', applicationName });
  await installTestClock(admin);
  const { reservation: url } = database.urls;
  dataSource = await connectDataSource({ url, schema: 'reservation', applicationName });
  await connectOrGoOn(redis);
});
beforeEach(async () => {
  taken = [];
  refuse = () => false;
  await dataSource.query('delete from reservation.outbox');
  await redis.del(eventStream(redisOf.prefix));
});
afterAll(async () => {
  redis.disconnect();
  await dataSource.destroy();
  await admin.destroy();
  await database.drop();
});

/** `H1/3/poison`: of this hotel, after this head, of this type. */
async function told(...messages: string[]): Promise<void> {
  for (const message of messages) {
    const [hotelId = '', seq = '', type = ''] = message.split('/');
    await dataSource.transaction((manager) =>
      enqueue(manager, 'reservation', [{ hotelId, seq: Number(seq), type, v: 1, payload: {} }]),
    );
  }
}

const turn = (): Promise<number> =>
  relayOnce({
    dataSource,
    schema: 'reservation',
    redis,
    prefix: redisOf.prefix,
    logger,
    onRow: (row) => {
      if (refuse(row.type)) return Promise.reject(new Error('cannot read this'));
      taken.push(`${row.hotelId}/${row.seq}/${row.type}`);
      return Promise.resolve();
    },
  });

async function turnsLater(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await turn();
    await moveClock(admin, retryMsMax);
  }
}

test('messages go in the order of their hotel, each once', async () => {
  await told('H1/2/b', 'H1/1/a', 'H2/1/c');
  expect(await turn()).toBe(3);
  expect(await turn()).toBe(0);
  expect(taken).toEqual(['H1/1/a', 'H1/2/b', 'H2/1/c']);
  expect(await redis.xlen(eventStream(redisOf.prefix))).toBe(3);
});

test('one that is not taken keeps its place before its hotel’s later ones, and holds up no other hotel', async () => {
  refuse = (type) => type === 'poison';
  await told('H1/1/poison', 'H1/2/b', 'H2/1/c');
  await turn();
  await turn();
  expect(taken).toEqual(['H2/1/c']);
  refuse = () => false;
  await moveClock(admin, retryMsMax);
  await turn();
  expect(taken).toEqual(['H2/1/c', 'H1/1/poison', 'H1/2/b']);
});

test('after its tries in order it steps aside, and its hotel goes on', async () => {
  refuse = (type) => type === 'poison';
  await told('H1/1/poison', 'H1/2/b');
  await turnsLater(triesInOrderMax);
  expect(taken).toEqual([]);
  await turnsLater(1);
  expect(taken).toEqual(['H1/2/b']);
  refuse = () => false;
  await turnsLater(1);
  expect(taken).toEqual(['H1/2/b', 'H1/1/poison']);
});

test('after a day of tries it is a dead letter that says why, and is tried no more', async () => {
  refuse = (type) => type === 'poison';
  await told('H1/1/poison');
  await dataSource.query('update reservation.outbox set tries = $1', [triesMax - 1]);
  await turnsLater(1);
  const [row] = await dataSource.query<Record<string, unknown>[]>(
    'select tries, last_error, dead_at is not null as dead, relayed_at from reservation.outbox',
  );
  expect(row).toEqual({
    tries: triesMax,
    last_error: 'cannot read this',
    dead: true,
    relayed_at: null,
  });
  refuse = () => false;
  await turnsLater(1);
  expect(taken).toEqual([]);
});
