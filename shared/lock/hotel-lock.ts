// The booking lock: one holder per hotel, handed over in order of arrival, without polling. It only
// spares contention. Postgres decides; with this lock off or Redis dead, nothing may be oversold.
// Called by every writer of a hotel's stream, through `withHotelLock`.
import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { limits } from '../config/limits.ts';
import type { Logger } from '../telemetry/logger.ts';
import { ACQUIRE, LEAVE, RELEASE } from './scripts.ts';

export interface HotelLock {
  /**
   * Runs `work` as the only holder of `hotelId`, or, when the lock cannot be had in time or Redis
   * does not answer, without it. Always releases.
   */
  withHotelLock<T>(hotelId: string, work: () => Promise<T>): Promise<T>;
  /** How often work went on without the lock since the start. */
  degradedCount(): number;
  close(): Promise<void>;
}

/** The lock switched off by a setting: work runs at once. */
export const noLock: HotelLock = {
  withHotelLock: (_hotelId, work) => work(),
  degradedCount: () => 0,
  close: () => Promise.resolve(),
};

/**
 * `commands` and `subscriber` are two connections used by nothing else. Keys of a hotel share a hash
 * tag, so that they live on one node of a cluster.
 */
export async function createHotelLock(options: {
  readonly commands: Redis;
  readonly subscriber: Redis;
  readonly prefix: string;
  readonly logger: Logger;
  readonly ttlMs?: number;
  readonly waitMs?: number;
}): Promise<HotelLock> {
  const { commands, subscriber, prefix, logger } = options;
  const ttlMs = options.ttlMs ?? limits.lock.ttlMs;
  const waitMs = options.waitMs ?? limits.lock.waitMs;
  const channel = `${prefix}:lock-granted`;
  const waiters = new Map<string, () => void>();
  let degraded = 0;

  subscriber.on('message', (_channel: string, token: string) => waiters.get(token)?.());
  await subscriber.subscribe(channel).catch((error: unknown) => {
    logger.warn({ err: error }, 'lock hand-over cannot be heard; waiting falls back to re-checks');
  });

  const keysOf = (hotelId: string): [string, string] => [
    `${prefix}:lock:{${hotelId}}`,
    `${prefix}:lock-queue:{${hotelId}}`,
  ];

  async function tryAcquire(hotelId: string, token: string): Promise<boolean> {
    const [lock, queue] = keysOf(hotelId);
    return (await commands.eval(ACQUIRE, 2, lock, queue, token, ttlMs, waitMs)) === 1;
  }

  async function acquire(hotelId: string, token: string): Promise<boolean> {
    const deadline = performance.now() + waitMs;
    try {
      for (;;) {
        const heard = hearGrant(waiters, token);
        if (await tryAcquire(hotelId, token)) return true;
        const leftMs = deadline - performance.now();
        if (leftMs <= 0) return false;
        await heard.within(Math.min(leftMs, limits.lock.recheckMs));
      }
    } finally {
      waiters.delete(token);
    }
  }

  async function letGo(hotelId: string, token: string, held: boolean): Promise<void> {
    const [lock, queue] = keysOf(hotelId);
    const script = held ? RELEASE : LEAVE;
    await commands.eval(script, 2, lock, queue, token, ttlMs, channel);
  }

  return {
    async withHotelLock(hotelId, work) {
      const token = randomUUID();
      const held = await acquire(hotelId, token).catch((error: unknown) => {
        logger.warn({ err: error, hotelId }, 'lock_degraded: Redis does not answer');
        return false;
      });
      if (!held) degraded += 1;
      try {
        return await work();
      } finally {
        // A lock that cannot be released runs out by its time to live.
        await letGo(hotelId, token, held).catch(() => undefined);
      }
    },
    degradedCount: () => degraded,
    async close() {
      await subscriber.quit().catch(() => undefined);
      await commands.quit().catch(() => undefined);
    },
  };
}

/** Listens for the grant of `token` from now on, so that none slips in between asking and waiting. */
function hearGrant(
  waiters: Map<string, () => void>,
  token: string,
): { within(ms: number): Promise<void> } {
  let granted = false;
  let wake: (() => void) | undefined;
  waiters.set(token, () => {
    granted = true;
    wake?.();
  });
  return {
    within: (ms) =>
      new Promise((resolve) => {
        if (granted) {
          resolve();
          return;
        }
        const timer = setTimeout(resolve, ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
  };
}
