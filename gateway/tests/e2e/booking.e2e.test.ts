// A partner's bookings through the gateway, over all processes: what is held is gone at once, what is
// given back is there at once, and nobody learns of another's.
import { instantOf } from '../../../shared/domain/instants.ts';
import { readClock } from '../../../shared/ledger/ledger.ts';
import { installTestClock, moveClock } from '../../../shared/testing/clock.ts';
import { cancel, confirm, findGroup, granted, hold, look } from './bookings.ts';
import { setAside } from './set-aside.ts';
import { until } from './until.ts';
import { OPERATOR, partner, startWorld } from './world.ts';
import type { World } from './world.ts';

const HOTEL = 'E2E-SIAM';
const siam = partner('SIAM');
const lotus = partner('LOTUS');
let world: World;

beforeAll(async () => {
  world = await startWorld();
  await installTestClock(world.admin);
  await world.createAgencies(['SIAM', 'LOTUS']);
  const run = await world.supply(HOTEL, { A: 5, B: 7 });
  expect(run).toMatchObject({ status: 'DONE', complete: true, hotels: 1, factsAppended: 1 });
});
afterAll(() => world.stop());

/** Three nights that no other test uses. */
function stay(days: number, rooms = 2) {
  return { hotelId: HOTEL, checkIn: world.night(days), checkOut: world.night(days + 3), rooms };
}

test('a hold lowers what every partner sees at once, and cancelling gives it back at once', async () => {
  const there = stay(5);
  expect((await look(world, lotus, there)).available).toEqual([5, 5, 5]);
  const group = granted(await hold(world, siam, 'ref-cancel', there));
  expect(group).toMatchObject({ status: 'HELD', clientReference: 'ref-cancel', saleOrder: null });
  expect((await look(world, lotus, there)).available).toEqual([3, 3, 3]);

  const cancelled = granted(await cancel(world, siam, { groupId: group.id }));
  expect(cancelled.status).toBe('CANCELLED');
  expect((await look(world, lotus, there)).available).toEqual([5, 5, 5]);
  expect(granted(await cancel(world, siam, { groupId: group.id })).status).toBe('CANCELLED');
  expect((await look(world, lotus, there)).available).toEqual([5, 5, 5]);
});

test('the same request again is the same booking, and holds nothing twice', async () => {
  const there = stay(8);
  const first = granted(await hold(world, siam, 'ref-twice', there));
  const again = granted(await hold(world, siam, 'ref-twice', there));
  expect(again).toEqual(first);
  expect((await look(world, siam, there)).available).toEqual([3, 3, 3]);
  const other = await hold(world, siam, 'ref-twice', { ...there, rooms: 1 });
  expect(other.__typename).toBe('DuplicateReference');
});

test('confirming makes one sale order, and the rooms stay taken when the hold would have ended', async () => {
  const there = stay(12);
  const group = granted(await hold(world, siam, 'ref-confirm', there));
  const confirmed = granted(await confirm(world, siam, group.id));
  expect(confirmed).toMatchObject({
    status: 'CONFIRMED',
    saleOrder: {
      total: { amount: 2 * 3 * 150_000, currency: 'THB' },
      lines: [{ roomType: 'A', rooms: 2 }],
    },
  });
  expect(granted(await confirm(world, siam, group.id)).saleOrder).toEqual(confirmed.saleOrder);
  expect((await look(world, siam, there)).available).toEqual([3, 3, 3]);
});

test('one query walks from the agency over its bookings and their nights to the hotels’ calendars', async () => {
  const there = stay(16);
  const group = granted(await hold(world, siam, 'ref-walk', there));
  const { agency } = await world.ask<{ agency: unknown }>(
    siam,
    `query Walk($from: Date!, $to: Date!) {
      agency(id: "SIAM") {
        name
        bookings(first: 1, filter: { clientReference: "ref-walk" }) {
          edges { node {
            id rooms
            nights { date rooms rate { amount currency } hotel {
              id timezone
              calendar(from: $from, to: $to, roomTypes: ["A"]) {
                roomTypes { code days { date available } }
              }
            } }
          } }
        }
      }
    }`,
    { from: there.checkIn, to: there.checkOut },
  );
  const dates = [16, 17, 18].map((days) => world.night(days));
  const calendar = {
    roomTypes: [{ code: 'A', days: dates.map((date) => ({ date, available: 3 })) }],
  };
  const hotel = { id: HOTEL, timezone: 'Asia/Bangkok', calendar };
  const rate = { amount: 150_000, currency: 'THB' };
  const nights = dates.map((date) => ({ date, rooms: 2, rate, hotel }));
  const node = { id: group.bookings[0]?.id, rooms: 2, nights };
  expect(agency).toEqual({ name: 'SIAM', bookings: { edges: [{ node }] } });
});

test('a hold ends at its instant although the worker stands still, which only writes it down', async () => {
  const there = stay(20);
  const worker = world.system.process('worker');
  worker.kill('SIGSTOP');
  try {
    const group = granted(await hold(world, siam, 'ref-expire', there));
    await moveTo(group.expiresAt, -10_000);
    const before = await look(world, lotus, there);
    expect(instantOf(before.asOf) < instantOf(group.expiresAt)).toBe(true);
    expect(before.available).toEqual([3, 3, 3]);

    await moveTo(group.expiresAt, 0);
    const after = await look(world, lotus, there);
    expect(instantOf(after.asOf) >= instantOf(group.expiresAt)).toBe(true);
    expect(after.available).toEqual([5, 5, 5]);
    const late = await confirm(world, siam, group.id);
    expect(late).toMatchObject({
      __typename: 'InvalidState',
      reasons: [{ code: 'HOLD_EXPIRED', retryable: false }],
    });
    const rooms = granted(await hold(world, lotus, 'ref-next', { ...there, rooms: 5 }));
    expect(rooms.status).toBe('HELD');

    worker.kill('SIGCONT');
    const written = await until(
      () => findGroup(world, siam, group.id),
      (found) => found?.status === 'EXPIRED',
    );
    expect(written?.bookings.map(({ status }) => status)).toEqual(['EXPIRED']);
    expect((await look(world, lotus, there)).available).toEqual([0, 0, 0]);
  } finally {
    worker.kill('SIGCONT');
  }
});

/** Moves the database's clock to `deltaMs` beside an instant. */
async function moveTo(instant: string, deltaMs: number): Promise<void> {
  const clock = await readClock(world.admin);
  await moveClock(world.admin, Date.parse(instant) - Date.parse(clock) + deltaMs + 1);
}

describe('another agency’s ids answer exactly like ids that nobody has', () => {
  const unknown = {
    agency: 'NOBODY',
    group: 'grp_01900000-0000-7000-8000-000000000000',
    booking: 'bkg_01900000-0000-7000-8000-000000000000',
    block: `${HOTEL}/GRP-9`,
    reference: 'ref-nobodys',
  };
  const known = { ...unknown };
  const refusal = '... on Refusal { message reasons { code message path needed have } }';

  beforeAll(async () => {
    const group = granted(await hold(world, lotus, 'ref-private', stay(30)));
    await world.supply(HOTEL, { A: 5, B: 7 });
    const block = { id: 'GRP-1', agency: 'LOTUS', line: `${HOTEL}-C1/B`, rooms: 1 };
    await setAside(world, HOTEL, { ...block, dates: [world.night(40)] });
    Object.assign(known, {
      agency: 'LOTUS',
      block: `${HOTEL}/GRP-1`,
      group: group.id,
      booking: group.bookings[0]?.id,
      reference: 'ref-private',
    });
    // So that an answer of null below means "not yours" and not "not there".
    expect(await findGroup(world, lotus, known.group)).not.toBeNull();
    expect(await findGroup(world, OPERATOR, known.group)).not.toBeNull();
  });

  test.each<[keyof typeof unknown, string, string]>([
    ['booking', 'Query.booking', 'query ($id: ID!) { booking(id: $id) { id } }'],
    ['group', 'Query.booking with a group’s id', 'query ($id: ID!) { booking(id: $id) { id } }'],
    ['group', 'Query.bookingGroup', 'query ($id: ID!) { bookingGroup(id: $id) { id } }'],
    [
      'agency',
      'Query.bookings',
      'query ($id: ID!) { bookings(filter: { agencyId: $id }) { edges { cursor } pageInfo { hasNextPage endCursor } } }',
    ],
    ['agency', 'Query.agency', 'query ($id: ID!) { agency(id: $id) { id name } }'],
    [
      'agency',
      'Query.agency and its bookings',
      'query ($id: ID!) { agency(id: $id) { bookings { edges { cursor } } } }',
    ],
    [
      'agency',
      'Query.calendar',
      `query ($id: ID!) { calendar(input: {
        hotelIds: ["${HOTEL}"], from: "2030-01-01", to: "2030-01-02", agencyId: $id
      }) { __typename ${refusal} } }`,
    ],
    [
      'agency',
      'Hotel.calendar',
      `query ($id: ID!) { hotel(id: "${HOTEL}") {
        calendar(from: "2030-01-01", to: "2030-01-02", agencyId: $id) { asOf }
      } }`,
    ],
    [
      'reference',
      'Query.bookings by reference',
      'query ($id: String!) { bookings(filter: { clientReference: $id }) { edges { cursor } } }',
    ],
    [
      'agency',
      'Query.agencies',
      'query ($id: String!) { agencies(search: $id) { edges { cursor } pageInfo { hasNextPage } } }',
    ],
    ['block', 'Query.hardBlock', 'query ($id: ID!) { hardBlock(id: $id) { id status } }'],
    [
      'agency',
      'Mutation.createBooking',
      `mutation ($id: ID!) { createBooking(input: {
        hotelId: "${HOTEL}", clientReference: "ref-theirs", agencyId: $id,
        lines: [{ roomType: "A", checkIn: "2030-01-01", checkOut: "2030-01-02" }]
      }) { __typename ${refusal} } }`,
    ],
    [
      'group',
      'Mutation.confirmBooking',
      `mutation ($id: ID!) { confirmBooking(groupId: $id) { __typename ${refusal} } }`,
    ],
    [
      'group',
      'Mutation.cancelBooking of a group',
      `mutation ($id: ID!) { cancelBooking(input: { groupId: $id }) { __typename ${refusal} } }`,
    ],
    [
      'booking',
      'Mutation.cancelBooking of a booking',
      `mutation ($id: ID!) { cancelBooking(input: { bookingId: $id }) { __typename ${refusal} } }`,
    ],
  ])('%s: %s', async (kind, _where, operation) => {
    const theirs = await world.send(siam, operation, { id: known[kind] });
    const nobodys = await world.send(siam, operation, { id: unknown[kind] });
    expect(theirs.status).toBe(200);
    expect(theirs.errors).toEqual([]);
    expect(JSON.stringify(theirs).replaceAll(known[kind], '<id>')).toBe(
      JSON.stringify(nobodys).replaceAll(unknown[kind], '<id>'),
    );
  });

  test('another agency’s block is not in the list of a hotel’s blocks', async () => {
    const list = `{ hardBlocks(hotelId: "${HOTEL}") { edges { node { id } } } }`;
    expect(await world.ask(siam, list)).toEqual({ hardBlocks: { edges: [] } });
    const all = { hardBlocks: { edges: [{ node: { id: known.block } }] } };
    expect(await world.ask(lotus, list)).toEqual(all);
  });

  test('and nothing of all that changed their booking', async () => {
    const group = await findGroup(world, lotus, known.group);
    expect(group).toMatchObject({ status: 'HELD', bookings: [{ status: 'HELD' }] });
  });
});

test('no process had anything to complain of', () => {
  expect(world.complaints()).toEqual([]);
});
