// The way to the other subgraphs: the real allotment process over HTTP, with a gate before the
// question and one before the answer is heard.
import type { SubgraphClient } from '../../../../shared/server/subgraph-client.ts';
import { SubgraphCallError } from '../../../../shared/server/subgraph-client.ts';
import type { SaleLine } from '../../../../shared/testing/model/sale.ts';
import type { Owner } from './crossings.ts';
import type { Gates } from './gates.ts';

/** What was asked of allotment about one hotel and what it said, for whoever checks it. */
export interface Asked {
  readonly hotelId: string;
  readonly requests: readonly AskedRequest[];
  /** Granted before, and being committed to make that head. */
  readonly before: { readonly decision: string; readonly head: number } | null;
  readonly told: Told;
}

export interface AskedRequest {
  readonly agencyId: string;
  /** `keeps`: facts of the booking that the line is to become. */
  readonly lines: readonly (SaleLine & { readonly keeps?: readonly string[] })[];
}

export interface Told {
  readonly seq: number;
  readonly decision: string | null;
  readonly asOf: string;
  readonly validUntil: string | null;
  readonly decisions: readonly ToldDecision[];
}

export interface ToldDecision {
  readonly status: string | null;
  readonly granted: readonly ToldNight[] | null;
  readonly reasons: readonly ToldReason[];
}

export interface ToldReason {
  readonly code: string;
  readonly path: string | null;
  readonly nights: readonly string[] | null;
  readonly line: string | null;
  readonly needed: number | null;
  readonly have: number | null;
}

export interface ToldNight {
  readonly lineIndex: number;
  readonly night: string;
  readonly line: string;
  readonly rooms: number;
  readonly rate: number | null;
  readonly currency: string | null;
  /** The fact that holds these rooms already; missing: newly granted. */
  readonly keptFrom?: string | null;
}

export function createAllotmentLine(options: {
  readonly client: SubgraphClient;
  readonly gates: Gates;
  /** Checks the answer at the instant it is given; a mutant may give another one. */
  readonly hear: (asked: Asked) => Told;
}): (owner: Owner) => SubgraphClient {
  const { client, gates, hear } = options;
  return (owner) => ({
    async query<Data>(
      subgraph: string,
      operation: string,
      variables: Readonly<Record<string, unknown>>,
      requestId: string,
    ): Promise<Data> {
      if (subgraph !== 'allotment') throw new SubgraphCallError(`${subgraph} is not simulated`);
      const answer = await gates.park(owner, 'allotment', 'ask allotment', async () => {
        const data = await client.query<Data>(subgraph, operation, variables, requestId);
        return heardAll(variables, data as Readonly<Record<string, Packed>>, hear);
      });
      return (await gates.park(owner, 'statement', 'hear allotment', () =>
        Promise.resolve(answer),
      )) as Data;
    },
    close: () => Promise.resolve(),
  });
}

/** An answer as it comes: what is null in a decision may be left out of it. */
type Packed = Omit<Told, 'decisions'> & {
  readonly packed: readonly {
    readonly status: string | null;
    readonly granted: readonly Sparse<ToldNight>[] | null;
    readonly reasons: readonly Sparse<ToldReason>[];
  }[];
};

/** Fields that may be null may be missing. */
type Sparse<T> = { readonly [K in keyof T as null extends T[K] ? K : never]?: T[K] } & {
  readonly [K in keyof T as null extends T[K] ? never : K]: T[K];
};

const NO_NIGHT = { rate: null, currency: null };
const NO_REASON = { path: null, nights: null, line: null, needed: null, have: null };

/** Hotels that were asked about in one call, one by one: `decided0` answers `hotel0` and `requests0`. */
function heardAll(
  variables: Readonly<Record<string, unknown>>,
  data: Readonly<Record<string, Packed>>,
  hear: (asked: Asked) => Told,
): Readonly<Record<string, Packed>> {
  return Object.fromEntries(
    Object.entries(data).map(([name, answer]) => {
      const place = name.replace('decided', '');
      const hotelId = variables[`hotel${place}`] as string;
      const requests = variables[`requests${place}`] as readonly AskedRequest[];
      const before = variables[`before${place}`] as Asked['before'];
      const { decisions, ...heard } = hear({ hotelId, requests, before, told: unpack(answer) });
      return [name, { ...heard, packed: decisions }];
    }),
  );
}

function unpack({ packed, ...answer }: Packed): Told {
  const decisions = packed.map(({ status, granted, reasons }) => ({
    status,
    granted: granted?.map((night) => ({ ...NO_NIGHT, ...night })) ?? null,
    reasons: reasons.map((reason) => ({ ...NO_REASON, ...reason })),
  }));
  return { ...answer, decisions };
}
