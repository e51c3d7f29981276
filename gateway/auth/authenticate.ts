// Who is calling, from the Authorization header alone. Runs before a byte of the body is read.
import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { gatewayIssuer, requestIdHeader } from '../../shared/auth/identity.ts';
import { err } from '../../shared/domain/result.ts';
import type { GatewayContext } from '../context.ts';
import { sendError } from '../plugins/send-error.ts';
import type { TokenRefusal, TokenVerifier } from './token-verifier.ts';

export interface Authentication {
  /** Hook for `onRequest`: answers 401, 403 or 503 itself, or lets the request through. */
  readonly hook: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  /** The context of a request that the hook let through. */
  contextOf(request: FastifyRequest): GatewayContext;
}

/** Authentication of GraphQL requests by ID tokens. */
export function createAuthentication(verifier: TokenVerifier): Authentication {
  const contexts = new WeakMap<FastifyRequest, GatewayContext>();
  return {
    async hook(request, reply) {
      const requestId = randomUUID();
      void reply.header(requestIdHeader, requestId);
      const token = bearerToken(request.headers.authorization);
      const verified = token === null ? err('bad token' as const) : await verifier.verify(token);
      if (!verified.ok) {
        refuse(reply, verified.error);
        return;
      }
      const { claims, scopes } = verified.value;
      contexts.set(request, {
        identity: { ...claims, issuer: gatewayIssuer, requestId },
        scopes,
        clientGone: clientGone(reply),
      });
    },
    contextOf(request) {
      const context = contexts.get(request);
      if (!context) throw new Error('a request got through without authentication');
      return context;
    },
  };
}

/** The token of an Authorization header; null when there is none of that form. */
export function bearerToken(header: string | undefined): string | null {
  return /^Bearer ([\w.-]+)$/i.exec(header ?? '')?.[1] ?? null;
}

function refuse(reply: FastifyReply, refusal: TokenRefusal): void {
  switch (refusal) {
    case 'bad token':
      void reply.header('www-authenticate', 'Bearer');
      sendError(reply, 401, 'UNAUTHENTICATED', 'A valid ID token is needed.');
      break;
    case 'no role':
      sendError(reply, 403, 'FORBIDDEN', 'This user has no role here.');
      break;
    case 'keys unavailable':
    case 'accounts unavailable':
      void reply.header('retry-after', '1');
      sendError(reply, 503, 'IDENTITY_UNAVAILABLE', 'Tokens cannot be checked right now.');
      break;
  }
}

/** Fires when the connection closes before the response was sent. */
function clientGone(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
