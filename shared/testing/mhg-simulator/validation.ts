// Errors as a FastAPI service tells them: `{ detail: [{ loc, msg, type }] }` with 422, a plain detail
// otherwise. Used by every route.
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';

export interface ValidationDetail {
  readonly loc: (string | number)[];
  readonly msg: string;
  readonly type: string;
}

/** Answers 422 with what is wrong and where. */
export function sendInvalid(reply: FastifyReply, detail: ValidationDetail[]): FastifyReply {
  return reply.code(422).send({ detail });
}

/** Answers with a status and one sentence. */
export function sendDetail(reply: FastifyReply, status: number, detail: string): FastifyReply {
  return reply.code(status).send({ detail });
}

/** A parser's issues in the supplier's words; `source` is `query` or `body`. */
export function detailsOf(error: z.ZodError, source: 'query' | 'body'): ValidationDetail[] {
  return error.issues.map((issue) => ({
    loc: [source, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))],
    msg: issue.message,
    type: isMissing(issue) ? 'missing' : issue.code === 'custom' ? 'value_error' : issue.code,
  }));
}

function isMissing(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
}
