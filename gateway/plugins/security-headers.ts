// Headers that keep browsers from doing more with a response than it was made for.
import type { FastifyReply, FastifyRequest } from 'fastify';

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  // What is answered depends on who asks and when: nobody in between may keep it.
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/** Hook for `onRequest` of every route; a route may replace a header with its own. */
export function createSecurityHeaders(options: { production: boolean }) {
  const headers = options.production
    ? { ...HEADERS, 'strict-transport-security': 'max-age=31536000; includeSubDomains' }
    : HEADERS;
  return async function securityHeaders(
    _request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    void reply.headers(headers);
  };
}
