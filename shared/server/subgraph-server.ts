// The HTTP server that all four subgraphs share: identity first, then GraphQL. Built by each
// subgraph's composition root.
import { randomUUID } from 'node:crypto';
import { ApolloServer } from '@apollo/server';
import type { BaseContext } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { GraphQLError, parse } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import { identityHeader, requestIdHeader } from '../auth/identity.ts';
import type { Identity } from '../auth/identity.ts';
import type { IdentityVerifier } from '../auth/identity-verifier.ts';
import { limits } from '../config/limits.ts';
import { answerText } from '../schema/int-row.ts';
import { byTypename } from '../schema/refusal.ts';
import { scalarResolvers } from '../schema/scalars.ts';
import { readSubgraphSdl } from '../schema/subgraph-sdl.ts';
import type { Logger } from '../telemetry/logger.ts';

export interface SubgraphServerOptions<Context extends BaseContext> {
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
export async function startSubgraphServer<Context extends BaseContext>(
  options: SubgraphServerOptions<Context>,
): Promise<RunningSubgraph> {
  const http = Fastify({
    bodyLimit: limits.server.bodyBytesMax,
    requestTimeout: limits.server.requestTimeoutMs,
    forceCloseConnections: 'idle',
  });
  const apollo = createApolloServer(options, http);
  await apollo.start();
  addHealthRoutes(http, options.isReady);
  addGraphqlRoute(http, apollo, options);
  await http.listen({ host: options.host, port: options.port });
  const address = http.server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    stop: async () => {
      await apollo.stop();
      await http.close();
    },
  };
}

function createApolloServer<Context extends BaseContext>(
  options: SubgraphServerOptions<Context>,
  http: FastifyInstance,
): ApolloServer<Context> {
  const schema = buildSubgraphSchema([
    {
      typeDefs: parse(readSubgraphSdl(options.name)),
      resolvers: { ...scalarResolvers, Refusal: byTypename, ...options.resolvers } as never,
    },
  ]);
  return new ApolloServer<Context>({
    schema,
    stopOnTerminationSignals: false,
    csrfPrevention: false,
    allowBatchedHttpRequests: false,
    introspection: false,
    includeStacktraceInErrorResponses: false,
    logger: options.logger,
    stringifyResult: answerText,
    plugins: [
      // It would watch every field and look through every list; nobody between us and the gateway
      // caches answers.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      fastifyApolloDrainPlugin(http),
    ],
    formatError: (formatted, error) => maskUnexpected(formatted, error, options.logger),
  });
}

function addHealthRoutes(http: FastifyInstance, isReady: () => Promise<boolean>): void {
  http.get('/health/live', () => ({ status: 'live' }));
  http.get('/health/ready', async (_request, reply) => {
    const ready = await isReady().catch(() => false);
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' });
  });
}

function addGraphqlRoute<Context extends BaseContext>(
  http: FastifyInstance,
  apollo: ApolloServer<Context>,
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
  http.post(
    '/graphql',
    fastifyApolloHandler(apollo, {
      context: async (request) => {
        const identity = identities.get(request.raw);
        if (identity === undefined) throw new Error('a request without identity got through');
        return options.context(identity);
      },
    }),
  );
}

/** Errors that we raised on purpose keep their words; anything else becomes an id in the log. */
function maskUnexpected(
  formatted: GraphQLFormattedError,
  error: unknown,
  logger: Logger,
): GraphQLFormattedError {
  const code = formatted.extensions?.['code'];
  if (code !== undefined && code !== 'INTERNAL_SERVER_ERROR') return formatted;
  const id = randomUUID();
  const original = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  logger.error({ err: original, errorId: id, path: formatted.path }, 'unexpected error');
  return {
    message: 'Internal error',
    ...(formatted.path ? { path: formatted.path } : {}),
    extensions: { code: 'INTERNAL_SERVER_ERROR', errorId: id },
  };
}
