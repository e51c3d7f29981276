// `POST /api/v1/webhooks/mhg/confirmations`: what the supplier tells on its own account. The gateway
// reads nothing of it and can prove nothing about it: bytes and signature go to reservation as they
// came, which alone knows the secret, and the answer is a status without a story.
import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createIdentitySigner } from '../../shared/auth/identity-signer.ts';
import { webhookIssuer } from '../../shared/auth/identity.ts';
import { createSubgraphClient } from '../../shared/server/subgraph-client.ts';
import type { SubgraphClient } from '../../shared/server/subgraph-client.ts';
import type { Logger } from '../../shared/telemetry/logger.ts';
import { gatewayLimits } from '../limits.ts';
import { sendError } from '../plugins/send-error.ts';

export interface WebhookRouteOptions {
  /** Private key of issuer `webhooks`, as JSON text. */
  readonly identityKey: string;
  /** Where the reservation subgraph answers. */
  readonly reservationUrl: string;
  readonly logger: Logger;
}

const PATH = '/api/v1/webhooks/mhg/confirmations';

const RECEIVE = `
  mutation ReceiveConfirmation($message: SupplierPostInput!) {
    receipt: receiveConfirmation(message: $message)
  }
`;

type Receipt = 'ACCEPTED' | 'NOT_GENUINE' | 'TOO_LARGE' | 'UNREADABLE';

interface Post {
  readonly timestamp: string;
  readonly signature: string;
  readonly deliveryId: string;
  readonly bodyBase64: string;
}

/** Adds the route; gives what closes its connections. */
export function addSupplierWebhookRoute(
  http: FastifyInstance,
  options: WebhookRouteOptions,
): () => Promise<void> {
  const client = createSubgraphClient({
    self: webhookIssuer,
    role: 'WEBHOOK',
    urls: { reservation: options.reservationUrl },
    signer: createIdentitySigner({ privateJwk: options.identityKey, issuer: webhookIssuer }),
  });
  // A scope of its own: only here is a body left as the bytes that were signed.
  http.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => {
      parsed(null, body);
    });
    scope.post(PATH, { bodyLimit: gatewayLimits.webhookBodyBytesMax }, (request, reply) =>
      receive(request, reply, client, options.logger),
    );
    done();
  });
  return () => client.close();
}

async function receive(
  request: FastifyRequest,
  reply: FastifyReply,
  client: SubgraphClient,
  logger: Logger,
): Promise<FastifyReply> {
  const post = postOf(request);
  if (!post) return sendReceipt(reply, 'NOT_GENUINE');
  const requestId = randomUUID();
  try {
    const told = await client.query<{ receipt: Receipt }>(
      'reservation',
      RECEIVE,
      { message: post },
      requestId,
    );
    return await sendReceipt(reply, told.receipt);
  } catch (error) {
    // It may or may not have been stored: the supplier sends it again, and twice is once.
    logger.warn({ err: error, requestId }, 'a message of the supplier could not be handed on');
    void reply.header('retry-after', '1');
    sendError(reply, 503, 'TEMPORARILY_UNAVAILABLE', 'Not taken; send it again.');
    return reply;
  }
}

/** The message, or null where anything is missing that a genuine one has. */
function postOf({ headers, body }: FastifyRequest): Post | null {
  const timestamp = oneShort(headers['x-mhg-timestamp']);
  const signature = oneShort(headers['x-mhg-signature']);
  const deliveryId = oneShort(headers['x-mhg-delivery-id']);
  if (timestamp === null || signature === null || deliveryId === null) return null;
  if (!Buffer.isBuffer(body)) return null;
  return { timestamp, signature, deliveryId, bodyBase64: body.toString('base64') };
}

function oneShort(header: string | string[] | undefined): string | null {
  const short = typeof header === 'string' && header.length <= gatewayLimits.webhookHeaderCharsMax;
  return short ? header : null;
}

function sendReceipt(reply: FastifyReply, receipt: Receipt): FastifyReply {
  switch (receipt) {
    case 'ACCEPTED':
      return reply.code(202).send({ status: 'accepted' });
    case 'NOT_GENUINE':
      sendError(reply, 401, 'UNAUTHENTICATED', 'Not accepted.');
      return reply;
    case 'TOO_LARGE':
      sendError(reply, 413, 'BAD_REQUEST', 'The request is too large.');
      return reply;
    case 'UNREADABLE':
      sendError(reply, 400, 'BAD_REQUEST', 'The request is malformed.');
      return reply;
  }
}
