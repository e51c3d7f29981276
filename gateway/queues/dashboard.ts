// `/queues`: what the job queues are doing, for operators. To whoever is none, or says not who, it
// answers what a path answers that nobody serves.
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { QUEUE_NAMES, openQueue } from '../../shared/queue/queues.ts';
import { connectOrGoOn, connectQueues } from '../../shared/queue/redis.ts';
import type { Logger } from '../../shared/telemetry/logger.ts';
import { bearerToken } from '../auth/authenticate.ts';
import type { Standings } from '../auth/standings.ts';
import type { TokenVerifier } from '../auth/token-verifier.ts';
import { handleNotFound } from '../plugins/http-errors.ts';
import { createQueueSessions } from './session.ts';
import type { QueueSession, QueueSessions } from './session.ts';

export interface DashboardOptions {
  readonly redisUrl: string;
  readonly redisPrefix: string;
  /** Known to every replica of the gateway. */
  readonly secret: string;
  readonly production: boolean;
  readonly tokens: TokenVerifier;
  readonly standings: Standings;
  readonly logger: Logger;
}

const BASE = '/queues';
const OPERATORS: ReadonlySet<string> = new Set(['ADMIN', 'OPERATOR']);

/**
 * The page's own files and nothing from anywhere else. Inline styles are React's; no inline script
 * runs. The fonts that the page would like from elsewhere are not loaded.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Adds the dashboard; answers how to close what it opened. */
export async function addQueueDashboard(
  http: FastifyInstance,
  options: DashboardOptions,
): Promise<() => Promise<void>> {
  const { redisUrl, redisPrefix, logger } = options;
  const redis = connectQueues(redisUrl, logger);
  await connectOrGoOn(redis);
  const queues = QUEUE_NAMES.map((name) => openQueue(name, redis, redisPrefix, logger));
  const adapter = new FastifyAdapter();
  createBullBoard({
    queues: queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })),
    serverAdapter: adapter,
    options: { uiConfig: { boardTitle: 'StaySync queues', hideRedisDetails: true } },
  });
  adapter.setBasePath(BASE);
  const sessions = createQueueSessions(options.secret, { secure: options.production });
  await http.register(
    async (scope) => {
      scope.addHook('onRequest', createGuard(options, sessions));
      scope.post('/session', async (request, reply) => {
        const session = passes.get(request);
        if (!session) {
          handleNotFound(request, reply);
          return reply;
        }
        const cookie = await sessions.issue(session);
        return reply.header('set-cookie', cookie).code(204).send();
      });
      await scope.register(adapter.registerPlugin());
    },
    { prefix: BASE },
  );
  return async () => {
    await Promise.all(queues.map((queue) => queue.close()));
    redis.disconnect();
  };
}

/** Requests that came with an ID token, which alone may be exchanged for a cookie. */
const passes = new WeakMap<FastifyRequest, QueueSession>();

function createGuard(
  { tokens, standings }: DashboardOptions,
  sessions: QueueSessions,
): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  /** A token counts for anything; a cookie, which browsers send by themselves, for looking alone. */
  async function isLetIn(request: FastifyRequest): Promise<boolean> {
    const token = bearerToken(request.headers.authorization);
    if (token !== null) {
      const verified = await tokens.verify(token);
      if (!verified.ok || !OPERATORS.has(verified.value.claims.role)) return false;
      const { claims, signedInAt } = verified.value;
      passes.set(request, { subject: claims.subject, signedInAt });
      return true;
    }
    if (request.method !== 'GET') return false;
    const session = await sessions.read(request.headers.cookie);
    return session !== null && (await standings.check(session.subject, session.signedInAt)).ok;
  }

  return async function guardQueues(request, reply) {
    if (!(await isLetIn(request)) || !isServed(request)) handleNotFound(request, reply);
    else void reply.header('content-security-policy', POLICY);
  };
}

/** The page changes nothing, whatever its own routes would do. */
function isServed({ method, url }: FastifyRequest): boolean {
  return method === 'GET' || (method === 'POST' && url === `${BASE}/session`);
}
