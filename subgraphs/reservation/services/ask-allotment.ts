// Asks the allotment subgraph which holds may go, and on which head of the ledger it decided that.
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { SubgraphClient } from '../../../shared/server/subgraph-client.ts';
import type { GrantedNight } from '../domain/held-group.ts';
import type { HoldRequest } from '../domain/hold-request.ts';

export interface HoldDecisions {
  readonly seq: number;
  readonly asOf: string;
  readonly validUntil?: string;
  /** One per request, in order: what each line may take, or why not. */
  readonly decisions: readonly Result<readonly GrantedNight[], Reason[]>[];
}

export type AskAllotment = (
  hotelId: string,
  requests: readonly HoldRequest[],
  requestId: string,
) => Promise<HoldDecisions>;

const DECIDE_HOLDS = `
  query DecideHolds($hotelId: ID!, $requests: [HoldRequestInput!]!) {
    decideHolds(hotelId: $hotelId, requests: $requests) {
      seq asOf validUntil
      decisions {
        granted { lineIndex night line rooms block rate currency }
        reasons { code path nights line pool needed have detail }
      }
    }
  }
`;

interface Answer {
  readonly decideHolds: {
    readonly seq: number;
    readonly asOf: string;
    readonly validUntil: string | null;
    readonly decisions: readonly {
      readonly granted: readonly Nullable<GrantedNight>[] | null;
      readonly reasons: readonly Nullable<Reason>[];
    }[];
  };
}

type Nullable<T> = { readonly [K in keyof T]: T[K] | null };

/** Requests are decided in order: the first that are granted count before the next is looked at. */
export function createAskAllotment(client: SubgraphClient): AskAllotment {
  return async (hotelId, requests, requestId) => {
    const variables = { hotelId, requests: requests.map(toInput) };
    const data = await client.query<Answer>('allotment', DECIDE_HOLDS, variables, requestId);
    const { seq, asOf, validUntil, decisions } = data.decideHolds;
    return {
      seq,
      asOf,
      ...(validUntil === null ? {} : { validUntil }),
      decisions: decisions.map(({ granted, reasons }) =>
        granted === null
          ? err(reasons.map((reason) => withoutNulls(reason)))
          : ok(granted.map((night) => withoutNulls(night))),
      ),
    };
  };
}

function toInput(request: HoldRequest): Record<string, unknown> {
  return { agencyId: request.agencyId, lines: request.lines };
}

// GraphQL says null where our types leave a field out.
function withoutNulls<T extends object>(value: Nullable<T>): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null)) as T;
}
