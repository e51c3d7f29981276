// The subgraph's server on a database of its own, with operators at work on one hotel after another.
import type { IdentityClaims } from '../../../../shared/auth/identity.ts';
import { testServicesEnvironment } from '../../../../shared/config/environment.ts';
import { createLogger } from '../../../../shared/telemetry/logger.ts';
import { installTestClock } from '../../../../shared/testing/clock.ts';
import {
  callers,
  callSubgraph,
  testIdentities,
  testSubgraphSettings,
} from '../../../../shared/testing/subgraph-call.ts';
import type { SubgraphAnswer } from '../../../../shared/testing/subgraph-call.ts';
import { startAllotment } from '../../server.ts';
import { contract, night, startServicesWorld } from '../services/world.ts';
import type { ServicesWorld } from '../services/world.ts';

export { booking, contract, night } from '../services/world.ts';

const ANSWER = `
  __typename
  ... on Change {
    id hotelId seq recordedAt facts { kind id revision action } from to cellsTotal
    cells { line date before { ...Cell } after { ...Cell } }
    roomTypes { view agencyId roomType date before { available } after { available } }
    bookingsAtRisk { bookingId agencyId status nights { line date rooms cause } }
    bookingsAtRiskTotal warnings { code path }
  }
  ... on DryRun {
    token hotelId seq facts { kind id revision action } from to cellsTotal
    cells { line date before { ...Cell } after { ...Cell } }
    roomTypes { view agencyId roomType date before { available } after { available } }
    bookingsAtRisk { bookingId agencyId status nights { line date rooms cause } }
    bookingsAtRiskTotal warnings { code path }
  }
  ... on Refusal { reasons { code path needed have pool retryable resolvableBy } }`;
const CELL = 'fragment Cell on CellState { available unlimited raw own oversold closed rate }';
const INPUTS = {
  createAllotmentEvents: 'CreateAllotmentEventsInput',
  amendAllotmentEvent: 'AmendAllotmentEventInput',
  retractAllotmentEvent: 'RetractInput',
  savePool: 'SavePoolInput',
  retractPool: 'RetractInput',
  saveSubAllotment: 'SaveSubAllotmentInput',
  retractSubAllotment: 'RetractInput',
  saveAudience: 'SaveAudienceInput',
  retractAudience: 'RetractAudienceInput',
  saveContract: 'SaveContractInput',
  retractContract: 'RetractInput',
} as const;
export type MutationName = keyof typeof INPUTS;

export interface CellAnswer {
  readonly available: number | null;
  readonly raw: number;
  readonly own: number | null;
  readonly oversold: number;
  readonly closed: readonly string[];
  readonly rate: number | null;
}

export interface ChangeAnswer {
  readonly __typename: string;
  readonly id?: string;
  readonly token?: string;
  readonly seq?: number;
  readonly facts?: readonly { kind: string; id: string; revision: number; action: string }[];
  readonly cells?: readonly {
    readonly line: string;
    readonly date: string;
    readonly before: CellAnswer | null;
    readonly after: CellAnswer | null;
  }[];
  readonly roomTypes?: readonly {
    readonly view: string;
    readonly agencyId: string | null;
    readonly date: string;
    readonly before: { available: number | null } | null;
    readonly after: { available: number | null } | null;
  }[];
  readonly bookingsAtRisk?: readonly {
    readonly bookingId: string;
    readonly nights: readonly { readonly date: string; readonly cause: string }[];
  }[];
  readonly warnings?: readonly { readonly code: string; readonly path: string | null }[];
  readonly reasons?: readonly {
    readonly code: string;
    readonly path: string | null;
    readonly needed: number | null;
    readonly have: number | null;
    readonly pool: string | null;
  }[];
}

type Input = Readonly<Record<string, unknown>>;

export interface ChangesWorld {
  readonly services: ServicesWorld;
  ask<Data>(
    identity: IdentityClaims,
    query: string,
    variables?: Input,
  ): Promise<SubgraphAnswer<Data>>;
  /** As an operator unless said. */
  change(name: MutationName, input: Input, identity?: IdentityClaims): Promise<ChangeAnswer>;
  commit(token: string, identity?: IdentityClaims): Promise<ChangeAnswer>;
  /** A hotel with contract K1 of 10 rooms A, which no other test writes to. */
  newHotel(rooms?: number): Promise<string>;
  /** All layers of `days` nights from today, and each agency's own numbers. */
  calendar(hotelId: string, agencyId?: string): Promise<unknown>;
  /** Everything of a hotel that a write could have changed or sent. */
  everything(hotelId: string): Promise<unknown>;
  stop(): Promise<void>;
}

export async function startChangesWorld(lock: 'redis' | 'off' = 'redis'): Promise<ChangesWorld> {
  const services = await startServicesWorld();
  await installTestClock(services.admin);
  const identities = await testIdentities();
  const settings = testSubgraphSettings({
    name: 'allotment',
    identities,
    databaseUrl: services.database.urls.allotment,
    redisUrl: testServicesEnvironment().redisUrl,
  });
  const server = await startAllotment(settings, createLogger('allotment', 'silent'), lock);
  const url = `http://127.0.0.1:${server.port}/graphql`;
  let hotels = 0;
  const ask: ChangesWorld['ask'] = (identity, query, variables = {}) => {
    const { gateway, reservation } = identities.signers;
    const signer = identity.role === 'SYSTEM' ? reservation : gateway;
    return callSubgraph({ url, subgraph: 'allotment', signer, identity, query, variables });
  };
  const answerOf = async (
    identity: IdentityClaims,
    query: string,
    variables: Input,
  ): Promise<ChangeAnswer> => {
    const { data, errors } = await ask<{ answer: ChangeAnswer }>(identity, query, variables);
    if (!data) throw new Error(JSON.stringify(errors));
    return data.answer;
  };
  return {
    services,
    ask,
    change: (name, input, identity = callers.operator) =>
      answerOf(
        identity,
        `mutation ($input: ${INPUTS[name]}!) { answer: ${name}(input: $input) { ${ANSWER} } } ${CELL}`,
        { input },
      ),
    commit: (token, identity = callers.operator) =>
      answerOf(
        identity,
        `mutation ($token: ID!) { answer: commitChange(token: $token) { ${ANSWER} } } ${CELL}`,
        { token },
      ),
    async newHotel(rooms = 10) {
      hotels += 1;
      const id = `HTL-${hotels}`;
      await services.addHotel(id);
      await services.append('allotment', id, contract(rooms));
      return id;
    },
    async calendar(hotelId, agencyId) {
      const { data, errors } = await ask<{ calendar: unknown }>(callers.operator, CALENDAR, {
        input: { hotelIds: [hotelId], from: night(0), to: night(30), agencyId },
      });
      if (!data) throw new Error(JSON.stringify(errors));
      return data.calendar;
    },
    async everything(hotelId) {
      const rows: unknown[] = await services.admin.query(EVERYTHING, [hotelId]);
      return rows[0];
    },
    async stop() {
      await server.stop();
      await services.stop();
    },
  };
}

const CALENDAR = `query ($input: CalendarInput!) { calendar(input: $input) { ... on Calendar { hotels {
  roomTypes { code days { date available unlimited closed missing requestable covered } }
  lines { line nights { date base raw gross debt cons own oversold cap closed missing requestable
                        unlimited available rate pools { pool left } } } } } } }`;
const EVERYTHING = `select
  (select json_agg(f order by seq) from ledger.facts f where hotel_id = $1) as facts,
  (select json_agg(e order by seq) from allotment.allotment_events e where hotel_id = $1) as audit,
  (select json_agg(c order by id) from allotment.changes c where hotel_id = $1) as changes,
  (select json_agg(p order by token) from allotment.change_previews p where hotel_id = $1) as previews,
  (select json_agg(s order by id) from allotment.contract_search s where hotel_id = $1) as search,
  (select json_agg(b order by id) from allotment.event_submissions b where hotel_id = $1) as submissions,
  (select json_agg(l order by id) from allotment.audit_log l where hotel_id = $1) as log,
  (select json_agg(o order by id) from allotment.outbox o where hotel_id = $1) as outbox`;

/** A stop of one night, or any other event, on K1/A; `days` from today. */
export function event(id: string, changes: Input = {}): Input {
  return {
    id,
    type: 'INCREASE_ALLOTMENT',
    target: { line: 'K1/A' },
    from: night(5),
    to: night(7),
    n: 4,
    ...changes,
  };
}

/** The audit of a hotel, in the order of its ledger. */
export async function auditOf(world: ChangesWorld, hotelId: string): Promise<AuditRow[]> {
  const query = 'select * from allotment.allotment_events where hotel_id = $1 order by seq';
  const rows: AuditRow[] = await world.services.admin.query(query, [hotelId]);
  return rows;
}

type AuditRow = Readonly<Record<string, unknown>>;

/** Rooms of the hotel's only room type, `days` from today. */
export async function availableOn(
  world: ChangesWorld,
  hotelId: string,
  days: number,
): Promise<number | undefined> {
  const { hotels } = (await world.calendar(hotelId)) as {
    hotels: { roomTypes: { days: { available: number }[] }[] }[];
  };
  return hotels[0]?.roomTypes[0]?.days[days]?.available;
}

/** A stop of the whole hotel on the nights of `event`. */
export function stop(id: string): Input {
  return event(id, { type: 'STOP_SALE', n: null, mode: 'FULL', target: { hotel: true } });
}
