// The door of `/graphql`: turns away what would be answered too late, before anybody looks at it, and
// counts what is inside until its work is done, whether or not somebody still waits for the answer.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { corsHeaders } from '../plugins/cors.ts';
import { sendError } from '../plugins/send-error.ts';
import { createAdmission } from './admission.ts';
import type { AdmissionBounds } from './admission.ts';

export interface Door {
  /** Stands before everything else that `server` does: while there is no room, nobody is even routed. */
  guard(server: Server): void;
  /** Hook for `preHandler`, the last of all: a place is taken once the body is here, not while it trickles in. */
  readonly enter: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  /** A handler that gives its place back when its work is done. */
  around(handler: RouteHandlerMethod): RouteHandlerMethod;
}

const PATH = '/graphql';
const SENTENCE = 'Too much is asked at this moment. Nothing was done; send it again.';
const TURNED_AWAY = JSON.stringify({
  errors: [{ message: SENTENCE, extensions: { code: 'BUSY', retryable: true } }],
});
const HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'content-length': Buffer.byteLength(TURNED_AWAY),
  'retry-after': '1',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

/** Preflights and the explorer cost next to nothing, and without the one no page could ask again. */
function isOperation({ method, url = '' }: IncomingMessage): boolean {
  return method === 'POST' && (url === PATH || url.startsWith(`${PATH}?`));
}

/** A door with a count of its own. Pages of `origins` may read that they were turned away. */
export function createDoor(
  bounds: AdmissionBounds,
  origins: readonly string[] = [],
  now: () => number = () => performance.now(),
): Door {
  const admission = createAdmission(bounds, now);
  const places = new WeakMap<FastifyRequest, () => void>();
  return {
    guard(server) {
      const listeners = server.listeners('request');
      server.removeAllListeners('request');
      server.on('request', (request: IncomingMessage, response: ServerResponse) => {
        // By hand: ten times what can be served leaves no time for more than this.
        if (isOperation(request) && admission.isFull()) {
          const { origin } = request.headers;
          const mayRead = origin !== undefined && origins.includes(origin);
          response.writeHead(503, { ...HEADERS, ...(mayRead ? corsHeaders(origin) : {}) });
          response.end(TURNED_AWAY);
        } else {
          for (const listener of listeners) Reflect.apply(listener, server, [request, response]);
        }
      });
    },
    async enter(request, reply) {
      const leave = await admission.enter(() => reply.raw.destroyed);
      if (leave) places.set(request, leave);
      else sendError(reply.header('retry-after', '1'), 503, 'BUSY', SENTENCE);
    },
    around: (handler) =>
      async function inside(request, reply) {
        try {
          const answer: unknown = handler.call(this, request, reply);
          return await answer;
        } finally {
          places.get(request)?.();
        }
      },
  };
}
