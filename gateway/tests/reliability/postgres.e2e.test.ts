// Postgres is killed while everybody books, and comes back: nothing that was acknowledged is lost, and
// bookings go on within five seconds. It flushes as in production, on a server of this file's own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reliabilityEffort } from '../../../shared/config/environment.ts';
import { formatNight } from '../../../shared/domain/nights.ts';
import { runLoad } from '../../../shared/testing/load/load.ts';
import { persist } from '../../../shared/testing/load/recorded-desk.ts';
import type { Outcome } from '../../../shared/testing/load/recorded-desk.ts';
import { roleUrls } from '../../../shared/testing/services/role-urls.ts';
import { removeMovedData } from '../../../shared/tools/up/postgres-binaries.ts';
import { startPostgres } from '../../../shared/tools/up/postgres.ts';
import type { RunningPostgres } from '../../../shared/tools/up/postgres.ts';
import { runMigrator } from '../../../shared/tools/up/run-migrator.ts';
import { firstDay, openHouse } from './house.ts';
import type { House } from './house.ts';

const DATABASE = 'staysync';
/** A server, its migrations with real flushes, and eight processes: a minute where much else runs. */
const START_MS_MAX = 180_000;
const RECOVERED_WITHIN_MS = 5_000;
const KILLS = { sample: 1, full: 10 }[reliabilityEffort()];

const dir = mkdtempSync(join(tmpdir(), 'staysync-own-postgres-'));
let server: RunningPostgres;
let house: House;
beforeAll(async () => {
  server = await start();
  const urls = { admin: server.adminUrl, ...roleUrls(server.adminUrl) };
  await runMigrator(urls);
  house = await openHouse({ database: { name: DATABASE, urls, drop: () => Promise.resolve() } });
}, START_MS_MAX);
afterAll(async () => {
  try {
    await house.stop();
  } finally {
    // Also where the house never stood: a server that is left behind keeps the whole run from ending.
    await server.stop();
    removeMovedData(dir);
    rmSync(dir, { recursive: true, force: true });
  }
});

function start(port?: number): Promise<RunningPostgres> {
  const same = port === undefined ? {} : { port };
  return startPostgres({ dir, ...same, durable: true, database: DATABASE, connectionsMax: 200 });
}

test(`Postgres killed ${KILLS} times under load: what was acknowledged is there, and bookings go on within five seconds of its return`, async () => {
  const hotels = [await house.hotel(2_000, 'own'), await house.hotel(2_000)];
  const books = await house.open('postgres', hotels);
  let isOver = false;
  const load = runLoad(books.desk, house.users, {
    seed: 1,
    clients: 24,
    ms: 0,
    isEnough: () => isOver,
    hotelIds: hotels,
    roomTypes: ['A'],
    from: firstDay(house),
    nights: 60,
    stayNightsMax: 5,
    roomsMax: 1,
    confirmed: 40,
    cancelled: 20,
    patience: { triesMax: 1_000, pauseMs: 10 },
  });
  const watcher = books.seller(100);
  const from = firstDay(house);
  const nights = { checkIn: formatNight(from), checkOut: formatNight(from + 1) };
  const lines = [{ roomType: 'A', rooms: 1, ...nights }];
  const bookOne = (reference: string) =>
    persist(() => watcher.hold({ hotelId: hotels[0] ?? '', reference, lines }), {
      triesMax: 10_000,
      pauseMs: 2,
    });
  const tell = (outcome: Outcome): string =>
    outcome.type === 'unknown' ? outcome.why : outcome.type;
  const recoveries: number[] = [];
  for (let kill = 1; kill <= KILLS; kill += 1) {
    expect(tell(await bookOne(`before-${kill}`))).toBe('ok');
    process.kill(server.pid, 'SIGKILL');
    await server.exited;
    server = await start(server.port);
    const since = performance.now();
    expect(tell(await bookOne(`after-${kill}`))).toBe('ok');
    recoveries.push(performance.now() - since);
  }
  isOver = true;
  const { outcomes } = await load;
  expect(outcomes.get('unknown')).toBeGreaterThan(0);
  expect(outcomes.get('CONFIRMED')).toBeGreaterThan(0);
  expect(recoveries.filter((ms) => ms > RECOVERED_WITHIN_MS)).toEqual([]);
  await books.expectAllWell();
}, 300_000);
