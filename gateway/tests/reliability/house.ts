// The system for one file of reliability cases: every process, a wire wherever one may have to be cut,
// hotels and agencies by the dozen, and what must hold after each case.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nightOf } from '../../../shared/domain/nights.ts';
import { openRecordedDesk } from '../../../shared/testing/load/recorded-desk.ts';
import type { RecordedDesk, Seller } from '../../../shared/testing/load/recorded-desk.ts';
import type { LoadUsers } from '../../../shared/testing/load/load.ts';
import { openRecorder } from '../../../shared/testing/load/recorder.ts';
import { seed } from '../../../shared/testing/seed.ts';
import { createTestDatabase } from '../../../shared/testing/services/test-database.ts';
import type { TestDatabase } from '../../../shared/testing/services/test-database.ts';
import type { TestRedis } from '../../../shared/testing/services/test-redis.ts';
import { startWire } from '../../../shared/testing/wire/wire.ts';
import type { Wire } from '../../../shared/testing/wire/wire.ts';
import type { ProcessName } from '../../../shared/tools/up/system-processes.ts';
import { partner, startWorld, tokens } from '../e2e/world.ts';
import type { World } from '../e2e/world.ts';
import { startAnother } from './another-process.ts';
import type { AnotherProcess } from './another-process.ts';
import { expectLaws } from './laws.ts';

/** Where something may be held or cut, named by who asks and whom. */
export interface Wires {
  readonly 'client-gateway': Wire;
  readonly 'gateway-reservation': Wire;
  readonly 'reservation-allotment': Wire;
  readonly 'reservation-database': Wire;
  readonly 'worker-database': Wire;
}

export interface House {
  readonly world: World;
  readonly wires: Wires;
  /** A hotel with `rooms` of type A on 60 nights from `firstNight`, of the supplier's or our own. */
  hotel(rooms: number, stock?: 'supplier' | 'own'): Promise<string>;
  readonly firstNight: string;
  /** Agencies C0, C1, … and their tokens; client n is of agency n modulo their number. */
  readonly users: LoadUsers;
  /** Opens the books of one case: clients through the gateway's wire, and their history. */
  open(name: string, hotelIds: readonly string[], options?: DeskSettings): Promise<Case>;
  /** One more reservation or worker process beside the system's own, with no wire in between. */
  another(
    name: AnotherProcess['name'],
    env?: Readonly<Record<string, string>>,
  ): Promise<AnotherProcess>;
  /** Rooms of A sold on the fullest night of a hotel, by the tables. */
  fullest(hotelId: string): Promise<number>;
  stop(): Promise<void>;
}

export interface DeskSettings {
  readonly connections?: number;
  readonly timeoutMs?: number;
}

export interface Case {
  readonly desk: RecordedDesk;
  seller(client: number): Seller;
  /**
   * Closes the books and holds them to all laws: ledger = tables, nothing oversold, every audit row a
   * change, the history possible, no promise unhandled, no process gone by itself.
   */
  expectAllWell(): Promise<void>;
}

export interface HouseOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly envOf?: Readonly<Partial<Record<ProcessName, Readonly<Record<string, string>>>>>;
  readonly database?: TestDatabase;
  readonly redis?: TestRedis;
}

export const AGENCIES = 16;
const NIGHTS = 60;
const FIRST_NIGHT_AHEAD = 10;

export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const database = options.database ?? (await createTestDatabase());
  const wires = await startWires(database);
  const world = await startWorld({ ...options, database, envOf: wired(wires, database, options) });
  wires['client-gateway'].leadTo(world.system.urls.gateway);
  wires['gateway-reservation'].leadTo(world.system.urls.reservation);
  wires['reservation-allotment'].leadTo(world.system.urls.allotment);
  const agencies = seed(database);
  for (let agency = 0; agency < AGENCIES; agency += 1) agencies.agency(`C${agency}`);
  await agencies.plant();
  const histories = mkdtempSync(join(tmpdir(), 'staysync-histories-'));
  const agencyOf = (client: number): string => `C${client % AGENCIES}`;
  const tokenOfUser = tokens(world.system);
  const tokenOf = (client: number): Promise<string> => tokenOfUser(partner(agencyOf(client)));
  const others: AnotherProcess[] = [];
  let hotels = 0;
  const firstNight = world.night(FIRST_NIGHT_AHEAD);
  return {
    world,
    wires,
    firstNight,
    users: { agencyOf, tokenOf },
    async hotel(rooms, stock = 'supplier') {
      hotels += 1;
      const id = `RH-${hotels}`;
      await plantHotel(world, id, rooms, stock);
      return id;
    },
    async open(name, hotelIds, settings = {}) {
      const file = join(histories, `${name.replaceAll(/\W+/g, '-')}.jsonl`);
      const recorder = openRecorder(file, name.replaceAll(/\W+/g, '-'), 1);
      const desk = openRecordedDesk({
        gatewayUrl: wires['client-gateway'].through(world.system.gatewayUrl),
        recorder,
        connections: 64,
        ...settings,
      });
      const token = await tokenOf(0);
      const dates = { from: firstNight, to: world.night(FIRST_NIGHT_AHEAD + NIGHTS) };
      for (const hotelId of hotelIds) {
        await desk.noteStock(token, { hotelId, roomTypes: ['A'], ...dates });
      }
      await desk.noteClock(token, hotelIds[0] ?? '', firstNight);
      return {
        desk,
        seller: (client) => desk.seller(client, agencyOf(client), () => tokenOf(client)),
        async expectAllWell() {
          await desk.noteClock(token, hotelIds[0] ?? '', firstNight);
          await desk.close();
          recorder.close();
          const logs = others.map(({ process }) => process.logFile);
          await expectLaws(world, file, [...world.system.logFiles(), ...logs]);
        },
      };
    },
    async another(name, env = {}) {
      const logFile = join(histories, `${name}-${others.length}.log`);
      const other = await startAnother(world, { name, env, logFile });
      others.push(other);
      return other;
    },
    fullest: (hotelId) => fullestNight(world, hotelId),
    async stop() {
      await Promise.all(others.map(({ process }) => process.stop()));
      await world.stop();
      for (const wire of Object.values(wires) as Wire[]) await wire.stop();
      if (options.database === undefined) await database.drop();
      rmSync(histories, { recursive: true, force: true });
    },
  };
}

async function startWires(database: TestDatabase): Promise<Wires> {
  return {
    'client-gateway': await startWire(),
    'gateway-reservation': await startWire(),
    'reservation-allotment': await startWire(),
    'reservation-database': await startWire(database.urls.reservation),
    'worker-database': await startWire(database.urls.reservation),
  };
}

function wired(wires: Wires, database: TestDatabase, { envOf = {} }: HouseOptions) {
  const graphql = (wire: Wire): string => `http://127.0.0.1:${wire.port}/graphql`;
  const { reservation } = database.urls;
  return {
    ...envOf,
    gateway: {
      SUBGRAPH_URL_RESERVATION: graphql(wires['gateway-reservation']),
      ...envOf.gateway,
    },
    reservation: {
      SUBGRAPH_URL_ALLOTMENT: graphql(wires['reservation-allotment']),
      DATABASE_URL_RESERVATION: wires['reservation-database'].through(reservation),
      ...envOf.reservation,
    },
    worker: {
      DATABASE_URL_RESERVATION: wires['worker-database'].through(reservation),
      ...envOf.worker,
    },
  };
}

/** Contracts of our own are named LOCAL-…: no supplier is asked about their rooms. */
async function plantHotel(
  world: World,
  id: string,
  rooms: number,
  stock: 'supplier' | 'own',
): Promise<void> {
  const { system } = world;
  if (stock === 'supplier') {
    const response = await fetch(`${system.urls['mhg-simulator']}/admin/hotels/${id}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'x-api-key': system.settings.supplierApiKey },
      body: JSON.stringify({ room_types: [{ code: 'A' }] }),
    });
    expect(response.status).toBeLessThan(300);
  }
  await seed(system.database)
    .hotel(id, { timezone: 'Asia/Bangkok' })
    .contract({
      id: stock === 'own' ? `LOCAL-${id}` : `${id}-K1`,
      stayFrom: world.night(FIRST_NIGHT_AHEAD),
      stayTo: world.night(FIRST_NIGHT_AHEAD + NIGHTS),
      lines: [{ roomType: 'A', quantity: rooms, rate: 10_000 }],
    })
    .plant();
}

async function fullestNight({ admin }: World, hotelId: string): Promise<number> {
  const rows: { rooms: number }[] = await admin.query(
    `select sum(n.rooms)::integer as rooms
       from reservation.booking_nights n join reservation.bookings b on b.id = n.booking_id
      where b.hotel_id = $1
        and b.status in ('HELD', 'CONFIRMING', 'UNKNOWN_DOWNSTREAM', 'CONFIRMED')
      group by n.night order by 1 desc limit 1`,
    [hotelId],
  );
  return rows[0]?.rooms ?? 0;
}

export function firstDay({ firstNight }: House): number {
  return nightOf(firstNight);
}
