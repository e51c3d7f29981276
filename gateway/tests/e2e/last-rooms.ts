// 64 partners want the last ten rooms of a hotel at the same moment, and two processes of reservation
// serve them. Played once with the booking lock and once without.
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { mkdtempSync, rmSync } from 'node:fs';
import { freePort } from '../../../shared/tools/up/ports.ts';
import { startProcess } from '../../../shared/tools/up/processes.ts';
import type { RunningProcess } from '../../../shared/tools/up/processes.ts';
import { entryOf, environmentOf } from '../../../shared/tools/up/system-processes.ts';
import { between } from '../../../shared/testing/mhg-simulator/random.ts';
import { cancel, confirm, hold } from './bookings.ts';
import type { Group, Refused, Stay } from './bookings.ts';
import { startRoundRobin } from './round-robin.ts';
import type { RoundRobin } from './round-robin.ts';
import { complaintsIn, partner, startWorld } from './world.ts';
import type { World } from './world.ts';

export const CLIENTS = 64;
export const ROOMS = 10;
const HOTEL = 'E2E-LAST';
/** Rooms of type B, which everybody books and gives back at the same time. */
export const ROOMS_BUSY = 30;
const BUSY_NIGHTS = 10;
const STAY_NIGHTS_MAX = 5;
const STAYS_EACH = 4;
/** A client that is told to try again does so at once; nobody is told that often. */
const TRIES_MAX = 50;

export interface CrowdedHouse {
  readonly world: World;
  readonly stay: Stay;
  readonly balancer: RoundRobin;
  /** What any process logged as an error so far. */
  complaints(): string[];
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
  await world.supply(HOTEL, { A: ROOMS, B: ROOMS_BUSY });
  const stay = { hotelId: HOTEL, checkIn: world.night(10), checkOut: world.night(12) };
  return {
    world,
    stay,
    balancer,
    complaints: () => [...world.complaints(), ...complaintsIn(second.process.logFile)],
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
    Array.from({ length: CLIENTS }, (_, client) =>
      persist(() => hold(world, partner(`C${client}`), `${round}-${client}`, stay)),
    ),
  );
}

/** Sends a request until the answer is another one than "try again". */
async function persist(send: () => Promise<Group | Refused>): Promise<Outcome> {
  for (let tries = 1; ; tries += 1) {
    const answer = await send();
    if (answer.__typename !== 'TryAgain' || tries === TRIES_MAX) return { answer, tries };
    expect(answer.reasons.every(({ retryable }) => retryable)).toBe(true);
  }
}

/**
 * All clients at once, each some stays of type B of random nights and rooms; of what they hold they
 * keep a third, confirm a third and cancel a third. Gives how often each kind of answer came.
 */
export async function bustle(house: CrowdedHouse, seed: number): Promise<Map<string, number>> {
  const answers = new Map<string, number>();
  const count = ({ answer }: Outcome): void => {
    const kind = answer.__typename === 'BookingGroup' ? answer.status : answer.__typename;
    answers.set(kind, (answers.get(kind) ?? 0) + 1);
  };
  const stayOnce = async (client: number, turn: number): Promise<void> => {
    const { world } = house;
    const user = partner(`C${client}`);
    const outcome = await persist(() =>
      hold(world, user, `bustle-${client}-${turn}`, randomStay(house, seed, client, turn)),
    );
    count(outcome);
    const { answer } = outcome;
    if (answer.__typename !== 'BookingGroup') return;
    const what = between(0, 2, seed, 'then', client, turn);
    if (what === 1) count(await persist(() => confirm(world, user, answer.id)));
    if (what === 2) count(await persist(() => cancel(world, user, { groupId: answer.id })));
  };
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      for (let turn = 0; turn < STAYS_EACH; turn += 1) await stayOnce(client, turn);
    }),
  );
  return answers;
}

function randomStay({ world }: CrowdedHouse, seed: number, client: number, turn: number): Stay {
  const first = between(0, BUSY_NIGHTS - 1, seed, 'first', client, turn);
  const nights = between(1, STAY_NIGHTS_MAX, seed, 'nights', client, turn);
  return {
    hotelId: HOTEL,
    roomType: 'B',
    checkIn: world.night(10 + first),
    checkOut: world.night(10 + first + nights),
    rooms: between(1, 2, seed, 'rooms', client, turn),
  };
}

/** Rooms of one type that consuming bookings take, on the night of which most are taken. */
export async function roomsTaken(
  { world, stay }: CrowdedHouse,
  roomType: string,
): Promise<{ readonly tables: number; readonly ledger: number }> {
  const [row]: { tables: number; ledger: number }[] = await world.admin.query(
    `with tables as (
       select n.night, sum(n.rooms)::int as rooms
         from reservation.booking_nights n join reservation.bookings b on b.id = n.booking_id
        where b.hotel_id = $1 and b.room_type = $2 and b.status in ('HELD', 'CONFIRMED')
        group by n.night),
     winners as (
       select distinct on (id) content from ledger.facts
        where hotel_id = $1 and kind = 'BOOKING' order by id, rev desc),
     ledger as (
       select a->>'date' as night, sum((a->>'rooms')::int)::int as rooms
         from winners w, jsonb_array_elements(w.content->'allocations') a
        where a->>'line' like '%/' || $2 and w.content->>'status' in ('HELD', 'CONFIRMED')
        group by 1)
     select (select coalesce(max(rooms), 0) from tables) as tables,
            (select coalesce(max(rooms), 0) from ledger) as ledger`,
    [stay.hotelId, roomType],
  );
  if (!row) throw new Error('a maximum is always there');
  return row;
}
