// Refuses whoever asks too often, before a byte of the body is read.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Role } from '../../shared/auth/identity.ts';
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
  /** Requests let through uncounted, because Redis did not answer. */
  degradedCount(): number;
  close(): Promise<void>;
}

interface Options {
  /** Without them nobody's requests are counted. */
  readonly rates?: RateSettings;
  readonly contextOf: (request: FastifyRequest) => GatewayContext;
  readonly logger: Logger;
}

const UNLIMITED: RateLimit = {
  hook: () => Promise.resolve(),
  chargeNewText: () => Promise.resolve(true),
  degradedCount: () => 0,
  close: () => Promise.resolve(),
};

/** The limit of every identity's requests, by its role or by a setting of its own. */
export async function openRateLimit({ rates, contextOf, logger }: Options): Promise<RateLimit> {
  if (!rates) return UNLIMITED;
  const limiter = await openRateLimiter({ ...rates, logger });
  const charge = createCharge(limiter, rates.ofIdentities, contextOf);
  return {
    hook: async (request, reply) => {
      await charge(request, reply, () => 1);
    },
    chargeNewText: (request, reply) =>
      charge(request, reply, ({ burst }) => Math.ceil(burst / gatewayLimits.newTextsPerBurst)),
    degradedCount: () => limiter.degradedCount(),
    close: () => limiter.close(),
  };
}

type Charge = (
  request: FastifyRequest,
  reply: FastifyReply,
  requestsOf: (bucket: Bucket) => number,
) => Promise<boolean>;

function createCharge(
  limiter: RateLimiter,
  ofIdentities: RateSettings['ofIdentities'],
  contextOf: Options['contextOf'],
): Charge {
  const beginnings = [...ofIdentities].flatMap(([uid, bucket]) =>
    uid.endsWith('*') ? [{ beginning: uid.slice(0, -1), bucket }] : [],
  );
  const ownBucketOf = (subject: string): Bucket | 'off' | undefined =>
    ofIdentities.get(subject) ??
    beginnings.find(({ beginning }) => subject.startsWith(beginning))?.bucket;

  return async function charge(request, reply, requestsOf) {
    // Whoever was refused already has nothing to be counted under.
    if (reply.sent) return false;
    const { subject, role } = contextOf(request).identity;
    const bucket = ownBucketOf(subject) ?? bucketOf(role);
    if (bucket === 'off') return true;
    const requests = requestsOf(bucket);
    const waitMs = requests === 0 ? 0 : await limiter.take(subject, bucket, requests);
    if (waitMs === 0) return true;
    void reply.header('retry-after', String(Math.ceil(waitMs / 1_000)));
    sendError(reply, 429, 'RATE_LIMITED', 'Too many requests. Wait a little and send it again.');
    return false;
  };
}

function bucketOf(role: Role): Bucket {
  const { requestsPerSecond: perSecond, requestsBurst: burst } = boundsOf(role);
  return { perSecond, burst };
}
