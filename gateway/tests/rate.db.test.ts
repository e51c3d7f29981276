// How often one may ask: by role, by identity, and with Redis away.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createLogger } from '../../shared/telemetry/logger.ts';
import { startWire } from '../../shared/testing/wire/wire.ts';
import { testRedis } from '../../shared/testing/services/test-redis.ts';
import { gatewayLimits } from '../limits.ts';
import type { RateSettings } from '../rate/limit-rate.ts';
import { openRateLimiter, type Bucket, type RateLimiter } from '../rate/rate-limiter.ts';
import { slowCalls } from './world/schemas.ts';
import { startWorld, type World } from './world/world.ts';

const { url: redisUrl } = testRedis();
const logger = createLogger('test', 'silent');
const redisPrefix = `test-${randomUUID()}`;
const few = { perSecond: 0.01, burst: 3 };
let world: World;
let limiter: RateLimiter;

beforeAll(async () => {
  const ofIdentities: RateSettings['ofIdentities'] = new Map<string, Bucket | 'off'>([
    // A text that was not met before takes one more.
    ['uid-1', { ...few, burst: 4 }],
    ['uid-bench', 'off'],
  ]);
  world = await startWorld({ rates: { redisUrl, redisPrefix, ofIdentities } });
  limiter = await openRateLimiter({ redisUrl, redisPrefix, logger });
});
afterAll(async () => {
  await limiter.close();
  await world.stop();
});

const takes = async (subject: string, times: number, bucket = few): Promise<number[]> => {
  const waits: number[] = [];
  for (let take = 0; take < times; take += 1) waits.push(await limiter.take(subject, bucket));
  return waits;
};

test('a bucket gives what is in it, then says how long the next takes to come', async () => {
  const waits = await takes('uid-a', 4);
  expect(waits.slice(0, 3)).toEqual([0, 0, 0]);
  expect(waits[3]).toBeGreaterThan(90_000);
  expect(waits[3]).toBeLessThanOrEqual(100_000);
});

test('a refused request takes nothing, and one’s bucket is not another’s', async () => {
  await takes('uid-b', 3);
  const [first = 0, second = 0] = await takes('uid-b', 2);
  expect(second).toBeLessThanOrEqual(first);
  expect(await takes('uid-c', 1)).toEqual([0]);
});

test('a bucket fills again by itself', async () => {
  const quick = { perSecond: 1_000, burst: 1 };
  const deadline = performance.now() + 5_000;
  await takes('uid-d', 1, quick);
  while ((await limiter.take('uid-d', quick)) > 0) {
    if (performance.now() > deadline) throw new Error('it never filled');
  }
});

test('this process standing still is no silence of Redis: the answer that came meanwhile is read first', async () => {
  const before = limiter.degradedCount();
  const taken = limiter.take('uid-i', few);
  // Asked in the first turn, answered while nothing here runs.
  await new Promise(setImmediate);
  const until = performance.now() + 3 * gatewayLimits.rateAnswerMs;
  while (performance.now() < until);
  expect([await taken, limiter.degradedCount()]).toEqual([0, before]);
});

test('a hundred at once get no more than the bucket holds', async () => {
  const waits = await Promise.all(
    Array.from({ length: 100 }, () => limiter.take('uid-e', { perSecond: 0.01, burst: 10 })),
  );
  expect(waits.filter((wait) => wait === 0)).toHaveLength(10);
});

test('Redis away lets everybody through, and each is counted', async () => {
  const without = await openRateLimiter({ redisUrl: 'redis://127.0.0.1:1', redisPrefix, logger });
  for (let take = 0; take < 5; take += 1) expect(await without.take('uid-f', few)).toBe(0);
  expect(without.degradedCount()).toBe(5);
  await without.close();
});

test('a Redis that falls silent holds up one request for a moment and the others not at all', async () => {
  const wire = await startWire(redisUrl);
  const through = wire.through(redisUrl);
  const held = await openRateLimiter({ redisUrl: through, redisPrefix, logger });
  const bucket = { perSecond: 1_000, burst: 1_000 };
  expect(await held.take('uid-g', bucket)).toBe(0);
  expect(held.degradedCount()).toBe(0);
  const letGo = wire.inspect(() => new Promise(() => undefined));
  for (let take = 0; take < 3; take += 1) expect(await held.take('uid-g', bucket)).toBe(0);
  expect(held.degradedCount()).toBe(3);
  letGo();
  await held.close();
  await wire.stop();
});

test('a Redis that has never said a word does not keep the limiter from opening', async () => {
  const wire = await startWire(redisUrl);
  wire.inspect(() => new Promise(() => undefined));
  const held = await openRateLimiter({ redisUrl: wire.through(redisUrl), redisPrefix, logger });
  expect(await held.take('uid-h', few)).toBe(0);
  expect(held.degradedCount()).toBe(1);
  await held.close();
  await wire.stop();
});

test('whoever is named by the beginning of its uid is counted as that says', async () => {
  const ofIdentities = new Map<string, Bucket | 'off'>([
    ['bench-*', 'off'],
    ['bench-slow', few],
  ]);
  const own = await startWorld({ rates: { redisUrl, redisPrefix, ofIdentities } });
  const statusesOf = async (uid: string) => {
    const token = await own.tokenOf(uid, { role: 'OPERATOR' });
    await takes(uid, 4);
    return (await own.ask('{ me { role } }', { token })).status;
  };
  expect(await statusesOf('bench-1')).toBe(200);
  expect(await statusesOf('bench-slow')).toBe(429);
  await own.stop();
});

test('a gateway without Redis answers all the same', async () => {
  const ofIdentities = new Map([['uid-1', few]]);
  const away = await startWorld({
    rates: { redisUrl: 'redis://127.0.0.1:1', redisPrefix, ofIdentities },
  });
  for (let ask = 0; ask < 5; ask += 1) {
    expect((await away.ask('{ me { role } }')).status).toBe(200);
  }
  // Each is counted, and the text that was new.
  expect(away.gateway.rateDegradedCount()).toBe(6);
  await away.stop();
});

test('whoever asks too often hears 429 and when to come again, whatever the body is', async () => {
  for (let ask = 0; ask < 3; ask += 1) {
    expect((await world.ask('{ me { role } }')).status).toBe(200);
  }
  const before = world.hotels.received.length;
  const { status, headers, errors } = await world.ask('{');
  expect(status).toBe(429);
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  expect(errors).toEqual([
    {
      message: 'Too many requests. Wait a little and send it again.',
      extensions: { code: 'RATE_LIMITED', retryable: true },
    },
  ]);
  expect(world.hotels.received.length).toBe(before);
});

describe('an operation without a plan costs two requests of a hundred, besides itself', () => {
  const hundred = { perSecond: 0.01, burst: 100 };
  let own: World;
  beforeAll(async () => {
    own = await startWorld({
      rates: { redisUrl, redisPrefix, ofIdentities: new Map([['text-*', hundred]]) },
    });
  });
  afterAll(() => own.stop());

  /** How many of forty were let through. */
  async function letThrough(
    uid: string,
    operationOf: (at: number) => { readonly text: string; readonly operationName?: string },
  ): Promise<number> {
    const token = await own.tokenOf(uid, { role: 'OPERATOR' });
    const statuses: number[] = [];
    for (let at = 0; at < 40; at += 1) {
      const { text, ...named } = operationOf(at);
      statuses.push((await own.ask(text, { token, ...named })).status);
    }
    return statuses.filter((status) => status !== 429).length;
  }

  test('known texts are free, and what nobody could pay for stays new', async () => {
    // Thirty-three times three are ninety-nine.
    expect(await letThrough('text-new', (at) => ({ text: `{ me { a${at}: role } }` }))).toBe(33);
    expect(await letThrough('text-known', () => ({ text: '{ me { role } }' }))).toBe(40);
    const last = { text: '{ me { a39: role } }' };
    expect(await letThrough('text-last', () => last)).toBe(40);
    const left = await takes('text-last', 80, hundred);
    expect(left.filter((wait) => wait === 0)).toHaveLength(100 - 40 - 2);
  });

  test.each([
    ['what is no GraphQL', '{ me'],
    ['what the schema does not know', '{ me { nothing } }'],
    ['a page that is too large', '{ hotels(ids: ["A"]) { rooms(first: 201) { code } } }'],
    ['what has no such operation', 'query A { me { role } } query B { me { role } }'],
  ])('%s never becomes known', async (what, text) => {
    expect(await letThrough(`text-${what}`, () => ({ text }))).toBe(33);
  });

  test('each operation of a text counts by itself', async () => {
    const text = Array.from({ length: 40 }, (_, at) => `query Q${at} { me { role } }`).join(' ');
    const named = (at: number) => ({ text, operationName: `Q${at}` });
    expect(await letThrough('text-named', named)).toBe(33);
  });

  test('many at once pay for it once', async () => {
    const token = await own.tokenOf('text-crowd', { role: 'OPERATOR' });
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => own.ask('{ me { crowd: role } }', { token })),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    const left = await takes('text-crowd', 80, hundred);
    expect(left.filter((wait) => wait === 0)).toHaveLength(100 - 30 - 2);
  });

  test('whoever waits goes on with the plan, not with the answer of whoever was first', async () => {
    const token = await own.tokenOf('text-slow', { role: 'OPERATOR' });
    const before = slowCalls.started;
    const gone = new AbortController();
    const asked = [1, 2].map(() =>
      own.ask('{ slow }', { token, signal: gone.signal }).catch(() => null),
    );
    const until = performance.now() + 10_000;
    while (slowCalls.started < before + 2 && performance.now() < until) await delay(10);
    expect(slowCalls.started).toBe(before + 2);
    gone.abort();
    await Promise.all(asked);
  });

  test('a request more is charged for each hundred objects and each further write', async () => {
    // Ten hotels, as many as an untold list is taken for, of a hundred rooms each.
    const rooms = '{ hotels(ids: ["A"]) { rooms(first: 100) { code } } }';
    expect(await letThrough('text-rooms', () => ({ text: rooms }))).toBe(1 + Math.floor(87 / 11));
    const writes = 'mutation { a: count b: count c: count }';
    expect(await letThrough('text-writes', () => ({ text: writes }))).toBe(1 + Math.floor(95 / 3));
    const token = await own.tokenOf('text-rooms', { role: 'OPERATOR' });
    const { status, headers, errors } = await own.ask(rooms, { token });
    expect([status, Number(headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect(errors[0]?.extensions).toEqual({ code: 'RATE_LIMITED', retryable: true });
  });
});

test('an identity without a bucket of its own has its role’s, and a bench has none', async () => {
  const supplier = await world.tokenOf('uid-2', { role: 'SUPPLIER', hotelIds: ['A'] });
  const { requestsPerSecond, requestsBurst } = gatewayLimits.roles.SUPPLIER;
  // Emptied beside the gateway, so that no test has to ask that often.
  const bucket = { perSecond: requestsPerSecond, burst: requestsBurst };
  await Promise.all(
    Array.from({ length: requestsBurst * 2 }, () =>
      limiter.take('uid-2', { ...bucket, perSecond: 0.01 }),
    ),
  );
  expect((await world.ask('{ me { role } }', { token: supplier })).status).toBe(429);
  const bench = await world.tokenOf('uid-bench', { role: 'OPERATOR' });
  await takes('uid-bench', 5);
  expect((await world.ask('{ me { role } }', { token: bench })).status).toBe(200);
});

test('whoever shows no token is not counted: 401 as ever', async () => {
  for (let ask = 0; ask < 5; ask += 1) {
    expect((await world.ask('{ me { role } }', { token: null })).status).toBe(401);
  }
});
