// Asks the allotment subgraph which rooms may be had, and on which head of the ledger it decided that.
import { limits } from '../../../shared/config/limits.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { SubgraphCallError } from '../../../shared/server/subgraph-client.ts';
import type { SubgraphClient } from '../../../shared/server/subgraph-client.ts';
import type { ProcessTime } from '../../../shared/server/process-time.ts';
import { together } from '../../../shared/server/together.ts';
import type { GrantedNight, HoldTerms, RoomGrant, RoomRequest } from '../domain/room-request.ts';

/** A decision, and the head that its caller makes by committing all that was granted and nothing else. */
export interface DecidedBefore {
  readonly decision: string;
  readonly head: number;
}

export interface HoldDecisions {
  /** Head that was decided on: the ledger's, or the one that `before` is about to make. */
  readonly seq: number;
  /** Under this name others may be decided behind these; absent where they may not. */
  readonly decision?: string;
  readonly asOf: string;
  readonly validUntil?: string;
  /** Absent where there is no such hotel. */
  readonly terms?: HoldTerms;
  /** One per request, in order: what each line may take, or why not. */
  readonly decisions: readonly Result<RoomGrant, Reason[]>[];
}

/**
 * What was granted under `before` counts as done, though it is not committed yet: the answer is good for
 * nothing unless it was, by whoever asks.
 */
export type AskAllotment = (
  hotelId: string,
  requests: readonly RoomRequest[],
  requestId: string,
  before?: DecidedBefore,
) => Promise<HoldDecisions>;

interface Question {
  readonly hotelId: string;
  readonly requests: readonly RoomRequest[];
  readonly requestId: string;
  readonly before?: DecidedBefore;
}

interface Answer {
  readonly seq: number;
  readonly decision: string | null;
  readonly asOf: string;
  readonly validUntil: string | null;
  readonly terms: Nullable<HoldTerms> | null;
  readonly packed: readonly {
    readonly status: RoomGrant['status'] | null;
    readonly granted: readonly Nullable<GrantedNight>[] | null;
    readonly reasons: readonly Nullable<Reason>[];
  }[];
}

type Nullable<T> = { readonly [K in keyof T]: T[K] | null };

/**
 * Requests are decided in order: the first that are granted count before the next is looked at. Hotels
 * that are asked about in the same moment share a call; each is decided at a head of its own.
 */
export function createAskAllotment(client: SubgraphClient, time?: ProcessTime): AskAllotment {
  const ask = together<Question, HoldDecisions>({
    bounds: limits.calls.together,
    call: (questions) => decideHotels(client, questions),
    mayBeOfOne: (error) => error instanceof SubgraphCallError && error.answered,
    ...(time ? { time } : {}),
  });
  return (hotelId, requests, requestId, before) =>
    ask({ hotelId, requests, requestId, ...(before ? { before } : {}) });
}

async function decideHotels(
  client: SubgraphClient,
  questions: readonly Question[],
): Promise<readonly HoldDecisions[]> {
  const variables = Object.fromEntries<unknown>(
    questions.flatMap(({ hotelId, requests, before }, at): [string, unknown][] => [
      [`hotel${at}`, hotelId],
      [`requests${at}`, requests.map(toInput)],
      [`before${at}`, before ? { decision: before.decision, head: before.head } : null],
    ]),
  );
  const answers = await client.query<Readonly<Record<string, Answer>>>(
    'allotment',
    operationFor(questions.length),
    variables,
    // The first one's id ties the log lines together.
    questions[0]?.requestId ?? '',
  );
  return questions.map((_question, at) => {
    const answer = answers[`decided${at}`];
    if (!answer) throw new Error('allotment answers for each hotel');
    return toDecisions(answer);
  });
}

/** By the number of hotels: allotment remembers the documents that it has checked. */
const operations = new Map<number, string>();

function operationFor(hotels: number): string {
  let operation = operations.get(hotels);
  if (operation === undefined) operations.set(hotels, (operation = writeOperation(hotels)));
  return operation;
}

function writeOperation(hotels: number): string {
  const places = Array.from({ length: hotels }, (_, at) => at);
  const declared = places.map(
    (at) =>
      `$hotel${at}: ID!, $requests${at}: [HoldRequestInput!]!, $before${at}: HoldsBeforeInput`,
  );
  const asked = places.map(
    (at) =>
      `decided${at}: decideHolds(hotelId: $hotel${at}, requests: $requests${at}, before: $before${at}) { ...Decided }`,
  );
  return `
  query DecideHolds(${declared.join(', ')}) { ${asked.join(' ')} }
  fragment Decided on HoldDecisions {
    seq decision asOf validUntil packed
    terms {
      timezone
      cancellationPolicy {
        tiers { daysBefore time penalty { kind nights bp } }
        noShow { kind nights bp }
      }
    }
  }`;
}

function toDecisions({ seq, decision, asOf, validUntil, terms, packed }: Answer): HoldDecisions {
  return {
    seq,
    ...(decision === null ? {} : { decision }),
    asOf,
    ...(validUntil === null ? {} : { validUntil }),
    ...(terms === null ? {} : { terms: withoutNullsWithin(terms) }),
    decisions: packed.map(({ status, granted, reasons }) =>
      status === null || granted === null
        ? err(reasons.map((reason) => withoutNulls(reason)))
        : ok({ status, nights: granted.map((night) => withoutNulls(night)) }),
    ),
  };
}

// A request may carry more than allotment needs to know; GraphQL refuses fields that it has not.
function toInput({ agencyId, lines, replaces, acceptOnRequest }: RoomRequest): RoomRequest {
  return {
    agencyId,
    lines,
    ...(replaces === undefined ? {} : { replaces }),
    ...(acceptOnRequest === undefined ? {} : { acceptOnRequest }),
  };
}

// Allotment says null where our types leave a field out.
function withoutNulls<T extends object>(value: Nullable<T>): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null)) as T;
}

/** The same, at every depth: terms nest, what is told of each night and reason does not. */
function withoutNullsWithin<T extends object>(value: Nullable<T>): T {
  return strip(value) as T;
}

function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strip);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(withoutNulls(value));
  return Object.fromEntries(fields.map(([name, field]) => [name, strip(field)]));
}
