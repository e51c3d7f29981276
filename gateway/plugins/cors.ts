// Which pages of other origins may ask from a browser: those of the setting, and none without it.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { gatewayLimits } from '../limits.ts';
import { handleNotFound } from './http-errors.ts';

const PATH = '/graphql';

/** What lets a page of an allowed origin read an answer. */
export function corsHeaders(origin: string): Readonly<Record<string, string>> {
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'x-request-id, retry-after',
    'cross-origin-resource-policy': 'cross-origin',
  };
}

/**
 * Adds the answer to preflights of `/graphql` and the headers that let a page read its answers, errors
 * among them. Cookies are never allowed: a token is sent on purpose or not at all.
 */
export function addCors(http: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return;
  const allowed = new Set(origins);

  http.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    if (request.routeOptions.url !== PATH) return;
    // Caches that keep an answer must not give it to a page of another origin.
    void reply.header('vary', 'Origin');
    const { origin } = request.headers;
    if (origin === undefined || !allowed.has(origin)) return;
    void reply.headers(corsHeaders(origin));
  });

  http.options(PATH, (request, reply) => {
    const { origin } = request.headers;
    if (origin === undefined || !allowed.has(origin)) {
      handleNotFound(request, reply);
      return;
    }
    void reply
      .code(204)
      .header('access-control-allow-methods', 'POST')
      .header('access-control-allow-headers', 'authorization, content-type')
      .header('access-control-max-age', String(gatewayLimits.corsSeconds))
      .send();
  });
}
