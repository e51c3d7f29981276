// Refuses requests that are too large or come in batches, before Apollo Server sees them.
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { Role } from '../../shared/auth/identity.ts';
import type { GatewayContext } from '../context.ts';
import { boundsOf, gatewayLimits } from '../limits.ts';
import { whatIsTooLarge } from './measure-document.ts';
import { sendError } from './send-error.ts';

/** Hook for `preHandler` of the GraphQL route; each distinct source is measured once per role. */
export function createOperationLimits(
  contextOf: (request: FastifyRequest) => GatewayContext,
): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  const verdicts = new LRUCache<string, string>({ max: gatewayLimits.measuredDocumentsMax });

  function verdictOn(source: string, role: Role): string {
    const bounds = boundsOf(role);
    if (source.length > gatewayLimits.queryCharsMax) return whatIsTooLarge(source, bounds) ?? '';
    const hash = createHash('sha256').update(role).update(source).digest('base64');
    const known = verdicts.get(hash);
    if (known !== undefined) return known;
    const verdict = whatIsTooLarge(source, bounds) ?? '';
    verdicts.set(hash, verdict);
    return verdict;
  }

  return async function limitOperations(
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const body: unknown = request.body;
    if (Array.isArray(body)) {
      sendError(reply, 400, 'BAD_REQUEST', 'Send one operation at a time.');
      return;
    }
    const source = typeof body === 'object' && body && 'query' in body ? body.query : undefined;
    const tooLarge =
      typeof source === 'string' ? verdictOn(source, contextOf(request).identity.role) : '';
    if (tooLarge !== '') sendError(reply, 400, 'QUERY_TOO_LARGE', tooLarge);
  };
}
