// Executes one validated operation over the subgraphs. Apollo Server calls it through
// gateway-interface.ts; everything about planning, fetching and shaping is behind this one function.
import { executeQueryPlan, type ServiceMap } from '@apollo/gateway';
import { getVariableValues, GraphQLError, OperationTypeNode } from 'graphql';
import { gatewayLimits } from '../limits.ts';
import type { LoadedSupergraph } from '../supergraph/load.ts';
import type { OperationPlanner, PlannedOperation } from './operation-planner.ts';
import type { GatewayExecutionResult, GatewayExecutor, GatewayRequestContext } from './types.ts';

/** An executor for one version of the supergraph; `dataSources` has one entry per subgraph. */
export function createExecutor(options: {
  supergraph: LoadedSupergraph;
  planner: OperationPlanner;
  dataSources: ServiceMap;
}): GatewayExecutor {
  const { supergraph, planner, dataSources } = options;
  return async (requestContext) => {
    const { document, queryHash, request, operation } = requestContext;
    // Typed as always there, and yet absent when the document holds no such operation.
    const kind = (operation as typeof operation | undefined)?.operation;
    if (kind === undefined) return { errors: [noSuchOperation()] };
    if (kind === OperationTypeNode.SUBSCRIPTION) return { errors: [subscriptionsNotHere()] };
    const planned = planner.plan(document, queryHash, request.operationName);
    const variableErrors = checkVariables(supergraph, planned, requestContext);
    if (variableErrors.length > 0) return { errors: variableErrors };
    const result = await executeQueryPlan(
      planned.plan,
      dataSources,
      requestContext,
      planned.operationContext,
      supergraph.supergraphSchema,
      supergraph.federationApiSchema,
    );
    return withCompletionErrors(result);
  };
}

function checkVariables(
  supergraph: LoadedSupergraph,
  { operationContext }: PlannedOperation,
  { request }: GatewayRequestContext,
): readonly GraphQLError[] {
  const { errors = [] } = getVariableValues(
    supergraph.apiSchema,
    operationContext.operation.variableDefinitions ?? [],
    request.variables ?? {},
    { maxErrors: gatewayLimits.variableErrorsMax },
  );
  return errors;
}

/** A null where the schema forbids one is reported beside the data; a client only looks at errors. */
function withCompletionErrors(result: GatewayExecutionResult): GatewayExecutionResult {
  const completion: unknown = result.extensions?.['valueCompletion'];
  if (!Array.isArray(completion)) return result;
  return { data: result.data ?? null, errors: completion as GraphQLError[] };
}

function noSuchOperation(): GraphQLError {
  return new GraphQLError('Name one operation that the document contains.', {
    extensions: { code: 'OPERATION_RESOLUTION_FAILURE' },
  });
}

function subscriptionsNotHere(): GraphQLError {
  return new GraphQLError('Subscriptions do not run over this transport.', {
    extensions: { code: 'SUBSCRIPTIONS_NOT_HERE', http: { status: 400 } },
  });
}
