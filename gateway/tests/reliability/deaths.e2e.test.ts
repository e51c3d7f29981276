// Every process is killed at every step of a booking, and confirmations and expiries of one hold meet at
// its deadline in four processes. What was acknowledged is there; the rest is absent or found by its key.
import { pathToFileURL } from 'node:url';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { reliabilityEffort } from '../../../shared/config/environment.ts';
import { projectPath } from '../../../shared/config/paths.ts';
import { instantOf } from '../../../shared/domain/instants.ts';
import { formatNight } from '../../../shared/domain/nights.ts';
import { installTestClock, moveClock } from '../../../shared/testing/clock.ts';
import { isUndecided, persist } from '../../../shared/testing/load/recorded-desk.ts';
import { holdAnswer, holdCommit, holdRequest } from '../../../shared/testing/wire/hold-next.ts';
import type { HeldPassage } from '../../../shared/testing/wire/hold-next.ts';
import type { ProcessName } from '../../../shared/tools/up/system-processes.ts';
import { startRoundRobin } from '../e2e/round-robin.ts';
import { until } from '../e2e/until.ts';
import { pathsOf } from './audit-paths.ts';
import { firstDay, openHouse } from './house.ts';
import type { Case, House, Wires } from './house.ts';

const CLOCK_AHEAD = projectPath('gateway/tests/reliability/fixtures/clock-ahead.mjs');
const APPEND = 'reservation-append-batch';
const EXPIRY_MS = 15 * 60_000;
const CLIENTS = 8;
const isFull = reliabilityEffort() === 'full';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await installTestClock(house.world.admin);
});
afterAll(() => house.stop());

function order(hotelId: string, reference: string) {
  const from = firstDay(house);
  const nights = { checkIn: formatNight(from), checkOut: formatNight(from + 2) };
  return { hotelId, reference, lines: [{ roomType: 'A', rooms: 1, ...nights }] };
}

type Step = (wires: Wires) => HeldPassage;
const STEPS = {
  'while allotment is asked': (wires) => holdRequest(wires['reservation-allotment'], 'DecideHolds'),
  'between lock and commit': (wires) => holdRequest(wires['reservation-database'], APPEND),
  'between commit and reply': (wires) => holdAnswer(wires['reservation-database'], APPEND),
  'between the changes of a confirmation and its commit': (wires) =>
    holdCommit(wires['reservation-database'], APPEND, 'request'),
  'between the commit of a confirmation and its reply': (wires) =>
    holdCommit(wires['reservation-database'], APPEND, 'answer'),
  'between reply and client': (wires) => holdAnswer(wires['gateway-reservation'], 'createBooking'),
} satisfies Record<string, Step>;
type StepName = keyof typeof STEPS;

/** Of each process and each step one; all of both in a full run. */
const SAMPLE: readonly (readonly [ProcessName, StepName])[] = [
  ['agency', 'while allotment is asked'],
  ['allotment', 'between lock and commit'],
  ['reservation', 'between commit and reply'],
  ['reservation', 'between the changes of a confirmation and its commit'],
  ['gateway', 'between reply and client'],
];
const KILLED = ['gateway', 'reservation', 'allotment', 'agency'] as const;
const EACH = KILLED.flatMap((name) =>
  (Object.keys(STEPS) as StepName[]).map((step) => [name, step] as const),
);

describe('SIGKILL', () => {
  let books: Case;
  let hotelId: string;
  beforeAll(async () => {
    hotelId = await house.hotel(1_000, 'own');
    books = await house.open('killed', [hotelId]);
  });

  /** Holds and confirms, and keeps at it. */
  async function book(client: number, reference: string): Promise<string> {
    const patience = { triesMax: 300, pauseMs: 20 };
    const seller = books.seller(client);
    const held = await persist(() => seller.hold(order(hotelId, reference)), patience);
    if (held.type !== 'ok') return JSON.stringify(held);
    const confirmed = await persist(() => seller.confirm(held.group.id), patience);
    return confirmed.type === 'ok' ? confirmed.group.status : JSON.stringify(confirmed);
  }

  test.each(isFull ? EACH : SAMPLE)(
    'of %s %s: every client gets its booking, once',
    async (name, step) => {
      const before = await house.fullest(hotelId);
      const held = STEPS[step](house.wires);
      const turn = `${name}-${Object.keys(STEPS).indexOf(step)}`;
      const booking = Promise.all(
        Array.from({ length: CLIENTS }, (_, client) => book(client, `${turn}-${client}`)),
      );
      await held.caught;
      const running = house.world.system.process(name);
      running.kill('SIGKILL');
      await running.exited;
      held.letGo();
      await house.world.system.restart(name);
      expect(await booking).toEqual(Array<string>(CLIENTS).fill('CONFIRMED'));
      expect(await house.fullest(hotelId)).toBe(before + CLIENTS);
    },
    120_000,
  );

  test('and after all of it every law holds', () => books.expectAllWell());
});

describe('SIGKILL of the worker', () => {
  const steps: readonly (readonly [string, Step])[] = [
    ['before it writes', (wires) => holdRequest(wires['worker-database'], APPEND)],
    [
      'between its changes and their commit',
      (wires) => holdCommit(wires['worker-database'], APPEND, 'request'),
    ],
    [
      'after the commit, of which it does not hear',
      (wires) => holdCommit(wires['worker-database'], APPEND, 'answer'),
    ],
  ];
  test.each(isFull ? steps : steps.slice(1, 2))(
    '%s: every hold ends once',
    async (what, step) => {
      const hotelId = await house.hotel(20);
      const books = await house.open(`worker ${what}`, [hotelId]);
      const held = await Promise.all(
        Array.from({ length: 20 }, (_, client) =>
          persist(() => books.seller(client).hold(order(hotelId, `${client}`))),
        ),
      );
      const groups = held.flatMap((answer) => (answer.type === 'ok' ? [answer.group.id] : []));
      const caught = step(house.wires);
      await moveClock(house.world.admin, EXPIRY_MS);
      await caught.caught;
      const running = house.world.system.process('worker');
      running.kill('SIGKILL');
      await running.exited;
      caught.letGo();
      await house.world.system.restart('worker');
      const paths = (): Promise<Record<string, number>> => pathsOf(house.world, groups);
      await until(paths, (so) => so['HELD EXPIRED'] === 20, 60_000);
      expect(await house.fullest(hotelId)).toBe(0);
      await books.expectAllWell();
    },
    120_000,
  );
});

test('a process whose own clock is five minutes ahead is as right as any other: it holds, confirms and ends nothing too early', async () => {
  const hotelId = await house.hotel(10, 'own');
  const books = await house.open('clock ahead', [hotelId]);
  const ahead = await house.another('reservation', {
    NODE_OPTIONS: `--import ${pathToFileURL(CLOCK_AHEAD).href}`,
  });
  const wire = house.wires['gateway-reservation'];
  wire.leadTo(ahead.url);
  wire.cutAll();
  const [first, second] = [books.seller(0), books.seller(1)];
  const held = await persist(() => first.hold(order(hotelId, 'first')));
  const other = await persist(() => second.hold(order(hotelId, 'second')));
  if (held.type !== 'ok' || other.type !== 'ok') throw new Error(JSON.stringify([held, other]));
  const { heldAt, expiresAt } = held.group;
  expect(instantOf(expiresAt ?? '') - instantOf(heldAt)).toBe(EXPIRY_MS * 1_000);

  // By its own clock the holds are over two minutes before this; by the database's they are not.
  await moveClock(house.world.admin, EXPIRY_MS - 3 * 60_000);
  expect(await persist(() => first.confirm(held.group.id))).toMatchObject({
    type: 'ok',
    group: { status: 'CONFIRMED' },
  });
  await moveClock(house.world.admin, 3 * 60_000);
  expect(await persist(() => second.confirm(other.group.id))).toMatchObject({
    type: 'fail',
    reasons: [{ code: 'HOLD_EXPIRED' }],
  });
  wire.leadTo(house.world.system.urls.reservation);
  wire.cutAll();
  await ahead.process.stop();
  await books.expectAllWell();
}, 120_000);

const RACES = isFull ? 1_000 : 100;
const AHEAD_MS = 3_000;
const AROUND_MS = 50;

test(`${RACES} holds, confirmed and ended within 50 ms of their deadlines by four processes: each ends in exactly one`, async () => {
  const { admin, system } = house.world;
  const hotels = await Promise.all(Array.from({ length: 5 }, () => house.hotel(RACES, 'own')));
  const books = await house.open('deadline', hotels, { connections: 128 });
  const balancer = await startRoundRobin();
  const second = await house.another('reservation');
  const worker = await house.another('worker');
  balancer.add(system.urls.reservation);
  balancer.add(second.url);
  house.wires['gateway-reservation'].leadTo(balancer.url);
  house.wires['gateway-reservation'].cutAll();

  const sellers = Array.from({ length: RACES }, (_, client) => books.seller(client));
  const answers = await Promise.all(
    sellers.map((seller, client) =>
      persist(() => seller.hold(order(hotels[client % 5] ?? '', `${client}`))),
    ),
  );
  const groups = answers.map((answer) => {
    if (answer.type !== 'ok') throw new Error(JSON.stringify(answer));
    return answer.group;
  });
  const deadlines = groups.map(({ expiresAt }) => instantOf(expiresAt ?? '') / 1_000);
  const clock = async (): Promise<number> => {
    const [row]: { clock: string }[] = await admin.query('select ledger.clock() as clock');
    return instantOf(row?.clock ?? '') / 1_000;
  };
  await moveClock(admin, Math.min(...deadlines) - (await clock()) - AHEAD_MS);
  const offset = (await clock()) - performance.now();
  const around = (index: number): number =>
    (deadlines[index] ?? 0) - offset - performance.now() + AROUND_MS * (2 * Math.random() - 1);

  const redis = new Redis(system.redis.url);
  const queue = new Queue('booking-expiry', {
    connection: redis,
    prefix: `{${system.redis.prefix}-jobs}`,
  });
  await queue.addBulk(
    groups.map(({ id }, index) => ({
      name: 'booking-expiry',
      data: { groupId: id, hotelId: hotels[index % 5] },
      opts: { jobId: `race-${id}`, delay: Math.max(0, Math.round(around(index))) },
    })),
  );
  const told = await Promise.all(
    groups.map(async ({ id }, index) => {
      await new Promise((resolve) => setTimeout(resolve, around(index)));
      const answer = await persist(() => sellers[index]!.confirm(id));
      expect(isUndecided(answer)).toBe(false);
      return answer.type === 'ok' ? answer.group.status : 'EXPIRED';
    }),
  );
  const confirmed = told.filter((status) => status === 'CONFIRMED').length;
  const paths = (): Promise<Record<string, number>> =>
    pathsOf(
      house.world,
      groups.map(({ id }) => id),
    );
  await until(paths, (so) => (so['HELD EXPIRED'] ?? 0) === RACES - confirmed, 60_000);
  const expected = { 'HELD CONFIRMED': confirmed, 'HELD EXPIRED': RACES - confirmed };
  expect({ 'HELD CONFIRMED': 0, 'HELD EXPIRED': 0, ...(await paths()) }).toEqual(expected);
  const orders: { n: number }[] = await admin.query(
    'select count(*)::integer as n from reservation.sale_orders where group_id = any($1)',
    [groups.map(({ id }) => id)],
  );
  expect(orders).toEqual([{ n: confirmed }]);

  house.wires['gateway-reservation'].leadTo(system.urls.reservation);
  house.wires['gateway-reservation'].cutAll();
  await balancer.stop();
  await queue.close();
  redis.disconnect();
  await Promise.all([second.process.stop(), worker.process.stop()]);
  await books.expectAllWell();
}, 300_000);
