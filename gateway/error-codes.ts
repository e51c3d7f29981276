// The codes a client may find in `errors[].extensions.code`. Anything else is masked.
import { REASONS } from '../shared/domain/reason-codes.ts';

/** Raised by the gateway itself or by Apollo Server on the gateway's behalf. */
const OWN_CODES = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'IDENTITY_UNAVAILABLE',
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'BAD_USER_INPUT',
  'QUERY_TOO_LARGE',
  'QUERY_TOO_EXPENSIVE',
  'RATE_LIMITED',
  'SUBSCRIPTIONS_NOT_HERE',
  'TEMPORARILY_UNAVAILABLE',
  'OUTCOME_UNKNOWN',
  'BUSY',
  'CANCELLED',
] as const;

/** Raised on purpose by a subgraph, with words meant for the client. */
const SUBGRAPH_CODES = [
  'BAD_USER_INPUT',
  'FORBIDDEN',
  'TEMPORARILY_UNAVAILABLE',
  'OUTCOME_UNKNOWN',
  ...Object.keys(REASONS),
];

const publicCodes = new Set<unknown>([...OWN_CODES, ...SUBGRAPH_CODES]);
const subgraphCodes = new Set<unknown>(SUBGRAPH_CODES);

/** What a subgraph may say beside the code; the rest of its extensions is its own business. */
const EXTENSIONS_PASSED_ON = ['code', 'errorId', 'reasons', 'retryable'];

export type OwnCode = (typeof OWN_CODES)[number];

/** Whether an error of this code may reach a client in its own words. */
export function isPublicCode(code: unknown): boolean {
  return publicCodes.has(code);
}

/** Whether a subgraph may use this code towards clients. */
export function isSubgraphCode(code: unknown): boolean {
  return subgraphCodes.has(code);
}

/** The extensions a client may see. */
export function publicExtensions(
  extensions: Readonly<Record<string, unknown>> | undefined,
): Record<string, unknown> {
  return Object.fromEntries(
    EXTENSIONS_PASSED_ON.filter((key) => extensions?.[key] !== undefined).map((key) => [
      key,
      extensions?.[key],
    ]),
  );
}
