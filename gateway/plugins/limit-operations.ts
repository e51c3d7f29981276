// Refuses requests that are too large or come in batches, before Apollo Server sees them.
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { GatewayContext } from '../context.ts';
import { boundsOf, gatewayLimits } from '../limits.ts';
import type { AdmitText } from '../rate/new-texts.ts';
import { whatIsTooLarge } from './measure-document.ts';
import { sendError } from './send-error.ts';

export interface OperationLimits {
  readonly contextOf: (request: FastifyRequest) => GatewayContext;
  /** Whether an operation that is not too large may go on, else it has been answered. */
  readonly admitText: AdmitText;
  /** Whether there is a plan of an operation for this caller; sources are named by their hash. */
  readonly isPlanned: (caller: GatewayContext, named: NamedOperation) => boolean;
}

export interface NamedOperation {
  /** SHA-256 in hexadecimal digits. */
  readonly sourceHash: string;
  readonly operationName: string | undefined;
}

/** Hook for `preHandler` of the GraphQL route; each distinct source is measured once per role. */
export function createOperationLimits({
  contextOf,
  admitText,
  isPlanned,
}: OperationLimits): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  const verdicts = new LRUCache<string, string>({ max: gatewayLimits.measuredDocumentsMax });

  async function limitSource(
    { source, operationName }: Operation,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const caller = contextOf(request);
    const { role, subject } = caller.identity;
    // For their length alone: nothing of them is hashed.
    if (source.length > gatewayLimits.queryCharsMax) {
      sendError(reply, 400, 'QUERY_TOO_LARGE', 'The query is too long.');
      return;
    }
    // Halves of characters are all the same to a hash: one text would pass for another.
    if (HALF_CHARACTER.test(source)) {
      sendError(reply, 400, 'BAD_REQUEST', 'The query is no well-formed text.');
      return;
    }
    const sourceHash = hashOf(source);
    const known = verdicts.get(`${role} ${sourceHash}`);
    if (known === undefined || known === '') {
      const keyOf = (): string =>
        hashOf(JSON.stringify([subject, role, sourceHash, operationName]));
      const isKnown = (): boolean => isPlanned(caller, { sourceHash, operationName });
      if (!(await admitText({ keyOf, isKnown }, request, reply))) return;
    }
    const verdict = known ?? whatIsTooLarge(source, boundsOf(role)) ?? '';
    verdicts.set(`${role} ${sourceHash}`, verdict);
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
    const operation = operationIn(body);
    if (operation) await limitSource(operation, request, reply);
  };
}

const HALF_CHARACTER = /\p{Surrogate}/u;

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

interface Operation {
  readonly source: string;
  readonly operationName: string | undefined;
}

/** Null for what Apollo Server will refuse. */
function operationIn(body: unknown): Operation | null {
  if (typeof body !== 'object' || !body) return null;
  const { query, operationName } = body as Readonly<Record<string, unknown>>;
  if (typeof query !== 'string') return null;
  return {
    source: query,
    operationName: typeof operationName === 'string' ? operationName : undefined,
  };
}
