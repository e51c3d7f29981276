// What Apollo Server wants of a gateway: a schema, an executor and to be told when they change.
import type { GraphQLSchema } from 'graphql';
import type { GatewayExecutor, GatewayInterface } from './types.ts';

/** Serves one schema of the supergraph with one executor for as long as the server lives. */
export function createGatewayInterface(
  { schema, sdl }: { readonly schema: GraphQLSchema; readonly sdl: string },
  executor: GatewayExecutor,
): GatewayInterface {
  return {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: schema, coreSupergraphSdl: sdl });
      return () => undefined;
    },
    load: () => Promise.resolve({ executor }),
    stop: () => Promise.resolve(),
  };
}
