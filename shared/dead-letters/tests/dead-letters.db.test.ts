// What was given up is listed, whatever kind it is, and goes its way once it is tried again.
import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { DataSource } from 'typeorm';
import type { Identity, Role } from '../../auth/identity.ts';
import { connectDataSource } from '../../database/data-source.ts';
import { openQueue } from '../../queue/queues.ts';
import { connectSteady } from '../../queue/redis.ts';
import { startJobWorker } from '../../queue/job-queue.ts';
import { createLogger } from '../../telemetry/logger.ts';
import { createTestDatabase } from '../../testing/services/test-database.ts';
import type { TestDatabase } from '../../testing/services/test-database.ts';
import { testRedis } from '../../testing/services/test-redis.ts';
import { z } from 'zod';
import { openDeadLetterDesk } from '../open-desk.ts';
import type { OpenDesk } from '../open-desk.ts';

const logger = createLogger('test', 'silent');
const settings = (redisUrl: string, redisPrefix: string) => ({ redisUrl, redisPrefix });
let database: TestDatabase;
let dataSource: DataSource;
let redis: Redis;
let own: { url: string; prefix: string };
let open: OpenDesk;

beforeAll(async () => {
  database = await createTestDatabase();
  dataSource = await connectDataSource({
    url: database.urls.reservation,
    schema: 'reservation',
    applicationName: 'test',
  });
});
beforeEach(async () => {
  own = { url: testRedis().url, prefix: `test-${randomUUID()}` };
  redis = connectSteady(own.url, logger);
  open = await openDeadLetterDesk('reservation', settings(own.url, own.prefix), dataSource, logger);
  await dataSource.query('delete from reservation.outbox');
});
afterEach(async () => {
  await open.close();
  redis.disconnect();
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const as = (role: Role): Identity => ({
  subject: `uid-${role}`,
  role,
  issuer: 'gateway',
  requestId: 'test',
});

/** Runs `booking-expiry` jobs of this test until `count` of them came to an end. */
async function work(count: number, run: (groupId: string) => Promise<void>): Promise<void> {
  const connection = connectSteady(own.url, logger);
  const kind = { name: 'booking-expiry' as const, payload: z.object({ groupId: z.string() }) };
  let ended = 0;
  let isDone = (): void => undefined;
  const done = new Promise<void>((resolve) => (isDone = resolve));
  const worker = await startJobWorker(kind, connection, own.prefix, logger, async (payload) => {
    try {
      await run(payload.groupId);
    } finally {
      ended += 1;
      if (ended === count) isDone();
    }
  });
  await done;
  await worker.stop();
  connection.disconnect();
}

/** A job whose only try fails. */
async function deadJob(groupId: string): Promise<void> {
  const queue = openQueue('booking-expiry', redis, own.prefix, logger);
  const data = { hotelId: 'H1', groupId };
  await queue.add('booking-expiry', data, { jobId: `expire-${groupId}-1`, attempts: 1 });
  await work(1, () => Promise.reject(new Error('the ledger is closed')));
  await queue.close();
}

async function deadMessage(minutesAgo: number): Promise<string> {
  const id = randomUUID();
  await dataSource.query(
    `insert into reservation.outbox (id, hotel_id, seq, type, v, at, payload, tries, last_error, dead_at)
     values ($1, 'H2', 1, 'booking.held', 1, now(), '{}', 30, 'cannot read this',
             now() - $2 * interval '1 minute')`,
    [id, minutesAgo],
  );
  return id;
}

test('both kinds stand in one list, the latest first, with why they were given up', async () => {
  const message = await deadMessage(10);
  await deadJob('g1');
  const list = await open.desk.list(as('OPERATOR'), 10);
  expect(list).toMatchObject({ total: 2, complete: true });
  expect(list.letters).toMatchObject([
    {
      id: 'JOB/booking-expiry/expire-g1-1',
      kind: 'JOB',
      name: 'booking-expiry',
      hotelId: 'H1',
      tries: 1,
      error: 'the ledger is closed',
    },
    {
      id: `MESSAGE/${message}`,
      kind: 'MESSAGE',
      name: 'booking.held',
      hotelId: 'H2',
      tries: 30,
      error: 'cannot read this',
    },
  ]);
  expect((await open.desk.list(as('ADMIN'), 1)).letters).toHaveLength(1);
});

test('a job that is tried again runs, and is no dead letter any more', async () => {
  await deadJob('g2');
  const id = 'JOB/booking-expiry/expire-g2-1';
  expect(await open.desk.replay(as('OPERATOR'), id)).toEqual({
    __typename: 'ReplayedDeadLetter',
    id,
  });
  expect((await open.desk.list(as('OPERATOR'), 10)).total).toBe(0);
  const ran: string[] = [];
  await work(1, (groupId) => Promise.resolve(void ran.push(groupId)));
  expect(ran).toEqual(['g2']);
  expect(await open.desk.replay(as('OPERATOR'), id)).toMatchObject({ __typename: 'NotFound' });
});

test('a message that is tried again waits for the relay as on its first day', async () => {
  const id = `MESSAGE/${await deadMessage(1)}`;
  expect(await open.desk.replay(as('ADMIN'), id)).toMatchObject({
    __typename: 'ReplayedDeadLetter',
  });
  const [row]: unknown[] = await dataSource.query(
    'select tries, dead_at, next_try_at, relayed_at from reservation.outbox',
  );
  expect(row).toEqual({ tries: 0, dead_at: null, next_try_at: null, relayed_at: null });
  expect(await open.desk.replay(as('ADMIN'), id)).toMatchObject({ __typename: 'NotFound' });
});

test.each(['AGENT', 'PARTNER', 'SUPPLIER', 'SYSTEM'] as const)(
  '%s sees none and has none tried again',
  async (role) => {
    const id = await deadMessage(1);
    expect(await open.desk.list(as(role), 10)).toEqual({ letters: [], total: 0, complete: true });
    const answer = await open.desk.replay(as(role), `MESSAGE/${id}`);
    expect(answer).toMatchObject({
      __typename: 'NotPermitted',
      reasons: [{ code: 'NOT_ENTITLED' }],
    });
    expect((await open.desk.list(as('ADMIN'), 10)).total).toBe(1);
  },
);

test.each([
  '',
  'JOB',
  'JOB/mhg-sync/1',
  'JOB/booking-expiry/none',
  'MESSAGE/x',
  'MESSAGE/\0',
  'LETTER/1',
])('%j is no dead letter of this subgraph', async (id) => {
  expect(await open.desk.replay(as('OPERATOR'), id)).toMatchObject({
    __typename: 'NotFound',
    reasons: [{ code: 'NOT_FOUND', path: '/id' }],
  });
});

test('without Redis the messages are listed, and the list says that it lacks the jobs', async () => {
  await deadMessage(1);
  const away = settings('redis://127.0.0.1:1', own.prefix);
  const without = await openDeadLetterDesk('reservation', away, dataSource, logger);
  expect(await without.desk.list(as('OPERATOR'), 10)).toMatchObject({ total: 1, complete: false });
  const id = 'JOB/booking-expiry/expire-g1-1';
  expect(await without.desk.replay(as('OPERATOR'), id)).toMatchObject({ __typename: 'TryAgain' });
  await without.close();
});
