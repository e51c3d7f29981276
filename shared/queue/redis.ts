// Connections to Redis, one kind per use: a lock must fail fast, a queue's worker must wait for ever.
// They are never shared between uses. Called by composition roots.
import { Redis } from 'ioredis';
import { limits } from '../config/limits.ts';
import type { Logger } from '../telemetry/logger.ts';

/** For locks and counters on the request path: an answer now, or an error now. */
export function connectFast(
  url: string,
  logger: Logger,
  commandTimeoutMs: number = limits.lock.commandTimeoutMs,
): Redis {
  return watch(
    new Redis(url, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: commandTimeoutMs,
      retryStrategy: reconnectDelayMs,
      lazyConnect: true,
      // What is asked in the same turn of the event loop goes in one write.
      enableAutoPipelining: true,
    }),
    logger,
  );
}

/** For looking into queues: an answer soon or an error, and no queue of questions meanwhile. */
export function connectQueues(url: string, logger: Logger): Redis {
  return watch(
    new Redis(url, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      retryStrategy: reconnectDelayMs,
      lazyConnect: true,
    }),
    logger,
  );
}

/** For subscriptions and for whoever adds jobs or stream entries. */
export function connectSteady(url: string, logger: Logger): Redis {
  return watch(
    new Redis(url, {
      maxRetriesPerRequest: null,
      retryStrategy: reconnectDelayMs,
      lazyConnect: true,
    }),
    logger,
  );
}

/** Connects, but does not insist: a Redis that is down is reported and found again later. */
export async function connectOrGoOn(redis: Redis): Promise<void> {
  await redis.connect().catch(() => undefined);
}

function reconnectDelayMs(attempt: number): number {
  return Math.min(attempt * 50, limits.redis.reconnectDelayMsMax);
}

function watch(redis: Redis, logger: Logger): Redis {
  let reported = false;
  // Without a listener ioredis prints; with one per attempt a dead Redis would flood the log.
  redis.on('error', (error: Error) => {
    if (!reported) logger.warn({ err: error }, 'redis connection lost');
    reported = true;
  });
  redis.on('ready', () => {
    reported = false;
  });
  return redis;
}
