// The booking lock: one holder per hotel, handed over in order of arrival, without polling. It only
// spares contention. Postgres decides; with this lock off or Redis dead, nothing may be oversold.
// Called by every writer of a hotel's stream, through `withHotelLock`.
import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { limits } from '../config/limits.ts';
import type { Logger } from '../telemetry/logger.ts';
import { ACQUIRE, LEAVE, RELEASE, runScript, STAY } from './scripts.ts';

export interface HotelLock {
  /**
   * Runs `work` as the only holder of `hotelId`, or, when the lock cannot be had in time or Redis
   * does not answer, without it. Always releases, without waiting for Redis to say so.
   */
  withHotelLock<T>(hotelId: string, work: (held: HeldLock) => Promise<T>): Promise<T>;
  /** How often work went on without the lock since the start. */
  degradedCount(): number;
  close(): Promise<void>;
}

/** The lock as the work that runs under it sees it. */
export interface HeldLock {
  /** Somebody else waits for it, or it is not held: nobody follows. */
  readonly wanted: boolean;
  /** Nobody else had the lock between the work that this one follows and this one. */
  readonly follows: boolean;
  /**
   * Asked for while this work runs: runs `work` when it is done, and still under the lock unless somebody
   * waits for it by now. Then as `withHotelLock`.
   */
  follow<T>(work: (held: HeldLock) => Promise<T>): Promise<T>;
}

const HELD_BY_ALL: HeldLock = { wanted: false, follows: true, follow: (work) => work(HELD_BY_ALL) };

/** The lock switched off by a setting: work runs at once. */
export const noLock: HotelLock = {
  withHotelLock: (_hotelId, work) => work(HELD_BY_ALL),
  degradedCount: () => 0,
  close: () => Promise.resolve(),
};

export interface HotelLockOptions {
  /** Fails fast; used by nothing else. */
  readonly commands: Redis;
  /** Hears of hand-overs; used by nothing else. */
  readonly subscriber: Redis;
  readonly prefix: string;
  readonly logger: Logger;
  readonly ttlMs?: number;
  readonly waitMs?: number;
}

/** The lock over Redis. One that is down does not stop the start: it is found when it is back. */
export function createHotelLock(options: HotelLockOptions): HotelLock {
  const { commands, subscriber, logger } = options;
  const queue = openQueue(options);
  let degraded = 0;

  async function acquire(hotelId: string): Promise<Holding> {
    const token = randomUUID();
    const taken = await queue.acquire(hotelId, token).catch((error: unknown) => {
      logger.warn({ err: error, hotelId }, 'lock_degraded: Redis does not answer');
      return 'NOT_HELD' as const;
    });
    if (taken === 'NOT_HELD') degraded += 1;
    return { hotelId, token, taken, follows: false, next: null };
  }

  async function workUnder<T>(holding: Holding, work: (held: HeldLock) => Promise<T>): Promise<T> {
    try {
      return await work({
        wanted: holding.taken !== 'HELD',
        follows: holding.follows,
        follow: (next) => follow(holding, next),
      });
    } finally {
      letGo(holding);
    }
  }

  async function follow<T>(holding: Holding, work: (held: HeldLock) => Promise<T>): Promise<T> {
    const passed = holding.next === null && (await waitBehind(holding));
    const own = passed
      ? ({ ...holding, taken: 'HELD', follows: true, next: null } as const)
      : await acquire(holding.hotelId);
    return workUnder(own, work);
  }

  /** Whether the lock goes on to whoever asks. */
  function waitBehind(holding: Holding): Promise<boolean> {
    // Asked at once, so that the answer is there when the work is done.
    const stays = queue.stay(holding.hotelId, holding.token).catch(() => false);
    return new Promise((passOn) => {
      holding.next = { stays, passOn };
    });
  }

  function letGo(holding: Holding): void {
    const { next } = holding;
    if (next === null) release(holding);
    else
      void next.stays.then((stays) => {
        if (!stays) release(holding);
        next.passOn(stays);
      });
  }

  function release({ hotelId, token, taken }: Holding): void {
    // Not waited for: what is asked next of this connection comes after it. A lock that cannot be
    // released runs out by its time to live.
    void queue.letGo(hotelId, token, taken !== 'NOT_HELD').catch(() => undefined);
  }

  return {
    withHotelLock: async (hotelId, work) => workUnder(await acquire(hotelId), work),
    degradedCount: () => degraded,
    close() {
      // Not `quit`: it would wait for a Redis that is away. Nothing is under way any more.
      commands.disconnect();
      subscriber.disconnect();
      return Promise.resolve();
    },
  };
}

type Taken = 'HELD' | 'HELD_WANTED' | 'NOT_HELD';

interface Holding {
  readonly hotelId: string;
  readonly token: string;
  readonly taken: Taken;
  readonly follows: boolean;
  /** Who goes on after this work. */
  next: { readonly stays: Promise<boolean>; readonly passOn: (passed: boolean) => void } | null;
}

interface LockQueue {
  /** Once the caller holds the lock, and whether others wait; NOT_HELD when its own wait is over. */
  acquire(hotelId: string, token: string): Promise<Taken>;
  /** Whether the holder may go on to its next work: its time begins anew, and nobody else waits. */
  stay(hotelId: string, token: string): Promise<boolean>;
  /** Hands the lock on, or leaves the line. */
  letGo(hotelId: string, token: string, held: boolean): Promise<void>;
}

/** Keys of a hotel share a hash tag, so that they live on one node of a cluster. */
function openQueue(options: HotelLockOptions): LockQueue {
  const { commands, subscriber, prefix } = options;
  const ttlMs = options.ttlMs ?? limits.lock.ttlMs;
  const waitMs = options.waitMs ?? limits.lock.waitMs;
  const channel = `${prefix}:lock-granted`;
  const waiters = new Map<string, () => void>();
  subscriber.on('message', (_channel: string, token: string) => waiters.get(token)?.());
  // Not waited for: while Redis is away, the subscription is only on its way.
  subscriber.subscribe(channel).catch((error: unknown) => {
    options.logger.warn({ err: error }, 'lock hand-over cannot be heard; re-checks do its work');
  });
  const keysOf = (hotelId: string): [string, string] => [
    `${prefix}:lock:{${hotelId}}`,
    `${prefix}:lock-queue:{${hotelId}}`,
  ];
  return {
    async acquire(hotelId, token) {
      const deadline = performance.now() + waitMs;
      try {
        for (;;) {
          const heard = hearGrant(waiters, token);
          const values = [token, ttlMs, waitMs];
          const taken = await runScript(commands, ACQUIRE, keysOf(hotelId), values);
          if (taken === 1) return 'HELD';
          if (taken === 2) return 'HELD_WANTED';
          const leftMs = deadline - performance.now();
          if (leftMs <= 0) return 'NOT_HELD';
          await heard.within(Math.min(leftMs, limits.lock.recheckMs));
        }
      } finally {
        waiters.delete(token);
      }
    },
    async stay(hotelId, token) {
      return (await runScript(commands, STAY, keysOf(hotelId), [token, ttlMs])) === 1;
    },
    async letGo(hotelId, token, held) {
      const values = [token, ttlMs, channel];
      await runScript(commands, held ? RELEASE : LEAVE, keysOf(hotelId), values);
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
