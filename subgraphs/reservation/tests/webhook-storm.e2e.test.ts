// Reliability: every message three times, shuffled, older versions last, forged and stale ones among
// them, through the real gateway into real processes, about groups in every state. Each comes out in
// exactly one state, whatever the order, and everything again changes nothing.
import { moveClock } from '../../../shared/testing/clock.ts';
import { startSupplierHouse, told } from './supplier-house.ts';
import type { Delivery, SupplierHouse, Told } from './supplier-house.ts';

const EXPIRY_MS = 15 * 60_000;

let house: SupplierHouse;
beforeAll(async () => {
  house = await startSupplierHouse();
});
afterAll(() => house.stop());

/** A group as it stands before the storm, what is said of it, and what it comes to. */
interface Case {
  readonly what: string;
  readonly given: 'HELD' | 'EXPIRED' | 'CANCELLED' | 'CONFIRMED';
  /** By version, from 1 on. */
  readonly said: readonly Partial<Told>[];
  readonly status: string;
  readonly orders: number;
  /** Statuses that it went through. */
  readonly history: readonly string[];
  readonly conflict?: string;
}

const ok = { status: 'OK' };
const no = { status: 'XX' };
const request = { status: 'RQ' };

const CASES: readonly Case[] = [
  {
    what: 'a yes to a live hold',
    given: 'HELD',
    said: [ok],
    status: 'CONFIRMED',
    orders: 1,
    history: ['HELD', 'CONFIRMED'],
  },
  {
    what: 'a request that became a yes',
    given: 'HELD',
    said: [request, { status: 'Confirmed' }],
    status: 'CONFIRMED',
    orders: 1,
    history: ['HELD', 'CONFIRMED'],
  },
  {
    what: 'a no to a hold that nobody confirmed',
    given: 'HELD',
    said: [no],
    status: 'HELD',
    orders: 0,
    history: ['HELD'],
  },
  {
    what: 'a yes to other rooms',
    given: 'HELD',
    said: [{ ...ok, rooms: 3 }],
    status: 'HELD',
    orders: 0,
    history: ['HELD'],
    conflict: 'OTHER_CONTENT',
  },
  {
    what: 'a no and then a yes to what expired',
    given: 'EXPIRED',
    said: [no, ok],
    status: 'CONFIRMED',
    orders: 1,
    history: ['HELD', 'EXPIRED', 'CONFIRMED'],
  },
  {
    what: 'a yes to a hold that was cancelled',
    given: 'CANCELLED',
    said: [ok],
    status: 'CONFIRMED',
    orders: 1,
    history: ['HELD', 'CANCELLED', 'CONFIRMED'],
  },
  {
    what: 'the echo of our own confirmation',
    given: 'CONFIRMED',
    said: [ok],
    status: 'CONFIRMED',
    orders: 1,
    history: ['HELD', 'CONFIRMING', 'CONFIRMED'],
  },
  {
    what: 'a confirmation that the supplier takes back',
    given: 'CONFIRMED',
    said: [ok, no],
    status: 'CONFIRMED',
    orders: 1,
    history: ['HELD', 'CONFIRMING', 'CONFIRMED'],
    conflict: 'CANCELLED_BY_SUPPLIER',
  },
];

async function given(hotelId: string, state: Case['given']): Promise<string> {
  const groupId = await house.held(hotelId);
  if (state === 'CANCELLED') await house.cancel({ groupId });
  if (state === 'CONFIRMED') await house.confirm(groupId);
  return groupId;
}

/** Those that expire come first, because the clock that ends them would end the others as well. */
async function prepared(hotelId: string): Promise<readonly string[]> {
  const ids = new Map<Case, string>();
  for (const one of CASES.filter(({ given: state }) => state === 'EXPIRED')) {
    const groupId = await house.held(hotelId);
    await moveClock(house.admin, EXPIRY_MS);
    await house.until('it expires', async () => (await house.statusOf(groupId)) === 'EXPIRED');
    ids.set(one, groupId);
  }
  for (const one of CASES.filter(({ given: state }) => state !== 'EXPIRED')) {
    ids.set(one, await given(hotelId, one.given));
  }
  return CASES.map((one) => ids.get(one) ?? '');
}

function bodiesOf(hotelId: string, ids: readonly string[]): object[] {
  return CASES.flatMap(({ said }, at) =>
    said.map((word, version) =>
      told({ key: ids[at] ?? '', hotelId, status: '', ...word, version: version + 1 }),
    ),
  );
}

/** About a booking that each of these would make something else of. */
function forgeries(hotelId: string, groupId: string): Delivery[] {
  const body = told({ key: groupId, hotelId, version: 99, status: 'XX' });
  return [
    { body, signature: 'wrong' },
    { body, signature: 'missing' },
    { body, signature: 'other_body' },
    { body, age_seconds: 3_600 },
    { body, age_seconds: -3_600 },
  ];
}

/** How many answers there were of each status. */
function counted(statuses: readonly (number | null)[]): Record<string, number> {
  const groups = Map.groupBy(statuses, String);
  return Object.fromEntries([...groups].map(([status, found]) => [status, found.length]));
}

async function outcome(ids: readonly string[]): Promise<unknown[]> {
  return Promise.all(
    CASES.map(async ({ what }, at) => {
      const groupId = ids[at] ?? '';
      const conflicts = await house.conflictsOf({ groupId });
      return {
        what,
        status: await house.statusOf(groupId),
        orders: await house.ordersOf(groupId),
        history: await house.auditOf(groupId),
        conflicts: conflicts.map(({ kind, resolution }) => [kind, resolution]),
      };
    }),
  );
}

const EXPECTED = CASES.map(({ what, status, orders, history, conflict }) => ({
  what,
  status,
  orders,
  history,
  conflicts: conflict === undefined ? [] : [[conflict, null]],
}));

test.each([1, 2, 3])(
  'every state is the one that follows, in any order (seed %d)',
  async (seed) => {
    const hotelId = await house.hotel(20);
    const ids = await prepared(hotelId);
    const bodies = bodiesOf(hotelId, ids);
    const foreign = told({ key: `grp_none_${seed}`, hotelId, version: 1, status: 'OK' });
    const genuine = [...bodies, foreign].map((body) => ({ body, copies: 3 }));
    const forged = forgeries(hotelId, ids[0] ?? '');
    expect(counted(await house.send([...genuine, ...forged], seed))).toEqual({
      202: genuine.length * 3,
      401: forged.length,
    });
    await house.decided();
    expect(await outcome(ids)).toEqual(EXPECTED);
    expect(await house.conflictsOf({ hotelId, kinds: ['UNKNOWN_BOOKING'] })).toMatchObject([
      { field: '/key', resolution: null },
    ]);

    // Once more, the latest version of each first and the oldest last.
    const again = bodies.toReversed().map((body) => ({ body, copies: 3 }));
    expect(counted(await house.send(again))).toEqual({ 202: again.length * 3 });
    await house.decided();
    expect(await outcome(ids)).toEqual(EXPECTED);
  },
);

test('an older version that comes last is stale, and changes nothing', async () => {
  const hotelId = await house.hotel(10);
  const groupId = await house.held(hotelId);
  await house.send([{ body: told({ key: groupId, hotelId, version: 2, status: 'OK' }) }]);
  await house.decided();
  await house.send([{ body: told({ key: groupId, hotelId, version: 1, status: 'XX' }) }]);
  await house.decided();
  expect(await house.statusOf(groupId)).toBe('CONFIRMED');
  expect(await house.inboxOf(groupId)).toEqual([
    [1, 'STALE', null],
    [2, 'APPLIED', null],
  ]);
});

test('a message outlives the process that took it in, and is decided once by the worker', async () => {
  const hotelId = await house.hotel(1);
  const groupId = await house.held(hotelId);
  const body = told({ key: groupId, hotelId, version: 1, status: 'OK' });
  // Whoever decides stands behind the head of the hotel, and dies there.
  await house.admin.transaction(async (manager) => {
    await manager.query('select 1 from ledger.heads where hotel_id = $1 for update', [hotelId]);
    expect(await house.send([{ body, copies: 3 }])).toEqual([202, 202, 202]);
    expect(await house.inboxOf(groupId)).toEqual([[1, 'PENDING', null]]);
    for (const name of ['reservation', 'worker'] as const) {
      const running = house.system.process(name);
      running.kill('SIGKILL');
      await running.exited;
    }
  });
  expect(await house.statusOf(groupId)).toBe('HELD');
  await house.system.restart('worker');
  await house.decided();
  expect(await house.statusOf(groupId)).toBe('CONFIRMED');
  expect(await house.ordersOf(groupId)).toBe(1);
  expect(await house.auditOf(groupId)).toEqual(['HELD', 'CONFIRMED']);
  expect(await house.inboxOf(groupId)).toEqual([[1, 'APPLIED', null]]);
  await house.system.restart('reservation');
});

test('after all of it ledger and tables agree, and nothing is oversold', async () => {
  expect(await house.verify()).toMatch(/^clean: .* 0 nights oversold$/m);
});
