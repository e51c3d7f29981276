// Processes that die: readiness says which one is missing, and what was booked before is booked.
import { SUBGRAPH_NAMES } from '../../../shared/config/environment.ts';
import type { SubgraphName } from '../../../shared/config/environment.ts';
import { cancel, findGroup, granted, hold, look } from './bookings.ts';
import { until } from './until.ts';
import { verify } from './verify-command.ts';
import { OPERATOR, partner, startWorld } from './world.ts';
import type { World } from './world.ts';

const HOTEL = 'E2E-OUTAGE';
const KILLED = 137;
const siam = partner('SIAM');
let world: World;

beforeAll(async () => {
  world = await startWorld();
  await world.createAgencies(['SIAM']);
  await world.supply(HOTEL, { A: 5 });
});
afterAll(() => world.stop());

interface Readiness {
  readonly status: number;
  readonly body: { readonly status: string; readonly notReady?: readonly string[] };
}

async function readiness(): Promise<Readiness> {
  const response = await fetch(`${new URL(world.system.gatewayUrl).origin}/api/v1/health/ready`);
  return { status: response.status, body: (await response.json()) as Readiness['body'] };
}

const READY = { status: 200, body: { status: 'ready' } };
const missing = (...names: string[]) => ({
  status: 503,
  body: { status: 'not ready', notReady: names },
});

async function kill(name: SubgraphName): Promise<void> {
  const running = world.system.process(name);
  running.kill('SIGKILL');
  expect(await running.exited).toBe(KILLED);
}

function stay(days: number) {
  return { hotelId: HOTEL, checkIn: world.night(days), checkOut: world.night(days + 2), rooms: 2 };
}

test('readiness names each subgraph that is gone, and is back when the subgraph is', async () => {
  expect(await until(readiness, ({ status }) => status === 200)).toEqual(READY);
  for (const name of SUBGRAPH_NAMES) {
    await kill(name);
    expect(await until(readiness, ({ status }) => status === 503)).toEqual(missing(name));
    await world.system.restart(name);
    expect(await until(readiness, ({ status }) => status === 200)).toEqual(READY);
  }
});

test('readiness names all that are gone at once, while the gateway itself lives', async () => {
  await Promise.all([kill('agency'), kill('hardblock')]);
  const both = await until(readiness, ({ body }) => body.notReady?.length === 2);
  expect(both).toEqual(
    missing(...SUBGRAPH_NAMES.filter((n) => n === 'agency' || n === 'hardblock')),
  );
  const live = await fetch(`${new URL(world.system.gatewayUrl).origin}/api/v1/health/live`);
  expect(live.status).toBe(200);
  await Promise.all([world.system.restart('agency'), world.system.restart('hardblock')]);
  expect(await until(readiness, ({ status }) => status === 200)).toEqual(READY);
});

test('bookings made before reservation was killed are there after it, and count', async () => {
  const before = granted(await hold(world, siam, 'before', stay(10)));
  await kill('reservation');

  // Availability is not reservation's to tell: it goes on, and with the booking in it.
  expect((await look(world, siam, stay(10))).available).toEqual([3, 3]);
  const during = await world.send(siam, `{ booking(id: "${before.bookings[0]?.id}") { id } }`);
  expect(during.data).toEqual({ booking: null });
  expect(during.errors.map(({ extensions }) => extensions?.code)).toEqual([
    'TEMPORARILY_UNAVAILABLE',
  ]);

  await world.system.restart('reservation');
  expect(await findGroup(world, siam, before.id)).toEqual(before);
  expect(granted(await hold(world, siam, 'before', stay(10)))).toEqual(before);
  const after = granted(await hold(world, siam, 'after', stay(10)));
  expect(after.id).not.toBe(before.id);
  expect((await look(world, siam, stay(10))).available).toEqual([1, 1]);
  expect(granted(await cancel(world, siam, { groupId: before.id })).status).toBe('CANCELLED');
  expect((await look(world, OPERATOR, stay(10))).available).toEqual([3, 3]);
});

test('a request that died with reservation is done once when it is sent again', async () => {
  const clients = Array.from({ length: 40 }, (_, client) => `killed-${client}`);
  const there = { ...stay(20), rooms: 1 };
  const answers = clients.map((reference) =>
    hold(world, siam, reference, there).then(
      (answer) => answer.__typename,
      () => 'unknown',
    ),
  );
  // As soon as one is answered: others are on their way, decided, or committed and not yet told.
  await Promise.race(answers);
  await kill('reservation');
  await Promise.all(answers);
  await world.system.restart('reservation');
  const again = await Promise.all(clients.map((name) => hold(world, siam, name, there)));
  const held = again.filter(({ __typename }) => __typename === 'BookingGroup');
  expect(held.length).toBe(5);
  expect((await look(world, siam, there)).available).toEqual([0, 0]);
  expect(await verify(world.system)).toMatchObject({ exitCode: 0 });
});
