import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { connectFast, connectOrGoOn, connectSteady } from '../../queue/redis.ts';
import { createLogger } from '../../telemetry/logger.ts';
import { testRedis } from '../../testing/services/test-redis.ts';
import { createHotelLock, noLock } from '../hotel-lock.ts';
import type { HotelLock } from '../hotel-lock.ts';

const logger = createLogger('test', 'silent');
const open: { lock: HotelLock; commands: Redis; subscriber: Redis }[] = [];

async function process(
  prefix: string,
  bounds: { ttlMs?: number; waitMs?: number } = {},
  url = testRedis().url,
): Promise<{ lock: HotelLock; commands: Redis; subscriber: Redis }> {
  const commands = connectFast(url, logger);
  const subscriber = connectSteady(url, logger);
  await connectOrGoOn(commands);
  void connectOrGoOn(subscriber);
  const lock = createHotelLock({ commands, subscriber, prefix, logger, ...bounds });
  const opened = { lock, commands, subscriber };
  open.push(opened);
  return opened;
}

const LONG = { waitMs: 20_000, ttlMs: 20_000 };

afterEach(async () => {
  for (const { lock } of open.splice(0)) await lock.close();
});

/** Work that ends when it is told to. */
function gate(): { opened: Promise<void>; open: () => void } {
  let release: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (release = resolve));
  return { opened, open: () => release() };
}

describe('the hotel lock', () => {
  it('lets one at a time work on a hotel, over two processes', async () => {
    const { prefix } = testRedis();
    const locks = [await process(prefix), await process(prefix)];
    let inside = 0;
    let most = 0;
    let done = 0;
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        locks[index % 2]!.lock.withHotelLock('H', async () => {
          inside += 1;
          most = Math.max(most, inside);
          await nextTurn();
          inside -= 1;
          done += 1;
        }),
      ),
    );
    expect({ most, done }).toEqual({ most: 1, done: 60 });
    expect(locks.map(({ lock }) => lock.degradedCount())).toEqual([0, 0]);
  });

  it('hands over in order of arrival', async () => {
    const { prefix } = testRedis();
    const { lock, commands } = await process(prefix, { waitMs: 20_000, ttlMs: 20_000 });
    const order: number[] = [];
    const first = gate();
    const holder = lock.withHotelLock('H', () => first.opened);
    const waiters: Promise<unknown>[] = [];
    for (let index = 0; index < 5; index += 1) {
      waiters.push(lock.withHotelLock('H', async () => void order.push(index)));
      // In line before the next one comes.
      while ((await commands.llen(`${prefix}:lock-queue:{H}`)) <= index) await nextTurn();
    }
    first.open();
    await Promise.all([holder, ...waiters]);
    expect(order).toEqual([0, 1, 2, 3, 4]);
  });

  it('does not make different hotels wait for each other', async () => {
    const { lock } = await process(testRedis().prefix);
    const first = gate();
    const holder = lock.withHotelLock('H1', () => first.opened);
    expect(await lock.withHotelLock('H2', () => Promise.resolve('through'))).toBe('through');
    first.open();
    await holder;
  });

  it('is released when the work throws', async () => {
    const { lock, commands } = await process(testRedis().prefix, { waitMs: 20_000 });
    await expect(
      lock.withHotelLock('H', () => Promise.reject(new Error('broken'))),
    ).rejects.toThrow('broken');
    expect(await lock.withHotelLock('H', () => commands.dbsize())).toBeGreaterThan(0);
    expect(lock.degradedCount()).toBe(0);
  });

  it('lets work go on without it after a bounded wait, and counts that', async () => {
    const { prefix } = testRedis();
    const { lock } = await process(prefix, { waitMs: 50 });
    const first = gate();
    const holder = lock.withHotelLock('H', () => first.opened);
    expect(await lock.withHotelLock('H', () => Promise.resolve('anyway'))).toBe('anyway');
    expect(lock.degradedCount()).toBe(1);
    first.open();
    await holder;
  });

  it('passes to the next in line when its holder died, once its time has run out', async () => {
    const { prefix } = testRedis();
    const dead = await process(prefix, { ttlMs: 300 });
    const alive = await process(prefix, { ttlMs: 300, waitMs: 20_000 });
    const never = gate();
    void dead.lock.withHotelLock('H', () => never.opened);
    while ((await alive.commands.exists(`${prefix}:lock:{H}`)) === 0) await nextTurn();
    dead.commands.disconnect();
    expect(await alive.lock.withHotelLock('H', () => Promise.resolve('mine'))).toBe('mine');
    expect(alive.lock.degradedCount()).toBe(0);
    never.open();
  });

  it('forgets nothing that matters when Redis is emptied in between', async () => {
    const { prefix } = testRedis();
    const { lock, commands } = await process(prefix, { waitMs: 20_000 });
    const first = gate();
    const holder = lock.withHotelLock('H', () => first.opened);
    const waiter = lock.withHotelLock('H', () => Promise.resolve('second'));
    await commands.del(`${prefix}:lock:{H}`, `${prefix}:lock-queue:{H}`);
    expect(await waiter).toBe('second');
    first.open();
    await holder;
  });

  it('is had as ever from a Redis that has forgotten its scripts', async () => {
    const { lock, commands } = await process(testRedis().prefix, { waitMs: 20_000 });
    await commands.script('FLUSH');
    await lock.withHotelLock('H', () => commands.script('FLUSH'));
    expect(await lock.withHotelLock('H', () => Promise.resolve('again'))).toBe('again');
    expect(lock.degradedCount()).toBe(0);
  });

  it('never stops work when Redis does not answer', async () => {
    const { lock } = await process('t-nowhere', { waitMs: 100 }, 'redis://127.0.0.1:1');
    expect(await lock.withHotelLock('H', () => Promise.resolve('done'))).toBe('done');
    expect(lock.degradedCount()).toBe(1);
  });
});

describe('work that follows under the same hotel lock', () => {
  it('goes on when the first is done, without giving the lock away', async () => {
    const { prefix } = testRedis();
    const { lock, commands } = await process(prefix);
    const key = `${prefix}:lock:{H}`;
    const order: string[] = [];
    let second: Promise<void> | undefined;
    const first = await lock.withHotelLock('H', async (held) => {
      second = held.follow(async ({ follows, wanted }) => {
        order.push(`second, follows ${follows}, wanted ${wanted}`);
        expect(await commands.get(key)).toBe(token);
      });
      const token = await commands.get(key);
      order.push('first');
      return token;
    });
    await second;
    expect(order).toEqual(['first', 'second, follows true, wanted false']);
    expect(first).not.toBeNull();
    await lock.withHotelLock('H', async () => {
      expect(await commands.get(key)).not.toBe(first);
    });
  });

  it('lets others have their turn first when they wait, and says that they do', async () => {
    const { prefix } = testRedis();
    const [ours, theirs] = [await process(prefix, LONG), await process(prefix, LONG)];
    const order: string[] = [];
    let follower: Promise<void> | undefined;
    let other: Promise<void> | undefined;
    await ours.lock.withHotelLock('H', async (held) => {
      expect(held.wanted).toBe(false);
      other = theirs.lock.withHotelLock('H', async () => void order.push('theirs'));
      while ((await ours.commands.llen(`${prefix}:lock-queue:{H}`)) === 0) await nextTurn();
      follower = held.follow(async ({ follows }) => {
        order.push(`ours, follows ${follows}`);
      });
    });
    await Promise.all([other, follower]);
    expect(order).toEqual(['theirs', 'ours, follows false']);
  });

  it('is told at once that others wait', async () => {
    const { prefix } = testRedis();
    const { lock, commands } = await process(prefix, LONG);
    const first = gate();
    const holder = lock.withHotelLock('H', () => first.opened);
    const wanted: boolean[] = [];
    const waiters = [1, 2].map(() =>
      lock.withHotelLock('H', async (held) => void wanted.push(held.wanted)),
    );
    while ((await commands.llen(`${prefix}:lock-queue:{H}`)) < 2) await nextTurn();
    first.open();
    await Promise.all([holder, ...waiters]);
    expect(wanted).toEqual([true, false]);
  });

  it('keeps the time of the lock running anew', async () => {
    const { prefix } = testRedis();
    const { lock, commands } = await process(prefix, { ttlMs: 20_000 });
    const key = `${prefix}:lock:{H}`;
    let second: Promise<number> | undefined;
    await lock.withHotelLock('H', async (held) => {
      await commands.pexpire(key, 10_000);
      second = held.follow(() => commands.pttl(key));
    });
    expect(await second).toBeGreaterThan(10_000);
  });

  it.each([
    ['the first throws', () => Promise.reject(new Error('broken')), true],
    ['the lock ran out meanwhile', (commands: Redis, key: string) => commands.del(key), false],
  ])('goes on when %s', async (_what, work, follows) => {
    const { prefix } = testRedis();
    const { lock, commands } = await process(prefix);
    let second: Promise<boolean> | undefined;
    await lock
      .withHotelLock('H', async (held) => {
        if (!follows) await work(commands, `${prefix}:lock:{H}`);
        second = held.follow((next) => Promise.resolve(next.follows));
        if (follows) await work(commands, '');
      })
      .catch(() => undefined);
    expect(await second).toBe(follows);
    expect(lock.degradedCount()).toBe(0);
  });

  it('follows nobody where Redis does not answer, and nobody who is followed already', async () => {
    const { lock } = await process('t-nowhere', { waitMs: 100 }, 'redis://127.0.0.1:1');
    let second: Promise<boolean> | undefined;
    await lock.withHotelLock('H', async (held) => {
      expect(held.wanted).toBe(true);
      second = held.follow((next) => Promise.resolve(next.follows));
    });
    expect(await second).toBe(false);
    expect(lock.degradedCount()).toBe(2);

    const { lock: other } = await process(testRedis().prefix);
    const both: Promise<boolean>[] = [];
    await other.withHotelLock('H', async (held) => {
      for (let n = 0; n < 2; n += 1)
        both.push(held.follow((next) => Promise.resolve(next.follows)));
    });
    expect(await Promise.all(both)).toEqual([true, false]);
  });

  it('goes on at once where the lock is off', async () => {
    expect(await noLock.withHotelLock('H', (held) => held.follow(async (next) => next))).toEqual(
      expect.objectContaining({ follows: true, wanted: false }),
    );
  });
});
