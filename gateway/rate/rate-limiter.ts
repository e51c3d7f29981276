// How often an identity may ask: a bucket of requests per user in Redis, the same for every replica of
// the gateway. Redis only spares us the greedy: while it is away everybody is let through.
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { connectFast, connectOrGoOn } from '../../shared/queue/redis.ts';
import { inTime } from '../../shared/server/in-time.ts';
import type { Logger } from '../../shared/telemetry/logger.ts';
import { gatewayLimits } from '../limits.ts';

/** `perSecond` fill it again, `burst` are in it at most. */
export interface Bucket {
  readonly perSecond: number;
  readonly burst: number;
}

export interface RateLimiter {
  /** Takes requests (one) from the identity's bucket: 0 when they were there, else how long to wait. */
  take(subject: string, bucket: Bucket, requests?: number): Promise<number>;
  /** Requests let through because Redis did not answer. */
  degradedCount(): number;
  close(): Promise<void>;
}

/**
 * The instant at which the bucket will be full again says all about it (GCRA), so one key with one
 * number is enough, and it is gone once the bucket is full. The clock is Redis's own.
 * ARGV: milliseconds per request, burst, requests. Answers milliseconds to wait; 0 takes them.
 */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local step = tonumber(ARGV[1])
local full = math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0')) + step * tonumber(ARGV[3])
local wait = full - step * tonumber(ARGV[2]) - now
if wait > 0 then return math.ceil(wait) end
redis.call('SET', KEYS[1], string.format('%.3f', full), 'PX', math.ceil(full - now))
return 0
`;

const TAKE_HASH = createHash('sha1').update(TAKE).digest('hex');

/**
 * Counts in the Redis of `redisUrl`. One that is away, or never answers, stops neither the start nor a
 * request: after one of its silences nobody asks it for a moment.
 */
export async function openRateLimiter(options: {
  readonly redisUrl: string;
  readonly redisPrefix: string;
  readonly logger: Logger;
}): Promise<RateLimiter> {
  const { redisPrefix, logger } = options;
  const redis: Redis = connectFast(options.redisUrl, logger, gatewayLimits.rateSilenceMs);
  await inTime(connectOrGoOn(redis), gatewayLimits.rateConnectMs, 'Redis').catch(() => undefined);
  let degraded = 0;
  let silentUntilMs = 0;

  function letThrough(error: unknown): number {
    degraded += 1;
    logger.debug({ err: error, degraded }, 'rate_degraded: Redis does not answer');
    return 0;
  }

  return {
    async take(subject, { perSecond, burst }, requests = 1) {
      if (performance.now() < silentUntilMs) return letThrough(undefined);
      try {
        const key = `${redisPrefix}:rate:${subject}`;
        return await promptly(runTake(redis, key, [1_000 / perSecond, burst, requests]));
      } catch (error) {
        silentUntilMs = performance.now() + gatewayLimits.rateSilenceMs;
        return letThrough(error);
      }
    },
    degradedCount: () => degraded,
    close() {
      redis.disconnect();
      return Promise.resolve();
    },
  };
}

/**
 * What was asked, unless Redis is silent for too long. Where this process itself stood still, the answer
 * lies in the socket and the timer goes off before it is read: so it is read first.
 */
function promptly<T>(asked: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      setImmediate(() => {
        reject(new Error('Redis is silent'));
      });
    };
    const timer = setTimeout(giveUp, gatewayLimits.rateAnswerMs);
    asked.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}

/** By hash; the text is sent once per life of the Redis. */
async function runTake(redis: Redis, key: string, args: readonly number[]): Promise<number> {
  try {
    return Number(await redis.evalsha(TAKE_HASH, 1, key, ...args));
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
    return Number(await redis.eval(TAKE, 1, key, ...args));
  }
}
