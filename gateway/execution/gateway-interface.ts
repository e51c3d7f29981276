// What Apollo Server wants of a gateway: a schema, an executor and to be told when they change.
import type { GatewayExecutor, GatewayInterface } from './types.ts';
import type { LoadedSupergraph } from '../supergraph/load.ts';

/** Serves one supergraph with one executor for as long as the server lives. */
export function createGatewayInterface(
  supergraph: LoadedSupergraph,
  executor: GatewayExecutor,
): GatewayInterface {
  return {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: supergraph.apiSchema, coreSupergraphSdl: supergraph.sdl });
      return () => undefined;
    },
    load: () => Promise.resolve({ executor }),
    stop: () => Promise.resolve(),
  };
}
