// The end of holds in the whole system: numbers follow the clock, jobs and sweeper write it down.
import { Redis } from 'ioredis';
import { moveClock } from '../../../shared/testing/clock.ts';
import { startReservationWorld } from './reservation-world.ts';
import type { Answer, ReservationWorld } from './reservation-world.ts';

const line = { roomType: 'A', checkIn: '2099-03-10', checkOut: '2099-03-12', rooms: 1 };
const EXPIRY_MS = 15 * 60_000;
const WAIT_MS = 30_000;
const LOOK_EVERY_MS = 50;

let world: ReservationWorld;
let redis: Redis;
beforeAll(async () => {
  world = await startReservationWorld();
  redis = new Redis(world.system.redis.url);
});
afterAll(async () => {
  redis.disconnect();
  await world.stop();
});

let references = 0;
async function hold(hotelId: string, url?: string): Promise<Answer> {
  references += 1;
  const input = { hotelId, clientReference: `R-${references}`, lines: [line] };
  return world.create(input, undefined, url);
}

/** Asks until `found` says so; fails loudly instead of waiting for ever. */
async function until(what: string, found: () => Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + WAIT_MS;
  while (!(await found())) {
    if (performance.now() > giveUpAt) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

async function auditOf(group: Answer): Promise<string[]> {
  const rows = await world.admin.query<{ to_status: string }[]>(
    'select to_status from reservation.booking_audit_log where group_id = $1 order by seq',
    [group.id],
  );
  return rows.map((row) => row.to_status);
}

const jobKeys = (): Promise<string[]> => redis.keys(`{${world.system.redis.prefix}-jobs}*`);
const delayedJobs = (): Promise<number> =>
  redis.zcard(`{${world.system.redis.prefix}-jobs}:booking-expiry:delayed`);

test('rooms are free at the instant a hold ends, with no worker at all; one writes it down later, once', async () => {
  const hotelId = await world.hotel(1);
  const first = await hold(hotelId);
  expect((await hold(hotelId)).__typename).toBe('NotAvailable');
  await moveClock(world.admin, EXPIRY_MS);
  const second = await hold(hotelId);
  expect(second.status).toBe('HELD');
  expect(await auditOf(first)).toEqual(['HELD']);

  await world.system.restart('worker');
  await until('the hold is swept', async () => (await auditOf(first)).length > 1);
  expect(await auditOf(first)).toEqual(['HELD', 'EXPIRED']);
  expect(await auditOf(second)).toEqual(['HELD']);
});

test('each hold gets a delayed job; holds whose jobs are lost end all the same', async () => {
  const hotelId = await world.hotel(20);
  const before = await delayedJobs();
  const groups = await Promise.all(Array.from({ length: 20 }, () => hold(hotelId)));
  await until('every hold has its job', async () => (await delayedJobs()) === before + 20);
  await redis.del(await jobKeys());
  await moveClock(world.admin, EXPIRY_MS);
  const ended = async (): Promise<boolean> =>
    (await Promise.all(groups.map(auditOf))).every((states) => states.includes('EXPIRED'));
  await until('the sweeper ends them', ended);
  for (const group of groups) expect(await auditOf(group)).toEqual(['HELD', 'EXPIRED']);
});

test('a hold that runs out by itself is ended by its job or the sweeper, once', async () => {
  const hotelId = await world.hotel(1);
  const brief = await world.replica({ BOOKING_EXPIRY_MINUTES: '0.02' });
  const group = await hold(hotelId, brief.url);
  expect(Date.parse(group.expiresAt!) - Date.parse(group.heldAt!)).toBe(1_200);
  await until('the hold ends', async () => (await auditOf(group)).length > 1);
  expect(await auditOf(group)).toEqual(['HELD', 'EXPIRED']);
  const told = await world.admin.query<{ type: string }[]>(
    `select type from reservation.outbox where payload->>'groupId' = $1 order by seq`,
    [group.id],
  );
  expect(told.map(({ type }) => type)).toEqual(['booking.held', 'booking.expired']);
});

test('after all of it ledger and tables agree', async () => {
  expect(await world.verify()).toMatch(/^clean: .* 0 nights oversold$/);
});
