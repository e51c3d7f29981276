// Executes one validated operation over the subgraphs. Apollo Server calls it through
// gateway-interface.ts; everything about planning, fetching and shaping is behind this one function.
import { executeQueryPlan, type ServiceMap } from '@apollo/gateway';
import { getVariableValues, GraphQLError, OperationTypeNode } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { gatewayLimits } from '../limits.ts';
import type { RoleView } from '../roles/role-views.ts';
import type { LoadedSupergraph } from '../supergraph/load.ts';
import type { OperationPlanner, PlannedOperation } from './operation-planner.ts';
import { fetchPlainly } from './plain-fetch.ts';
import type { GatewayExecutionResult, GatewayExecutor, GatewayRequestContext } from './types.ts';

/**
 * An executor for one role and one version of the supergraph; `dataSources` has one entry per
 * subgraph. Variables and results are read with the role's schema: what it does not contain is not
 * named and not given.
 */
export function createExecutor(options: {
  supergraph: LoadedSupergraph;
  role: RoleView;
  planner: OperationPlanner;
  dataSources: ServiceMap;
}): GatewayExecutor {
  const { supergraph, role, planner, dataSources } = options;
  return async (requestContext) => {
    const { document, queryHash, request, operation } = requestContext;
    // Typed as always there, and yet absent when the document holds no such operation.
    const kind = (operation as typeof operation | undefined)?.operation;
    if (kind === undefined) return { errors: [noSuchOperation()] };
    if (kind === OperationTypeNode.SUBSCRIPTION) return { errors: [subscriptionsNotHere()] };
    const caller = requestContext.context as GatewayContext;
    const planned = planner.plan(document, queryHash, request.operationName, caller);
    const variableErrors = checkVariables(role, planned, requestContext);
    if (variableErrors.length > 0) return { errors: variableErrors };
    if (planned.denied.length > 0 && (role.refusesWhole || kind === OperationTypeNode.MUTATION)) {
      return { errors: planned.denied.map(notAllowed) };
    }
    const fetched = planned.plain
      ? await fetchPlainly(planned.plain, dataSources, requestContext)
      : { data: null, dataSources };
    // Whatever may be withheld is unusual: what is shaped already has nothing of it.
    if (fetched.data) return { data: fetched.data };
    const result = await executeQueryPlan(
      planned.plan,
      fetched.dataSources,
      requestContext,
      planned.operationContext,
      supergraph.supergraphSchema,
      role.federationSchema,
    );
    return withheldFrom(withCompletionErrors(result), planned);
  };
}

function checkVariables(
  role: RoleView,
  { operationContext }: PlannedOperation,
  { request }: GatewayRequestContext,
): readonly GraphQLError[] {
  const { errors = [] } = getVariableValues(
    role.schema,
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

function withheldFrom(
  result: GatewayExecutionResult,
  { withholding }: PlannedOperation,
): GatewayExecutionResult {
  if (!withholding || !result.data) return result;
  const { data, errors } = withholding.apply(result.data);
  const all = [...(result.errors ?? []), ...errors];
  return all.length === 0 ? { ...result, data } : { ...result, data, errors: all };
}

function notAllowed(coordinate: string): GraphQLError {
  return new GraphQLError(`This token does not reach as far as ${coordinate}.`, {
    extensions: { code: 'FORBIDDEN', http: { status: 403 } },
  });
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
