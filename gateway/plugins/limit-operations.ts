// Refuses requests that are too large or come in batches, before Apollo Server sees them.
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { Role } from '../../shared/auth/identity.ts';
import type { GatewayContext } from '../context.ts';
import { boundsOf, gatewayLimits } from '../limits.ts';
import { whatIsTooLarge } from './measure-document.ts';
import { sendError } from './send-error.ts';

export interface OperationLimits {
  readonly contextOf: (request: FastifyRequest) => GatewayContext;
  /** For a source that is not too large and was not met before: true, or it has answered itself. */
  readonly chargeNewText: (request: FastifyRequest, reply: FastifyReply) => Promise<boolean>;
}

/** Hook for `preHandler` of the GraphQL route; each distinct source is measured once per role. */
export function createOperationLimits({
  contextOf,
  chargeNewText,
}: OperationLimits): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  const verdicts = new LRUCache<string, string>({ max: gatewayLimits.measuredDocumentsMax });

  async function limitSource(
    source: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const { role } = contextOf(request).identity;
    const key = keyOf(source, role);
    const known = verdicts.get(key);
    const verdict = known ?? whatIsTooLarge(source, boundsOf(role)) ?? '';
    // Whoever could not pay for a text has not made it known.
    if (known === undefined && verdict === '' && !(await chargeNewText(request, reply))) return;
    verdicts.set(key, verdict);
    if (verdict !== '') sendError(reply, 400, 'QUERY_TOO_LARGE', verdict);
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
    if (typeof source === 'string') await limitSource(source, request, reply);
  };
}

/** Longer sources than may be are refused for their length alone: nothing of them is hashed. */
function keyOf(source: string, role: Role): string {
  if (source.length > gatewayLimits.queryCharsMax) return 'too long';
  return createHash('sha256').update(role).update(source).digest('base64');
}
