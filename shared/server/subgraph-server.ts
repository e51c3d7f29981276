// The HTTP server that all four subgraphs share: identity first, then GraphQL. Built by each
// subgraph's composition root.
import { buildSubgraphSchema } from '@apollo/subgraph';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { identityHeader, requestIdHeader } from '../auth/identity.ts';
import type { Identity } from '../auth/identity.ts';
import type { IdentityVerifier } from '../auth/identity-verifier.ts';
import { limits } from '../config/limits.ts';
import { byTypename } from '../schema/refusal.ts';
import { scalarResolvers } from '../schema/scalars.ts';
import { readSubgraphSdl } from '../schema/subgraph-sdl.ts';
import type { Logger } from '../telemetry/logger.ts';
import { createOperationRunner } from './run-operation.ts';
import type { RunOperation } from './run-operation.ts';

export interface SubgraphServerOptions<Context> {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly logger: Logger;
  readonly verifier: IdentityVerifier;
  /** Type name → field name → resolver, as graphql-tools has it. */
  readonly resolvers: Readonly<Record<string, unknown>>;
  /** Built anew for each request, with the verified identity. */
  readonly context: (identity: Identity) => Context;
  /** Whether this process can serve: its database answers. */
  readonly isReady: () => Promise<boolean>;
}

export interface RunningSubgraph {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts listening; the caller announces readiness. */
export async function startSubgraphServer<Context>(
  options: SubgraphServerOptions<Context>,
): Promise<RunningSubgraph> {
  const http = Fastify({
    bodyLimit: limits.server.bodyBytesMax,
    requestTimeout: limits.server.requestTimeoutMs,
    forceCloseConnections: 'idle',
  });
  addHealthRoutes(http, options.isReady);
  addGraphqlRoute(http, createOperationRunner(schemaOf(options), options.logger), options);
  await http.listen({ host: options.host, port: options.port });
  const address = http.server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    // Lets what is in flight finish.
    stop: () => http.close(),
  };
}

function schemaOf({
  name,
  resolvers,
}: Pick<SubgraphServerOptions<never>, 'name' | 'resolvers'>): GraphQLSchema {
  return buildSubgraphSchema([
    {
      typeDefs: parse(readSubgraphSdl(name)),
      resolvers: { ...scalarResolvers, Refusal: byTypename, ...resolvers } as never,
    },
  ]);
}

function addHealthRoutes(http: FastifyInstance, isReady: () => Promise<boolean>): void {
  http.get('/health/live', () => ({ status: 'live' }));
  http.get('/health/ready', async (_request, reply) => {
    const ready = await isReady().catch(() => false);
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' });
  });
}

function addGraphqlRoute<Context>(
  http: FastifyInstance,
  run: RunOperation,
  options: SubgraphServerOptions<Context>,
): void {
  const identities = new WeakMap<object, Identity>();
  http.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/graphql')) return;
    // Before a byte of the body is read: whoever cannot prove who they are learns nothing.
    const identity = await options.verifier.verify(
      request.headers[identityHeader],
      request.headers[requestIdHeader],
    );
    if (identity === null) await reply.code(401).send();
    else identities.set(request.raw, identity);
  });
  http.post('/graphql', async (request, reply) => {
    const identity = identities.get(request.raw);
    if (identity === undefined) throw new Error('a request without identity got through');
    const { status, text } = await run(request.body, () => options.context(identity));
    return reply
      .code(status)
      .header('content-type', 'application/json; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(text);
  });
}
