// Most operations need one subgraph alone: their plan is a single fetch, whose answer is nearly what
// the client gets. Such an answer is fetched and shaped here without the machinery for plans. An
// answer with errors, or with anything else unusual, still goes through it. Used by executor.ts.
import type { GraphQLDataSource, ServiceMap } from '@apollo/gateway';
import type { FetchNode, QueryPlan } from '@apollo/query-planner';
import type { Shape } from './shape.ts';
import type { GatewayRequestContext } from './types.ts';

export interface PlainFetch {
  readonly fetch: FetchNode;
  readonly shape: Shape;
}

/** The fetch that a plan consists of; null when there is more to it. */
export function onlyFetchOf({ node }: QueryPlan): FetchNode | null {
  if (node?.kind !== 'Fetch' || node.requires) return null;
  const rewritten = [node.inputRewrites, node.outputRewrites, node.contextRewrites];
  return rewritten.some((rewrites) => (rewrites ?? []).length > 0) ? null : node;
}

/** The data for the client, or the data sources with which to execute the plan after all. */
export type Fetched =
  | { readonly data: Record<string, unknown> }
  | { readonly data: null; readonly dataSources: ServiceMap };

/** Fetches once, whatever comes of it: the answer that a plan is executed with is this very one. */
export async function fetchPlainly(
  { fetch, shape }: PlainFetch,
  dataSources: ServiceMap,
  requestContext: GatewayRequestContext,
): Promise<Fetched> {
  const source = dataSources[fetch.serviceName];
  if (!source) throw new Error(`There is no subgraph ${fetch.serviceName}`);
  const answering = source.process(requestFor(fetch, requestContext));
  const { data, errors } = await answering.catch(() => NOTHING);
  const shaped = errors || !data ? null : shape(data);
  if (shaped) return { data: shaped };
  const answered: GraphQLDataSource = { process: () => answering };
  return { data: null, dataSources: { [fetch.serviceName]: answered } };
}

const NOTHING: Awaited<ReturnType<GraphQLDataSource['process']>> = {};

/** As executeQueryPlan asks: of the client's variables those that the fetch uses. */
function requestFor(
  { operation, operationName, operationDocumentNode, variableUsages = [] }: FetchNode,
  incomingRequestContext: GatewayRequestContext,
): DataSourceRequest {
  const { request, context } = incomingRequestContext;
  const given: Readonly<Record<string, unknown>> = request.variables ?? {};
  const used = variableUsages.filter((name) => Object.hasOwn(given, name));
  return {
    kind: 'incoming operation',
    request: {
      query: operation,
      variables: Object.fromEntries(used.map((name) => [name, given[name]])),
      ...(operationName === undefined ? {} : { operationName }),
    },
    incomingRequestContext,
    context,
    ...(operationDocumentNode ? { document: operationDocumentNode } : {}),
    // `kind` is of an enum that the package does not export.
  } as unknown as DataSourceRequest;
}

type DataSourceRequest = Parameters<GraphQLDataSource['process']>[0];
