// The gateway's composition root: the only door of the system. `node gateway/server.ts` runs it with
// the settings of the environment; tests start it with settings of their own.
import { join } from 'node:path';
import type { ServiceMap } from '@apollo/gateway';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { parse } from 'graphql';
import { gatewayIssuer, type Role, type UserRole } from '../shared/auth/identity.ts';
import { openAccounts } from '../shared/auth/accounts.ts';
import { openIdentityProvider } from '../shared/auth/identity-provider.ts';
import type { IdentityProviderSettings } from '../shared/auth/identity-provider.ts';
import { createIdentitySigner } from '../shared/auth/identity-signer.ts';
import { gatewayEnvironment, identityProviderSettings } from '../shared/config/environment.ts';
import { runUntilSignalled } from '../shared/server/run-until-signalled.ts';
import { createLogger, type Logger } from '../shared/telemetry/logger.ts';
import { createDoor, type Door } from './admission/door.ts';
import { createAuthentication, type Authentication } from './auth/authenticate.ts';
import { createStandings, type Standings } from './auth/standings.ts';
import { createTokenVerifier, type TokenVerifier } from './auth/token-verifier.ts';
import type { GatewayContext } from './context.ts';
import { readCostRules, type CostRules } from './cost/cost-rules.ts';
import { createCostLimit } from './cost/limit-cost.ts';
import { createDrain } from './drain.ts';
import { createExecutor } from './execution/executor.ts';
import { createGatewayInterface } from './execution/gateway-interface.ts';
import { createOperationPlanner, type OperationPlanner } from './execution/operation-planner.ts';
import { createRemoteDataSource } from './execution/remote-data-source.ts';
import { createSubgraphClient } from './execution/subgraph-client.ts';
import type { GatewayInterface } from './execution/types.ts';
import { addExplorerRoute } from './explorer/route.ts';
import { boundsOf, gatewayLimits } from './limits.ts';
import {
  answerUnknownPaths,
  createHttpErrorHandler,
  handleNotFound,
} from './plugins/http-errors.ts';
import { addCors } from './plugins/cors.ts';
import { createOperationLimits, type OperationLimits } from './plugins/limit-operations.ts';
import { createErrorMasking } from './plugins/mask-errors.ts';
import { createSecurityHeaders } from './plugins/security-headers.ts';
import { addQueueDashboard } from './queues/dashboard.ts';
import { openRateLimit, type RateLimit, type RateSettings } from './rate/limit-rate.ts';
import { createTextAdmission } from './rate/new-texts.ts';
import { addHealthRoutes } from './rest/health.ts';
import { addSupplierWebhookRoute } from './rest/supplier-webhooks.ts';
import { readAccessTable } from './roles/access-table.ts';
import { ownPolicies } from './roles/policies.ts';
import { createRoleServers, type RoleServers } from './roles/role-servers.ts';
import { createRoleViews, type RoleRules } from './roles/role-views.ts';
import type { SubgraphSource } from './supergraph/compose.ts';
import { composeFromSources, readSubgraphSources } from './supergraph/from-sources.ts';
import { loadSupergraph, type LoadedSupergraph } from './supergraph/load.ts';

export interface GatewayOptions extends IdentityProviderSettings {
  readonly host: string;
  readonly port: number;
  /** Private key of the gateway, as JSON text. */
  readonly identityKey: string;
  /** Private key of the webhook route, as JSON text; without it there is no such route. */
  readonly webhookIdentityKey?: string;
  readonly subgraphs: readonly SubgraphSource[];
  readonly roleRules: RoleRules;
  /** Where the job queues are; without it there is no dashboard. */
  readonly queues?: { readonly redisUrl: string; readonly redisPrefix: string };
  /** Where requests are counted; without it nobody's are. */
  readonly rates?: RateSettings;
  /** Pages of these origins may ask; without it none of another origin. */
  readonly corsOrigins?: readonly string[];
  readonly logger: Logger;
}

export interface RunningGateway {
  readonly port: number;
  /** How often a plan was made, and how often one was found, over all roles. */
  planCounts(): { made: number; reused: number };
  /** Requests that nobody counted, because Redis was away. */
  rateDegradedCount(): number;
  /** Lets requests in flight finish, within the drain limit, and closes everything. */
  stop(): Promise<void>;
}

/** Composes the supergraph and serves it. Throws on settings or schemas that must not be served. */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { logger, subgraphs } = options;
  const provider = await openIdentityProvider(options);
  const signer = createIdentitySigner({ privateJwk: options.identityKey, issuer: gatewayIssuer });
  const supergraph = loadSupergraph(composeFromSources(subgraphs));
  const standings = createStandings(openAccounts(provider));
  const tokens = createTokenVerifier({ provider, standings });
  const clients = subgraphs.map(({ name, url }) => createSubgraphClient(name, url));
  const dataSources = Object.fromEntries(
    clients.map((client) => [client.name, createRemoteDataSource({ client, signer, logger })]),
  );
  const authentication = createAuthentication(tokens);
  const contextOf = (request: FastifyRequest) => authentication.contextOf(request);
  const rate = await openRateLimit({ ...options, contextOf });
  const { servers, planCounts, isPlanned } = await serveRoles(
    { ...options, chargeWork: (...charged) => rate.chargeWork(...charged) },
    supergraph,
    dataSources,
  );

  const http = createHttpServer(options);
  const drain = createDrain(http);
  const dependencies = [
    ...clients,
    { name: 'token keys', isReady: () => tokens.areKeysReachable() },
  ];
  addHealthRoutes(http, dependencies);
  addExplorerRoute(http);
  const closeWebhooks = addWebhooks(http, options);
  const closeDashboard = await addDashboard(http, options, tokens, standings);
  const door = createDoor(gatewayLimits.door, options.corsOrigins);
  addGraphqlRoute(http, servers, { authentication, rate, door, isPlanned });
  const { host, port } = options;
  await http.listen({ host, port, backlog: gatewayLimits.connectionsWaitingMax });

  return {
    port: portOf(http) ?? options.port,
    planCounts,
    rateDegradedCount: () => rate.degradedCount(),
    async stop() {
      await drain();
      await servers.stop();
      await Promise.all([
        ...clients.map((client) => client.close()),
        closeWebhooks(),
        closeDashboard(),
        rate.close(),
        provider.close(),
      ]);
    },
  };
}

type ServerOptions = GatewayOptions & Pick<RateLimit, 'chargeWork'>;

interface ServedRoles {
  readonly servers: RoleServers;
  readonly planCounts: RunningGateway['planCounts'];
  readonly isPlanned: OperationLimits['isPlanned'];
}

/** A server for each role that sees anything, all over one supergraph. */
async function serveRoles(
  options: ServerOptions,
  supergraph: LoadedSupergraph,
  dataSources: ServiceMap,
): Promise<ServedRoles> {
  const views = createRoleViews(supergraph, options.roleRules);
  const planners = [...views.values()].map((role) => ({
    role,
    planner: createOperationPlanner(supergraph, role),
  }));
  const costRules = readCostRules(parse(supergraph.sdl, { noLocation: true }));
  const servers = await createRoleServers(
    planners.map(({ role, planner }) => {
      const executor = createExecutor({ supergraph, role, planner, dataSources });
      const { schema } = role;
      const gateway = createGatewayInterface({ schema, sdl: supergraph.sdl }, executor);
      return {
        role: role.role,
        apollo: createApolloServer(options, gateway, role.role, costRules),
      };
    }),
  );
  const plannerOf = new Map<Role, OperationPlanner>(
    planners.map(({ role, planner }) => [role.role, planner]),
  );
  return {
    servers,
    isPlanned: (caller, { sourceHash, operationName }) =>
      plannerOf.get(caller.identity.role)?.knows(sourceHash, operationName, caller) ?? false,
    planCounts: () => ({
      made: sum(planners.map(({ planner }) => planner.counts().made)),
      reused: sum(planners.map(({ planner }) => planner.counts().reused)),
    }),
  };
}

function createApolloServer(
  { logger, nodeEnv, chargeWork }: ServerOptions,
  gateway: GatewayInterface,
  role: UserRole,
  costRules: CostRules,
): ApolloServer<GatewayContext> {
  const masking = createErrorMasking(logger);
  // In the order in which they see a request.
  const plugins: ApolloServerPlugin<GatewayContext>[] = [
    masking.plugin,
    createCostLimit(role, costRules, chargeWork),
    ApolloServerPluginLandingPageDisabled(),
    ApolloServerPluginSchemaReportingDisabled(),
    ApolloServerPluginUsageReportingDisabled(),
  ];
  return new ApolloServer<GatewayContext>({
    gateway,
    plugins,
    formatError: masking.formatError,
    logger,
    nodeEnv,
    introspection: nodeEnv !== 'production',
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    parseOptions: { maxLexicalTokens: boundsOf(role).tokensMax },
    stringifyResult: (value) => JSON.stringify(value),
  });
}

function createHttpServer({ logger, nodeEnv, corsOrigins = [] }: GatewayOptions): FastifyInstance {
  const http = Fastify({
    bodyLimit: gatewayLimits.bodyBytesMax,
    requestTimeout: gatewayLimits.requestTimeoutMs,
    forceCloseConnections: 'idle',
  });
  http.server.maxConnections = gatewayLimits.connectionsMax;
  http.removeContentTypeParser('text/plain');
  http.setErrorHandler(createHttpErrorHandler(logger));
  http.setNotFoundHandler(handleNotFound);
  http.addHook('onRequest', createSecurityHeaders({ production: nodeEnv === 'production' }));
  http.addHook('onRequest', answerUnknownPaths);
  addCors(http, corsOrigins);
  return http;
}

function addGraphqlRoute(
  http: FastifyInstance,
  servers: RoleServers,
  {
    authentication,
    rate,
    door,
    isPlanned,
  }: Readonly<{
    authentication: Authentication;
    rate: RateLimit;
    door: Door;
    isPlanned: OperationLimits['isPlanned'];
  }>,
): void {
  const contextOf = (request: FastifyRequest) => authentication.contextOf(request);
  const admitText = createTextAdmission((...charged) => rate.chargeNewText(...charged));
  door.guard(http.server);
  http.route({
    method: 'POST',
    url: '/graphql',
    // In this order: who asks and how often (before the body is read), how much is asked, whether there
    // is room, then GraphQL with the schema of whoever asks.
    onRequest: [authentication.hook, rate.hook],
    preHandler: [createOperationLimits({ contextOf, admitText, isPlanned }), door.enter],
    handler: door.around(servers.handlerOf(contextOf)),
  });
}

function addWebhooks(
  http: FastifyInstance,
  { webhookIdentityKey: identityKey, subgraphs, logger }: GatewayOptions,
): () => Promise<void> {
  const reservationUrl = subgraphs.find(({ name }) => name === 'reservation')?.url;
  if (identityKey === undefined || reservationUrl === undefined) return () => Promise.resolve();
  return addSupplierWebhookRoute(http, { identityKey, reservationUrl, logger });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function addDashboard(
  http: FastifyInstance,
  { queues, identityKey, nodeEnv, logger }: GatewayOptions,
  tokens: TokenVerifier,
  standings: Standings,
): Promise<() => Promise<void>> {
  if (queues === undefined) return Promise.resolve(() => Promise.resolve());
  const production = nodeEnv === 'production';
  const options = { ...queues, secret: identityKey, production, tokens, standings, logger };
  return addQueueDashboard(http, options);
}

function portOf(http: FastifyInstance): number | undefined {
  const address = http.server.address();
  return typeof address === 'object' && address ? address.port : undefined;
}

if (process.argv[1]?.endsWith(join('gateway', 'server.ts'))) {
  const settings = { ...gatewayEnvironment(), ...identityProviderSettings() };
  const subgraphs = readSubgraphSources(settings.subgraphUrls);
  const logger = createLogger('gateway', settings.logLevel);
  const roleRules = { scopes: readAccessTable().scopes, policies: ownPolicies };
  const { redisUrl, redisPrefix, ratesOfIdentities: ofIdentities } = settings;
  const queues = { redisUrl, redisPrefix };
  const rates = { ...queues, ofIdentities };
  void runUntilSignalled('gateway', logger, () =>
    startGateway({ ...settings, subgraphs, roleRules, queues, rates, logger }),
  );
}
