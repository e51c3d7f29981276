// One Apollo Server per role, so that each knows a single schema and keeps its own documents: what one
// role sent never answers another. Used by the gateway's composition root.
import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyRequest, RouteHandlerMethod } from 'fastify';
import type { UserRole } from '../../shared/auth/identity.ts';
import type { GatewayContext } from '../context.ts';
import { sendError } from '../plugins/send-error.ts';

export interface RoleServers {
  /** Answers each request with the server of its caller's role. */
  handlerOf(contextOf: (request: FastifyRequest) => GatewayContext): RouteHandlerMethod;
  stop(): Promise<void>;
}

/** Starts the servers; a role without one is told that there is nothing for it. */
export async function createRoleServers(
  servers: readonly { readonly role: UserRole; readonly apollo: ApolloServer<GatewayContext> }[],
): Promise<RoleServers> {
  await Promise.all(servers.map(({ apollo }) => apollo.start()));
  return {
    handlerOf(contextOf) {
      const context = (request: FastifyRequest) => Promise.resolve(contextOf(request));
      const handlers = new Map<string, RouteHandlerMethod>(
        servers.map(({ role, apollo }) => [role, fastifyApolloHandler(apollo, { context })]),
      );
      return function answer(request, reply) {
        const handler = handlers.get(contextOf(request).identity.role);
        if (handler) return handler.call(this, request, reply);
        sendError(reply, 403, 'FORBIDDEN', 'There is nothing here for this role.');
        return reply;
      };
    },
    async stop() {
      await Promise.all(servers.map(({ apollo }) => apollo.stop()));
    },
  };
}
