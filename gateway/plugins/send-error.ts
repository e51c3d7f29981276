// Errors that end a request before GraphQL runs, in the form of a GraphQL response, so that clients
// need to read one form only.
import type { FastifyReply } from 'fastify';
import type { OwnCode } from '../error-codes.ts';

/** Answers with one error. */
export function sendError(
  reply: FastifyReply,
  status: number,
  code: OwnCode,
  message: string,
): void {
  const retryable = status === 503 || status === 429;
  void reply
    .code(status)
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify({ errors: [{ message, extensions: { code, retryable } }] }));
}
