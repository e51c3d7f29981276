import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { connectFast, connectOrGoOn, connectSteady } from '../../queue/redis.ts';
import { createLogger } from '../../telemetry/logger.ts';
import { testRedis } from '../../testing/services/test-redis.ts';
import { createHotelLock } from '../hotel-lock.ts';
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
