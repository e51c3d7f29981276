// Runs one GraphQL operation of a trusted caller: the gateway, which has checked the client's, or a
// fellow service. Documents are parsed and validated once per text; nothing else is done per request
// than to execute. Used by subgraph-server.ts.
import { randomUUID } from 'node:crypto';
import {
  execute,
  getOperationAST,
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import type { DocumentNode, ExecutionResult, GraphQLSchema, OperationTypeNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { limits } from '../config/limits.ts';
import { isPassingDatabaseError, OutcomeUnknownError } from '../database/passing-errors.ts';
import { answerText } from '../schema/int-row.ts';
import type { Logger } from '../telemetry/logger.ts';

export interface Answer {
  /** 200 when it was executed, errors or not; 400 when it cannot be, 500 for a defect of ours. */
  readonly status: 200 | 400 | 500;
  /** JSON. */
  readonly text: string;
}

/** `body` is what came, parsed as JSON; the context is made once the operation is known to be one. */
export type RunOperation = (body: unknown, context: () => unknown) => Promise<Answer>;

/** A document to execute, or why it never can be. */
type Checked =
  | { readonly ok: true; readonly document: DocumentNode }
  | { readonly ok: false; readonly errors: readonly GraphQLError[] };

/** A runner over one schema. Errors that were not raised on purpose leave as an id of the log. */
export function createOperationRunner(schema: GraphQLSchema, logger: Logger): RunOperation {
  const check = createChecks(schema);
  const refuse = (errors: readonly GraphQLError[], status: 400 | 500 = 400): Answer => ({
    status,
    text: JSON.stringify({ errors: errors.map((error) => told(error, logger)) }),
  });

  async function run(body: unknown, context: () => unknown): Promise<Answer> {
    const asked = parseBody(body);
    if (!asked) return refuse([coded('Send one operation as a JSON object.', 'BAD_REQUEST')]);
    const { query, operationName, variables } = asked;
    const checked = check(query);
    if (!checked.ok) return refuse(checked.errors);
    const { document } = checked;
    const operation = getOperationAST(document, operationName);
    if (!operation) return refuse([noSuchOperation()]);
    const result = await execute({
      schema,
      document,
      variableValues: variables,
      operationName: operationName ?? null,
      contextValue: context(),
    });
    // Without so much as a null for data, it was the variables that were wrong.
    if (!('data' in result)) return refuse((result.errors ?? []).map(asBadInput));
    return { status: 200, text: answerText(maskedResult(result, operation.operation, logger)) };
  }

  return (body, context) =>
    run(body, context).catch((error: unknown) => {
      const originalError = error instanceof Error ? error : new Error(String(error));
      return refuse([new GraphQLError(originalError.message, { originalError })], 500);
    });
}

interface Asked {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

function parseBody(body: unknown): Asked | null {
  if (!isRecord(body)) return null;
  const { query, operationName = null, variables = null } = body;
  if (typeof query !== 'string') return null;
  if (operationName !== null && typeof operationName !== 'string') return null;
  if (variables !== null && !isRecord(variables)) return null;
  return { query, operationName: operationName ?? undefined, variables: variables ?? {} };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const RULES = [...specifiedRules, NoSchemaIntrospectionCustomRule];

/** Remembers what became of a text, by the text itself. */
function createChecks(schema: GraphQLSchema): (query: string) => Checked {
  const known = new LRUCache<string, Checked>({
    maxSize: limits.server.documentCharsMax,
    sizeCalculation: (_checked, query) => query.length + 1,
  });
  return (query) => {
    let checked = known.get(query);
    if (checked === undefined) known.set(query, (checked = checkAfresh(schema, query)));
    return checked;
  };
}

function checkAfresh(schema: GraphQLSchema, query: string): Checked {
  try {
    const document = parse(query);
    const errors = validate(schema, document, RULES);
    if (errors.length === 0) return { ok: true, document };
    return {
      ok: false,
      errors: errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')),
    };
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return { ok: false, errors: [withCode(error, 'GRAPHQL_PARSE_FAILED')] };
  }
}

function noSuchOperation(): GraphQLError {
  return coded('Name one operation that the document contains.', 'OPERATION_RESOLUTION_FAILURE');
}

function coded(message: string, code: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

function asBadInput(error: GraphQLError): GraphQLError {
  return withCode(error, 'BAD_USER_INPUT');
}

/** The same error with this code, unless it has one already. */
function withCode(error: GraphQLError, code: string): GraphQLError {
  error.extensions['code'] ??= code;
  return error;
}

function maskedResult(
  result: ExecutionResult,
  operation: `${OperationTypeNode}`,
  logger: Logger,
): Readonly<Record<string, unknown>> {
  if (!result.errors) return { data: result.data };
  const errors = result.errors.map(
    (error) => whileDatabaseIsAway(error, operation, logger) ?? told(error, logger),
  );
  return { errors, data: result.data };
}

/** A database that is away for a moment is no defect of ours: the caller may send it again. */
function whileDatabaseIsAway(
  error: GraphQLError,
  operation: `${OperationTypeNode}`,
  logger: Logger,
): object | undefined {
  const { originalError, path } = error;
  const isAway =
    originalError instanceof OutcomeUnknownError || isPassingDatabaseError(originalError);
  if (!isAway) return undefined;
  logger.warn({ err: originalError, path }, 'not answered: the database is away');
  const isMutation = operation === 'mutation';
  return {
    message: isMutation
      ? 'It is not known whether this happened. Send the same request again, with the same reference.'
      : 'This part of the answer is not available right now.',
    ...(path ? { path } : {}),
    extensions: {
      code: isMutation ? 'OUTCOME_UNKNOWN' : 'TEMPORARILY_UNAVAILABLE',
      retryable: true,
    },
  };
}

/** Errors that we raised on purpose keep their words; anything else becomes an id in the log. */
function told(error: GraphQLError, logger: Logger): object {
  const code = error.extensions['code'];
  if (code !== undefined && code !== 'INTERNAL_SERVER_ERROR') return error.toJSON();
  const errorId = randomUUID();
  const { path, originalError } = error;
  logger.error({ err: originalError ?? error, errorId, path }, 'unexpected error');
  return {
    message: 'Internal error',
    ...(path ? { path } : {}),
    extensions: { code: 'INTERNAL_SERVER_ERROR', errorId },
  };
}
