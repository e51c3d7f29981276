// No client sees an error that was not written for it. Expected ones pass in their own words, without
// suggestions; the others become an id, under which the log holds the rest.
import { randomUUID } from 'node:crypto';
import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from '../../shared/telemetry/logger.ts';
import type { GatewayContext } from '../context.ts';
import { isPublicCode, publicExtensions } from '../error-codes.ts';

export interface ErrorMasking {
  /** Remembers which request an error belongs to: formatting alone does not know. */
  readonly plugin: ApolloServerPlugin<GatewayContext>;
  readonly formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
}

/** The plugin and the formatter belong together in one server. */
export function createErrorMasking(logger: Logger): ErrorMasking {
  const requestIds = new WeakMap<object, string>();
  return {
    plugin: {
      requestDidStart: () =>
        Promise.resolve({
          didEncounterErrors({ errors, contextValue }) {
            for (const error of errors) requestIds.set(error, contextValue.identity.requestId);
            return Promise.resolve();
          },
        }),
    },
    formatError(formatted, error) {
      if (isPublicCode(formatted.extensions?.['code'])) return publicError(formatted);
      const requestId = typeof error === 'object' && error ? requestIds.get(error) : undefined;
      return masked(formatted, error, logger, requestId);
    },
  };
}

/** The message up to where it begins to guess what its reader may have meant. */
function withoutSuggestions(message: string): string {
  return message.replace(/\s*Did you mean [^]*$/, '');
}

function publicError(formatted: GraphQLFormattedError): GraphQLFormattedError {
  return {
    message: withoutSuggestions(formatted.message),
    ...(formatted.locations ? { locations: formatted.locations } : {}),
    ...(formatted.path ? { path: formatted.path } : {}),
    extensions: publicExtensions(formatted.extensions),
  };
}

function masked(
  formatted: GraphQLFormattedError,
  error: unknown,
  logger: Logger,
  requestId: string | undefined,
): GraphQLFormattedError {
  // A subgraph that masked the error itself has logged it under this id.
  const known = formatted.extensions?.['errorId'];
  const errorId = typeof known === 'string' ? known : randomUUID();
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  const { path, extensions } = formatted;
  const subgraph = extensions?.['serviceName'];
  logger.error({ err: cause, errorId, requestId, subgraph, path }, 'unexpected error');
  return {
    message: 'Internal error',
    ...(path ? { path } : {}),
    extensions: { code: 'INTERNAL_SERVER_ERROR', errorId },
  };
}
