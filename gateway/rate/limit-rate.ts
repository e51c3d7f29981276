// Refuses whoever asks too often, before a byte of the body is read, and charges what takes much work as
// several requests.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Identity, Role } from '../../shared/auth/identity.ts';
import type { Logger } from '../../shared/telemetry/logger.ts';
import type { GatewayContext } from '../context.ts';
import { boundsOf, gatewayLimits } from '../limits.ts';
import { sendError } from '../plugins/send-error.ts';
import { openRateLimiter, type Bucket, type RateLimiter } from './rate-limiter.ts';

export interface RateSettings {
  readonly redisUrl: string;
  readonly redisPrefix: string;
  /**
   * A bucket of its own, or none at all for runs that measure us: by uid, or by the beginning of uids and
   * a `*`. The uid itself goes before, then the first that fits.
   */
  readonly ofIdentities: ReadonlyMap<string, Bucket | 'off'>;
}

export interface RateLimit {
  /** Hook for `onRequest`, after authentication: answers 429 itself, or lets the request through. */
  readonly hook: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  /** Charges an operation that has to be planned: true when it was paid for, else it answers 429. */
  readonly chargeNewText: (request: FastifyRequest, reply: FastifyReply) => Promise<boolean>;
  /** Charges what an operation asks for: 0 when it was paid for, else how many milliseconds to wait. */
  readonly chargeWork: (identity: Identity, work: Work) => Promise<number>;
  /** Requests let through uncounted, because Redis did not answer. */
  degradedCount(): number;
  close(): Promise<void>;
}

/** What one operation asks for (gateway/cost). */
export interface Work {
  readonly objects: number;
  readonly writes: number;
}

export const TOO_OFTEN = 'Too many requests. Wait a little and send it again.';

interface Options {
  /** Without them nobody's requests are counted. */
  readonly rates?: RateSettings;
  readonly contextOf: (request: FastifyRequest) => GatewayContext;
  readonly logger: Logger;
}

const UNLIMITED: RateLimit = {
  hook: () => Promise.resolve(),
  chargeNewText: () => Promise.resolve(true),
  chargeWork: () => Promise.resolve(0),
  degradedCount: () => 0,
  close: () => Promise.resolve(),
};

/** The limit of every identity's requests, by its role or by a setting of its own. */
export async function openRateLimit({ rates, contextOf, logger }: Options): Promise<RateLimit> {
  if (!rates) return UNLIMITED;
  const limiter = await openRateLimiter({ ...rates, logger });
  const take = createTake(limiter, rates.ofIdentities);

  async function charge(
    request: FastifyRequest,
    reply: FastifyReply,
    requestsOf: (bucket: Bucket) => number,
  ): Promise<boolean> {
    // Whoever was refused already has nothing to be counted under.
    if (reply.sent) return false;
    const waitMs = await take(contextOf(request).identity, requestsOf);
    if (waitMs === 0) return true;
    sendError(reply.header('retry-after', secondsOf(waitMs)), 429, 'RATE_LIMITED', TOO_OFTEN);
    return false;
  }

  return {
    hook: async (request, reply) => {
      await charge(request, reply, () => 1);
    },
    chargeNewText: (request, reply) =>
      charge(request, reply, ({ burst }) => Math.ceil(burst / gatewayLimits.newTextsPerBurst)),
    chargeWork: (identity, work) => take(identity, ({ burst }) => requestsFor(work, burst)),
    degradedCount: () => limiter.degradedCount(),
    close: () => limiter.close(),
  };
}

/** For `retry-after`. */
export function secondsOf(waitMs: number): string {
  return String(Math.ceil(waitMs / 1_000));
}

/** Besides the request itself. A full bucket pays for whatever its role may ask for at all. */
function requestsFor({ objects, writes }: Work, burst: number): number {
  const more = Math.floor(objects / gatewayLimits.objectsPerRequest) + Math.max(0, writes - 1);
  return Math.min(more, Math.floor(burst / 2));
}

/** Milliseconds to wait; 0 when the requests were there, or are not counted. */
type Take = (identity: Identity, requestsOf: (bucket: Bucket) => number) => Promise<number>;

function createTake(limiter: RateLimiter, ofIdentities: RateSettings['ofIdentities']): Take {
  const beginnings = [...ofIdentities].flatMap(([uid, bucket]) =>
    uid.endsWith('*') ? [{ beginning: uid.slice(0, -1), bucket }] : [],
  );
  const ownBucketOf = (subject: string): Bucket | 'off' | undefined =>
    ofIdentities.get(subject) ??
    beginnings.find(({ beginning }) => subject.startsWith(beginning))?.bucket;

  return async function take({ subject, role }, requestsOf) {
    const bucket = ownBucketOf(subject) ?? bucketOf(role);
    if (bucket === 'off') return 0;
    const requests = requestsOf(bucket);
    return requests === 0 ? 0 : limiter.take(subject, bucket, requests);
  };
}

function bucketOf(role: Role): Bucket {
  const { requestsPerSecond: perSecond, requestsBurst: burst } = boundsOf(role);
  return { perSecond, burst };
}
