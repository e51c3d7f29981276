// The system as the booking benches load it: real processes in production mode, a second replica of
// reservation, and a door for each way in. The bench's process is the crowd.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import { createIdentitySigner } from '../../../../shared/auth/identity-signer.ts';
import { formatNight, nightOf } from '../../../../shared/domain/nights.ts';
import { seed } from '../../../../shared/testing/seed.ts';
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import type { TestDatabase } from '../../../../shared/testing/services/test-database.ts';
import { startTestSystem } from '../../../../shared/testing/services/test-system.ts';
import type { TestSystem } from '../../../../shared/testing/services/test-system.ts';
import { freePort } from '../../../../shared/tools/up/ports.ts';
import { startProcess } from '../../../../shared/tools/up/processes.ts';
import type { RunningProcess } from '../../../../shared/tools/up/processes.ts';
import { entryOf, environmentOf } from '../../../../shared/tools/up/system-processes.ts';
import type { ProcessName } from '../../../../shared/tools/up/system-processes.ts';
import { CLIENTS, NIGHTS_ON_SALE } from './orders.ts';
import type { Order, Sell, Sold } from './orders.ts';
import { startBalancer } from './tcp-balancer.ts';

export const FIRST_NIGHT = nightOf('2099-01-01');

export type Door = 'gateway' | 'subgraph';

export interface BookingHouse {
  /** Tells of a hotel with so many rooms every night. */
  supply(hotelIds: readonly string[], rooms: number): Promise<void>;
  /** Sells through one replica of reservation, or through both in turns. */
  seller(replicas: 1 | 2): Sell;
  stop(): Promise<void>;
}

const PRODUCTION = { NODE_ENV: 'production', LOG_LEVEL: 'warn' };
// The local issuer is not for production, and refused there by those that know users.
const KNOWS_USERS = { NODE_ENV: 'test' };

/** Everything that `door` needs, on `database`; the caller drops that. */
export async function openBookingHouse(door: Door, database: TestDatabase): Promise<BookingHouse> {
  const system = await startTestSystem({
    only: [
      'allotment',
      'agency',
      'reservation',
      ...(door === 'gateway' ? ['gateway' as const] : []),
    ],
    env: PRODUCTION,
    envOf: { gateway: KNOWS_USERS, agency: KNOWS_USERS },
    database,
  });
  const closing: (() => Promise<unknown>)[] = [() => system.stop()];
  const stop = async (): Promise<void> => {
    for (const close of closing.toReversed()) await close();
  };
  try {
    const crowd = seed(database);
    for (let client = 0; client < CLIENTS; client += 1) crowd.agency(agencyOf(client));
    await crowd.plant();
    const origins = await openOrigins(door, system, closing);
    const headersOf = door === 'gateway' ? tokens(system) : identities(system);
    const pools = origins.map(
      (origin) => new Pool(origin, { connections: CLIENTS, pipelining: 1 }),
    );
    closing.push(() => Promise.all(pools.map((pool) => pool.close())));
    return {
      supply: (hotelIds, rooms) => plantHotels(database, hotelIds, rooms),
      seller: (replicas) => {
        const used = poolsOf(door, pools, replicas);
        return async (order) =>
          hold(used[order.client % used.length], await headersOf(order.client), order);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function agencyOf(client: number): string {
  return `C${client}`;
}

/** Where to knock: [one replica, the other] of reservation, or [gateway of one, gateway of both]. */
async function openOrigins(
  door: Door,
  system: TestSystem,
  closing: (() => Promise<unknown>)[],
): Promise<string[]> {
  const { ports } = system.settings;
  const second = await startAnother('reservation', system, {}, closing);
  if (door === 'subgraph') return [system.urls.reservation, originOf(second)];
  const balancer = await startBalancer([ports.reservation, second]);
  closing.push(() => balancer.stop());
  const both = await startAnother('gateway', system, { reservation: balancer.port }, closing);
  return [system.urls.gateway, originOf(both)];
}

function poolsOf(door: Door, pools: readonly Pool[], replicas: 1 | 2): readonly Pool[] {
  if (door === 'gateway') return pools.slice(replicas - 1, replicas);
  return pools.slice(0, replicas);
}

function originOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}

/** One more process of that name; answers its port. `elsewhere` is where it finds its neighbours. */
async function startAnother(
  name: ProcessName & ('reservation' | 'gateway'),
  system: TestSystem,
  elsewhere: Readonly<Record<string, number>>,
  closing: (() => Promise<unknown>)[],
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'staysync-bench-'));
  const ports = { ...system.settings.ports, ...elsewhere, [name]: await freePort() };
  const started: RunningProcess = await startProcess({
    name,
    entry: entryOf(name),
    env: {
      ...environmentOf(name, { ...system.settings, ports }),
      ...PRODUCTION,
      ...(name === 'gateway' ? KNOWS_USERS : {}),
    },
    logFile: join(folder, `${name}.log`),
  });
  closing.push(async () => {
    await started.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return ports[name];
}

type HeadersOf = (client: number) => Promise<Record<string, string>>;

function tokens(system: TestSystem): HeadersOf {
  const known = new Map<number, Promise<string>>();
  return async (client) => {
    const token =
      known.get(client) ?? system.token({ role: 'PARTNER', agencyId: agencyOf(client) });
    known.set(client, token);
    return { authorization: `Bearer ${await token}` };
  };
}

function identities(system: TestSystem): HeadersOf {
  const signer = createIdentitySigner({
    privateJwk: system.settings.identityKeys.private.gateway,
    issuer: 'gateway',
  });
  return (client) =>
    signer.headersFor(
      { ...callers.partner(agencyOf(client)), requestId: randomUUID() },
      'reservation',
    );
}

async function plantHotels(
  database: TestDatabase,
  hotelIds: readonly string[],
  rooms: number,
): Promise<void> {
  const hotels = seed(database);
  for (const id of hotelIds) {
    hotels.hotel(id, { timezone: 'Asia/Bangkok' }).contract({
      id: `${id}-K1`,
      stayFrom: formatNight(FIRST_NIGHT),
      stayTo: formatNight(FIRST_NIGHT + NIGHTS_ON_SALE),
      lines: [{ roomType: 'A', quantity: rooms, rate: 10_000 }],
    });
  }
  await hotels.plant();
}

const HOLD = `mutation Hold($input: CreateBookingInput!) {
  createBooking(input: $input) {
    __typename
    ... on BookingGroup { id status expiresAt bookings { id } }
    ... on Refusal { message reasons { code } }
  }
}`;

async function hold(
  pool: Pool | undefined,
  headers: Record<string, string>,
  order: Order,
): Promise<Sold> {
  if (!pool) throw new Error('nowhere to knock');
  const from = FIRST_NIGHT + order.arrival;
  const line = {
    roomType: 'A',
    checkIn: formatNight(from),
    checkOut: formatNight(from + order.nights),
    rooms: 1,
  };
  const { hotelId, reference: clientReference } = order;
  const response = await pool.request({
    path: '/graphql',
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({
      query: HOLD,
      variables: { input: { hotelId, clientReference, lines: [line] } },
    }),
  });
  const text = await response.body.text();
  if (response.statusCode === TURNED_AWAY) return waitAsTold(response.headers['retry-after']);
  const answer = JSON.parse(text) as { data?: { createBooking: { __typename: string } } | null };
  switch (answer.data?.createBooking.__typename) {
    case 'BookingGroup':
      return 'HELD';
    case 'NotAvailable':
      return 'SOLD_OUT';
    case 'TryAgain':
      return 'BUSY';
    default:
      throw new Error(`answered ${response.statusCode}: ${text}`);
  }
}

const TURNED_AWAY = 503;

/** The gateway of a machine that cannot keep up turns callers away, and says when to come again. */
async function waitAsTold(retryAfter: string | string[] | undefined): Promise<Sold> {
  await sleep(Number(retryAfter ?? 1) * 1_000);
  return 'BUSY';
}
