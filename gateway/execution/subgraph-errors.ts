// From what a subgraph said or failed to say to the errors of a response.
import { Kind, parse, type GraphQLFormattedError } from 'graphql';
import { isSubgraphCode, publicExtensions, type OwnCode } from '../error-codes.ts';
import { gatewayLimits } from '../limits.ts';
import type { CallFailure } from './subgraph-client.ts';

/**
 * A subgraph's error without anything that is the subgraph's own business. A code that is not meant
 * for clients is left out: without one, the error is masked on its way out.
 */
export function passOnError(error: {
  message: string;
  path?: (string | number)[] | undefined;
  extensions?: Record<string, unknown> | undefined;
}): GraphQLFormattedError {
  const { code, ...extensions } = publicExtensions(error.extensions);
  return {
    message: error.message,
    ...(error.path ? { path: error.path } : {}),
    extensions: isSubgraphCode(code) ? { code, ...extensions } : extensions,
  };
}

/**
 * One error per field that stays null because the call failed, so that each null in the response
 * has its cause.
 */
export function errorsOfFailedCall(
  failure: CallFailure,
  request: { query: string; variables: Record<string, unknown> | undefined; isMutation: boolean },
): GraphQLFormattedError[] {
  const { message, code } = describe(failure, request.isMutation);
  return pathsOf(request).map((path) => ({
    message,
    path,
    extensions: { code, retryable: code !== 'CANCELLED' },
  }));
}

function describe(failure: CallFailure, isMutation: boolean): { message: string; code: OwnCode } {
  if (failure === 'cancelled') {
    return { message: 'The client did not wait for the answer.', code: 'CANCELLED' };
  }
  if (isMutation && failure !== 'unreachable') {
    return {
      message:
        'It is not known whether this happened. Send the same request again, with the same reference.',
      code: 'OUTCOME_UNKNOWN',
    };
  }
  return {
    message: 'This part of the answer is not available right now.',
    code: 'TEMPORARILY_UNAVAILABLE',
  };
}

function pathsOf(request: {
  query: string;
  variables: Record<string, unknown> | undefined;
}): (string | number)[][] {
  const representations = request.variables?.['representations'];
  if (Array.isArray(representations)) {
    const count = Math.min(representations.length, gatewayLimits.entityErrorsMax);
    return Array.from({ length: count }, (_, index) => ['_entities', index]);
  }
  return rootResponseNames(request.query).map((name) => [name]);
}

/** The planner writes root fields of a fetch without fragments around them, but for conditions. */
function rootResponseNames(query: string): string[] {
  return parse(query, { noLocation: true }).definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? definition.selectionSet.selections.flatMap((selection) =>
          selection.kind === Kind.FIELD ? [(selection.alias ?? selection.name).value] : [],
        )
      : [],
  );
}
