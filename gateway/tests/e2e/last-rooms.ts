// 64 partners want the last ten rooms of a hotel at the same moment, and two processes of reservation
// serve them. Played once with the booking lock and once without.
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { mkdtempSync, rmSync } from 'node:fs';
import { freePort } from '../../../shared/tools/up/ports.ts';
import { startProcess } from '../../../shared/tools/up/processes.ts';
import type { RunningProcess } from '../../../shared/tools/up/processes.ts';
import { entryOf, environmentOf } from '../../../shared/tools/up/system-processes.ts';
import { hold } from './bookings.ts';
import type { Group, Refused, Stay } from './bookings.ts';
import { startRoundRobin } from './round-robin.ts';
import type { RoundRobin } from './round-robin.ts';
import { partner, startWorld } from './world.ts';
import type { World } from './world.ts';

export const CLIENTS = 64;
export const ROOMS = 10;
const HOTEL = 'E2E-LAST';
/** A client that is told to try again does so at once; nobody is told that often. */
const TRIES_MAX = 50;

export interface CrowdedHouse {
  readonly world: World;
  readonly stay: Stay;
  readonly balancer: RoundRobin;
  stop(): Promise<void>;
}

/** The system with a second reservation process, agencies C0 … C63 and a hotel of ten rooms. */
export async function startCrowdedHouse(lock: 'redis' | 'off'): Promise<CrowdedHouse> {
  const balancer = await startRoundRobin();
  const env = { BOOKING_LOCK: lock };
  const world = await startWorld({
    env,
    envOf: { gateway: { SUBGRAPH_URL_RESERVATION: `${balancer.url}/graphql` } },
  });
  balancer.add(world.system.urls.reservation);
  const second = await startSecond(world, env);
  balancer.add(`http://127.0.0.1:${second.process.port}`);
  await world.createAgencies(Array.from({ length: CLIENTS }, (_, client) => `C${client}`));
  await world.supply(HOTEL, { A: ROOMS, B: 50 });
  const stay = { hotelId: HOTEL, checkIn: world.night(10), checkOut: world.night(12) };
  return {
    world,
    stay,
    balancer,
    async stop() {
      await second.stop();
      await world.stop();
      await balancer.stop();
    },
  };
}

async function startSecond(
  { system }: World,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly process: RunningProcess; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'staysync-second-'));
  const ports = { ...system.settings.ports, reservation: await freePort() };
  const started = await startProcess({
    name: 'reservation',
    entry: entryOf('reservation'),
    env: { ...environmentOf('reservation', { ...system.settings, ports }), ...env },
    logFile: join(folder, 'reservation.log'),
  });
  return {
    process: started,
    async stop() {
      await started.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface Outcome {
  readonly answer: Group | Refused;
  readonly tries: number;
}

/** All clients at once, each under a reference of its own, again while they are told to try again. */
export async function rush({ world, stay }: CrowdedHouse, round: string): Promise<Outcome[]> {
  return Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      const user = partner(`C${client}`);
      for (let tries = 1; ; tries += 1) {
        const answer = await hold(world, user, `${round}-${client}`, stay);
        if (answer.__typename !== 'TryAgain' || tries === TRIES_MAX) return { answer, tries };
        expect(answer.reasons.every(({ retryable }) => retryable)).toBe(true);
      }
    }),
  );
}

/** Rooms that consuming bookings take on the stay's first night, by the tables and by the ledger. */
export async function roomsTaken({ world, stay }: CrowdedHouse): Promise<{
  readonly tables: number;
  readonly ledger: number;
}> {
  const [row]: { tables: number; ledger: number }[] = await world.admin.query(
    `select (select coalesce(sum(n.rooms), 0)::int from reservation.booking_nights n
              join reservation.bookings b on b.id = n.booking_id
             where n.night = $2::date and b.hotel_id = $1 and b.status in ('HELD', 'CONFIRMED')) as tables,
            (select coalesce(sum((a->>'rooms')::int), 0)::int
               from (select distinct on (id) content from ledger.facts
                      where hotel_id = $1 and kind = 'BOOKING' order by id, rev desc) f,
                    jsonb_array_elements(f.content->'allocations') a
              where (a->>'date')::date = $2::date and f.content->>'status' in ('HELD', 'CONFIRMED')) as ledger`,
    [stay.hotelId, stay.checkIn],
  );
  if (!row) throw new Error('a sum is always there');
  return row;
}
