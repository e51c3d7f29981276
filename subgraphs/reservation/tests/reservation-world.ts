// Reservation with the neighbours it asks, as real processes on a database of their own: the world of
// the end-to-end tests here. Each test takes a hotel of its own in it.
import { mkdtempSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { createIdentitySigner } from '../../../shared/auth/identity-signer.ts';
import type { IdentityClaims } from '../../../shared/auth/identity.ts';
import { projectPath, projectRoot } from '../../../shared/config/paths.ts';
import { connectDataSource } from '../../../shared/database/data-source.ts';
import type { CancellationPolicy } from '../../../shared/domain/cancellation-policy.ts';
import { installTestClock } from '../../../shared/testing/clock.ts';
import { seed } from '../../../shared/testing/seed.ts';
import { startTestSystem } from '../../../shared/testing/services/test-system.ts';
import type { TestSystem } from '../../../shared/testing/services/test-system.ts';
import { callers, callSubgraph } from '../../../shared/testing/subgraph-call.ts';
import type { SubgraphAnswer } from '../../../shared/testing/subgraph-call.ts';
import { startProcess } from '../../../shared/tools/up/processes.ts';
import type { RunningProcess } from '../../../shared/tools/up/processes.ts';
import { entryOf, environmentOf } from '../../../shared/tools/up/system-processes.ts';
import type { ProcessName } from '../../../shared/tools/up/system-processes.ts';

export const GROUP = `
  id status clientReference heldAt expiresAt agency { id } hotel { id }
  bookings { id status roomType checkIn checkOut rooms nights { date rooms rate { amount currency } } }
  saleOrder { id number total { amount currency } lines { booking { id } rooms amount { amount } }
    currentTotal { amount currency } }
  auditLog { fromStatus toStatus actor bookingId requestId }`;
const REFUSAL = 'message reasons { code path nights line needed have retryable resolvableBy }';
const ANSWER = `__typename ... on BookingGroup { ${GROUP} } ... on Refusal { ${REFUSAL} }`;
const CREATE = `mutation ($input: CreateBookingInput!) { answer: createBooking(input: $input) { ${ANSWER} } }`;
const CONFIRM = `mutation ($id: ID!) { answer: confirmBooking(groupId: $id) { ${ANSWER} } }`;
const CANCEL = `mutation ($input: CancelBookingInput!) { answer: cancelBooking(input: $input) { ${ANSWER} } }`;
const AMEND = `mutation ($input: AmendBookingInput!) { answer: amendBooking(input: $input) { ${ANSWER} } }`;
const MONEY = '{ amount currency }';
const QUOTE = `query ($input: QuoteAmendmentInput!) { answer: quoteAmendment(input: $input) { __typename
  ... on Refusal { ${REFUSAL} } ... on AmendmentQuote { token validUntil
    priceDifference ${MONEY} netPriceDifference ${MONEY} penalty ${MONEY} netPenalty ${MONEY}
    bookings { booking { id checkOut rooms } roomType checkIn checkOut rooms
      priceBefore ${MONEY} price ${MONEY} penalty ${MONEY} freeUntil { instant local } } } } }`;
const NO_SHOW = `mutation ($id: ID!) { answer: markNoShow(bookingId: $id) { ${ANSWER} } }`;
const SETTLE = `mutation ($input: SettleRequestInput!) { answer: settleRequest(input: $input) { ${ANSWER} } }`;

export interface Line {
  readonly roomType: string;
  readonly checkIn: string;
  readonly checkOut: string;
  readonly rooms: number;
}

export interface HoldInput {
  readonly hotelId: string;
  readonly clientReference: string;
  readonly agencyId?: string;
  readonly lines: readonly Line[];
  readonly acceptOnRequest?: boolean;
}

/** What is left out stays as it is. */
export type AmendedLine = Partial<Line> & { readonly bookingId: string };

export interface AmendInput {
  readonly groupId: string;
  readonly lines: readonly AmendedLine[];
}

/** A group, a quote or a refusal; what the one lacks, the other has. */
export interface Answer {
  readonly __typename: string;
  readonly id?: string;
  readonly status?: string;
  readonly heldAt?: string;
  readonly expiresAt?: string;
  readonly bookings?: readonly { readonly id: string; readonly status: string }[];
  readonly saleOrder?: Record<string, unknown> | null;
  readonly auditLog?: readonly Record<string, unknown>[];
  /** Of a quote. */
  readonly token?: string;
  readonly reasons?: readonly {
    readonly code: string;
    readonly path: string | null;
    readonly needed: number | null;
    readonly have: number | null;
  }[];
}

export interface Replica {
  readonly url: string;
  /** Sends a signal to the process itself. */
  kill(signal: NodeJS.Signals): void;
  stop(): Promise<unknown>;
}

export interface ReservationWorld {
  readonly system: TestSystem;
  /** The owner's connection. */
  readonly admin: DataSource;
  readonly url: string;
  /** A hotel with `rooms` each of types A (100.00 THB), B (no rate) and C (120.00) on every night of 2099. */
  hotel(rooms?: number): Promise<string>;
  /** From now on the hotel's bookings are held under this. */
  setPolicy(hotelId: string, policy: CancellationPolicy): Promise<void>;
  ask<Data = Record<string, unknown>>(
    identity: IdentityClaims,
    query: string,
    variables?: Record<string, unknown>,
    url?: string,
  ): Promise<SubgraphAnswer<Data>>;
  create(input: HoldInput, identity?: IdentityClaims, url?: string): Promise<Answer>;
  confirm(groupId: string, identity?: IdentityClaims, url?: string): Promise<Answer>;
  cancel(
    input: { readonly groupId?: string; readonly bookingId?: string },
    identity?: IdentityClaims,
    url?: string,
  ): Promise<Answer>;
  quoteAmendment(input: AmendInput, identity?: IdentityClaims, url?: string): Promise<Answer>;
  amend(
    input: AmendInput & { readonly token: string },
    identity?: IdentityClaims,
    url?: string,
  ): Promise<Answer>;
  /** As an operator unless said. */
  markNoShow(bookingId: string, identity?: IdentityClaims, url?: string): Promise<Answer>;
  /** As an operator unless said. */
  settleRequest(
    input: { readonly groupId: string; readonly accept: boolean; readonly note: string },
    identity?: IdentityClaims,
    url?: string,
  ): Promise<Answer>;
  /** What people at the supplier do, and how it goes wrong: the simulator's `/admin` + path. */
  supplier(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<unknown>;
  /** Another reservation process on the same database. */
  replica(env: Readonly<Record<string, string>>): Promise<Replica>;
  /** What the checker of the ledger prints; its last line begins with `clean` when all laws hold. */
  verify(): Promise<string>;
  /** Does this once all processes have stopped. */
  afterwards(tidy: () => Promise<unknown>): void;
  stop(): Promise<void>;
}

/** Agencies SIAM and ASIA may book, QUIET is suspended. `also`: processes besides the usual ones. */
export async function startReservationWorld(
  env: Readonly<Record<string, string>> = {},
  also: readonly ProcessName[] = [],
): Promise<ReservationWorld> {
  const system = await startTestSystem({
    only: ['mhg-simulator', 'allotment', 'agency', 'reservation', ...also],
    env,
  });
  const { database, settings } = system;
  const admin = await connectDataSource({
    url: database.urls.admin,
    schema: 'reservation',
    applicationName: 'test',
  });
  await installTestClock(admin);
  await seed(database).agency('SIAM').agency('ASIA').agency('QUIET', 'SUSPENDED').plant();
  const signer = createIdentitySigner({
    privateJwk: settings.identityKeys.private.gateway,
    issuer: 'gateway',
  });
  const own = `${system.urls.reservation}/graphql`;
  const ask: ReservationWorld['ask'] = (identity, query, variables = {}, url = own) =>
    callSubgraph({ url, subgraph: 'reservation', signer, identity, query, variables });
  const mutate = async (
    identity: IdentityClaims,
    query: string,
    variables: Record<string, unknown>,
    url?: string,
  ): Promise<Answer> => {
    const { data, errors } = await ask<{ answer: Answer }>(identity, query, variables, url);
    if (!data) throw new Error(JSON.stringify(errors));
    return data.answer;
  };
  const logs = mkdtempSync(join(tmpdir(), 'staysync-replicas-'));
  const replicas: RunningProcess[] = [];
  const tidying: (() => Promise<unknown>)[] = [];
  let hotels = 0;
  return {
    system,
    admin,
    url: own,
    ask,
    hotel: async (rooms = 10) => {
      hotels += 1;
      const id = `H${hotels}`;
      await plantHotel(system, id, rooms);
      return id;
    },
    setPolicy: async (id, policy) => {
      await admin.query('update allotment.hotels set own_cancellation_policy = $2 where id = $1', [
        id,
        policy,
      ]);
    },
    create: (input, identity = callers.partner('SIAM'), url) =>
      mutate(identity, CREATE, { input }, url),
    confirm: (id, identity = callers.partner('SIAM'), url) =>
      mutate(identity, CONFIRM, { id }, url),
    cancel: (input, identity = callers.partner('SIAM'), url) =>
      mutate(identity, CANCEL, { input }, url),
    quoteAmendment: (input, identity = callers.partner('SIAM'), url) =>
      mutate(identity, QUOTE, { input }, url),
    amend: (input, identity = callers.partner('SIAM'), url) =>
      mutate(identity, AMEND, { input }, url),
    markNoShow: (id, identity = callers.operator, url) => mutate(identity, NO_SHOW, { id }, url),
    settleRequest: (input, identity = callers.operator, url) =>
      mutate(identity, SETTLE, { input }, url),
    replica: async (changes) => {
      const started = await startProcess({
        name: 'reservation',
        entry: entryOf('reservation'),
        env: { ...environmentOf('reservation', settings), ...env, PORT: '0', ...changes },
        logFile: join(logs, `${replicas.length}.log`),
      });
      replicas.push(started);
      return {
        url: `http://127.0.0.1:${started.port}/graphql`,
        kill: (signal) => started.kill(signal),
        stop: () => started.stop(),
      };
    },
    supplier: (method, path, body) => tellSupplier(system, method, path, body),
    verify: () => runVerify(system),
    afterwards: (tidy) => void tidying.push(tidy),
    stop: async () => {
      await Promise.all(replicas.map((replica) => replica.stop()));
      await admin.destroy();
      await system.stop();
      for (const tidy of tidying) await tidy();
    },
  };
}

async function plantHotel(system: TestSystem, id: string, rooms: number): Promise<void> {
  await tellSupplier(system, 'PUT', `/hotels/${id}`, {
    room_types: [{ code: 'A' }, { code: 'B' }, { code: 'C' }],
  });
  await seed(system.database)
    .hotel(id, { timezone: 'Asia/Bangkok', roomTypes: ['A', 'B', 'C'] })
    .contract({
      id: `${id}-K1`,
      stayFrom: '2099-01-01',
      stayTo: '2100-01-01',
      lines: [
        { roomType: 'A', quantity: rooms, rate: 10_000 },
        { roomType: 'B', quantity: rooms },
        { roomType: 'C', quantity: rooms, rate: 12_000 },
      ],
    })
    .plant();
}

/** Asks the simulated supplier for what its own people may: plan faults, change bookings. */
async function tellSupplier(
  system: TestSystem,
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body?: object,
): Promise<unknown> {
  const response = await fetch(`${system.urls['mhg-simulator']}/admin${path}`, {
    method,
    headers: { 'content-type': 'application/json', 'x-api-key': system.settings.supplierApiKey },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok)
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** The checker is another subgraph's: it is asked as a person would, from the command line. */
function runVerify(system: TestSystem): Promise<string> {
  const entry = projectPath('subgraphs', 'allotment', 'tools', 'verify', 'main.ts');
  const env = { DATABASE_URL_VERIFY: system.database.urls.verify };
  return new Promise((resolve) => {
    execFile(process.execPath, [entry], { cwd: projectRoot(), env }, (_error, out, told) => {
      resolve(`${out}${told}`.trim().split('\n').slice(1).join('\n'));
    });
  });
}
