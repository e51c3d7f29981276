// The whole system for one end-to-end file, with the few things that people do to it: a hotel with
// exact numbers, agencies, users who ask through the gateway.
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { connectDataSource } from '../../../shared/database/data-source.ts';
import type { LocalUser } from '../../../shared/auth/local-issuer/role-token.ts';
import { formatNight } from '../../../shared/domain/nights.ts';
import type { DataSource } from 'typeorm';
import { localNight, instantOf } from '../../../shared/domain/instants.ts';
import { startTestSystem } from '../../../shared/testing/services/test-system.ts';
import type {
  TestSystem,
  TestSystemOptions,
} from '../../../shared/testing/services/test-system.ts';
import { createGatewayClient } from '../../../shared/tools/gateway-client.ts';
import { syncAndWait } from '../../../shared/tools/sync-and-wait.ts';
import { PROCESS_NAMES } from '../../../shared/tools/up/system-processes.ts';
import type { FinishedSync } from '../../../shared/tools/sync-and-wait.ts';

export const OPERATOR: LocalUser = { role: 'OPERATOR' };
export const partner = (agencyId: string): LocalUser => ({ role: 'PARTNER', agencyId });

export interface Answer<Data> {
  readonly status: number;
  /** When it was told to come again: in how many milliseconds; else null. */
  readonly comeAgainMs: number | null;
  readonly data: Data | null;
  readonly errors: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string };
  }[];
}

export interface World {
  readonly system: TestSystem;
  /** The owner's connection to the system's database. */
  readonly admin: DataSource;
  /** Civil date of the hotels (Bangkok), `days` from today. */
  night(days: number): string;
  /** Runs one operation as `user`, whatever comes of it. */
  send<Data>(user: LocalUser, operation: string, variables?: object): Promise<Answer<Data>>;
  /** Runs one operation that must have no errors; turned away at the door, it comes again as told. */
  ask<Data>(user: LocalUser, operation: string, variables?: object): Promise<Data>;
  createAgencies(codes: readonly string[]): Promise<void>;
  /** Has the supplier tell `rooms` per room type for the 60 nights from today, and syncs that. */
  supply(hotelId: string, rooms: Readonly<Record<string, number>>): Promise<FinishedSync>;
  /** What any process logged as an error so far, or wrote of a promise that nobody handled. */
  complaints(): string[];
  stop(): Promise<void>;
}

const NIGHTS_SUPPLIED = 60;
/** On a crowded machine a crowd is let in by and by; a minute is the test's own time. */
const VISITS_MAX = 30;

/** Starts every process; nothing is in the database yet. */
export async function startWorld(options: TestSystemOptions = {}): Promise<World> {
  const env = { SIMULATOR_HOTELS: '1', ...options.env };
  const system = await startTestSystem({ ...options, env });
  const admin = await connectDataSource({
    url: system.database.urls.admin,
    schema: 'ledger',
    applicationName: 'test',
  });
  const today = localNight(instantOf(new Date().toISOString()), 'Asia/Bangkok');
  const night = (days: number): string => formatNight(today + days);
  const tokenOf = tokens(system);
  const send: World['send'] = async (user, operation, variables = {}) =>
    post(system.gatewayUrl, await tokenOf(user), operation, variables);

  async function ask<Data>(user: LocalUser, operation: string, variables = {}): Promise<Data> {
    for (let visits = 1; ; visits += 1) {
      const answer = await send<Data>(user, operation, variables);
      const { status, data, errors, comeAgainMs } = answer;
      if (data && errors.length === 0) return data;
      if (comeAgainMs === null || visits === VISITS_MAX) {
        throw new Error(`gateway answered ${status}: ${JSON.stringify(errors)}`);
      }
      await setTimeout(comeAgainMs);
    }
  }

  return {
    system,
    admin,
    night,
    send,
    ask,
    async createAgencies(codes) {
      await Promise.all(
        codes.map(async (code) => {
          const input = { code, name: code, currency: 'THB' };
          const made = await ask<{ createAgency: { __typename: string } }>(
            OPERATOR,
            CREATE_AGENCY,
            {
              input,
            },
          );
          expect(made.createAgency.__typename).toBe('Agency');
        }),
      );
    },
    async supply(hotelId, rooms) {
      await putHotel(system, hotelId, rooms, [night(0), night(NIGHTS_SUPPLIED - 1)]);
      const token = (): Promise<string> => tokenOf(OPERATOR);
      const client = createGatewayClient({ url: system.gatewayUrl, token });
      const run = await syncAndWait(client, [hotelId]);
      await client.close();
      return run;
    },
    complaints: () => PROCESS_NAMES.flatMap((name) => complaintsIn(system.process(name).logFile)),
    async stop() {
      await admin.destroy();
      await system.stop();
    },
  };
}

/** Lines of one process's log that a night watch would be woken for. */
export function complaintsIn(logFile: string): string[] {
  const lines = readFileSync(logFile, 'utf8').split('\n');
  return lines.filter((line) => /^\S+ (ERROR|FATAL)|unhandled/i.test(line));
}

const CREATE_AGENCY = `mutation Open($input: CreateAgencyInput!) {
  createAgency(input: $input) { __typename ... on Refusal { message } }
}`;

/** One token per user: signing takes longer than asking. */
export function tokens(system: TestSystem): (user: LocalUser) => Promise<string> {
  const known = new Map<string, Promise<string>>();
  return (user) => {
    const key = JSON.stringify(user);
    const token = known.get(key) ?? system.token(user);
    known.set(key, token);
    return token;
  };
}

async function post<Data>(
  url: string,
  token: string,
  query: string,
  variables: object,
): Promise<Answer<Data>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const answer = (await response.json()) as Partial<Answer<Data>>;
  const retryAfter = response.headers.get('retry-after');
  return {
    status: response.status,
    comeAgainMs: retryAfter === null ? null : Number(retryAfter) * 1_000,
    data: answer.data ?? null,
    errors: answer.errors ?? [],
  };
}

async function putHotel(
  system: TestSystem,
  hotelId: string,
  rooms: Readonly<Record<string, number>>,
  [stay_from, stay_to]: readonly [string, string],
): Promise<void> {
  const codes = Object.keys(rooms);
  const response = await fetch(`${system.urls['mhg-simulator']}/admin/hotels/${hotelId}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'x-api-key': system.settings.supplierApiKey },
    body: JSON.stringify({
      room_types: codes.map((code) => ({ code })),
      contracts: [
        {
          id: `${hotelId}-C1`,
          stay_from,
          stay_to,
          rooms: codes.map((room_type) => ({
            room_type,
            allotment: rooms[room_type],
            rate: '1500.00',
          })),
        },
      ],
    }),
  });
  expect(response.status).toBeLessThan(300);
}
