// Makes a composed supergraph executable: its schemas and its query planner, built once per version.
import { createHash } from 'node:crypto';
import {
  ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  Supergraph,
  type Schema,
} from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';

export interface LoadedSupergraph {
  /** Hash of the SDL: two loads of one version have one id. */
  readonly id: string;
  readonly sdl: string;
  /** What clients see: no federation, nothing @inaccessible. */
  readonly apiSchema: GraphQLSchema;
  /** The same in federation's own representation, as planning and shaping need it. */
  readonly federationApiSchema: Schema;
  readonly supergraphSchema: GraphQLSchema;
  readonly planner: QueryPlanner;
}

/** Builds schemas and planner (about a tenth of a second). Throws on SDL that composition never gives. */
export function loadSupergraph(sdl: string): LoadedSupergraph {
  const supergraph = Supergraph.build(sdl, {
    supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  });
  const federationApiSchema = supergraph.apiSchema();
  return {
    id: createHash('sha256').update(sdl).digest('hex'),
    sdl,
    apiSchema: federationApiSchema.toGraphQLJSSchema(),
    federationApiSchema,
    supergraphSchema: supergraph.schema.toGraphQLJSSchema(),
    planner: new QueryPlanner(supergraph),
  };
}
