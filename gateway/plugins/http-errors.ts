// What Fastify itself refuses (malformed JSON, bodies too large, unknown paths), told like all else.
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../../shared/telemetry/logger.ts';
import { readOut } from './read-out.ts';
import { sendError } from './send-error.ts';

const SENTENCES: Readonly<Record<number, string>> = {
  400: 'The request is malformed.',
  404: 'There is nothing here.',
  405: 'This method does nothing here.',
  408: 'The request took too long to arrive.',
  413: 'The request is too large.',
  415: 'Send application/json.',
};

/** Fastify's error handler: refusals keep their status, all else is logged and is a 500. */
export function createHttpErrorHandler(logger: Logger) {
  return async function handleError(
    error: FastifyError,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const status = error.statusCode ?? 500;
    if (status === 413) await readOut(request.raw);
    // Too long a query is one thing to its sender, on whichever side of a body's bound it is.
    if (status === 413 && request.routeOptions.url === '/graphql') {
      sendError(reply, 400, 'QUERY_TOO_LARGE', 'The request is too large.');
      return reply;
    }
    const sentence = SENTENCES[status];
    if (sentence !== undefined) {
      sendError(reply, status, 'BAD_REQUEST', sentence);
      return reply;
    }
    logger.error({ err: error, route: request.routeOptions.url }, 'unexpected error');
    return reply
      .code(500)
      .header('content-type', 'application/json; charset=utf-8')
      .send(
        '{"errors":[{"message":"Internal error","extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}',
      );
  };
}

/** Fastify's handler of paths nobody serves. */
export function handleNotFound(_request: FastifyRequest, reply: FastifyReply): void {
  sendError(reply, 404, 'BAD_REQUEST', SENTENCES[404] ?? '');
}

/**
 * Hook for `onRequest`: what nobody serves is answered before its body is looked at, so that a path
 * that is hidden from its caller can answer the same.
 */
export function answerUnknownPaths(
  request: FastifyRequest,
  reply: FastifyReply,
  done: () => void,
): void {
  if (request.is404) handleNotFound(request, reply);
  else done();
}
