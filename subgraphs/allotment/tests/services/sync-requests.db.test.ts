// Who may ask for a sync, and which worker carries it out.
import { limits } from '../../../../shared/config/limits.ts';
import type { Identity } from '../../../../shared/auth/identity.ts';
import { inTransaction } from '../../../../shared/database/transaction.ts';
import { ok } from '../../../../shared/domain/result.ts';
import { installTestClock, moveClock } from '../../../../shared/testing/clock.ts';
import { finishRun, insertRun, takeRun } from '../../repositories/sync-runs.ts';
import { findSyncRun, requestSync } from '../../services/request-sync.ts';
import { runNextSync } from '../../services/run-sync.ts';
import { logger } from './supply-world.ts';
import { noLock } from '../../../../shared/lock/hotel-lock.ts';
import { identity, startServicesWorld } from './world.ts';
import type { ServicesWorld } from './world.ts';

const STALE_SECONDS = limits.sync.staleRunSeconds;
let world: ServicesWorld;

beforeAll(async () => {
  world = await startServicesWorld();
  await installTestClock(world.admin);
});
beforeEach(async () => {
  await world.admin.query('truncate allotment.sync_runs, allotment.outbox cascade');
});
afterAll(() => world.stop());

async function written(): Promise<{ runs: unknown[]; sent: unknown[] }> {
  return {
    runs: await world.dataSource.query('select id, status from allotment.sync_runs order by id'),
    sent: await world.dataSource.query('select hotel_id, type, payload from allotment.outbox'),
  };
}

const someHotels = (count: number): string[] => Array.from({ length: count }, (_, n) => `H${n}`);
const tooMany = someHotels(limits.calendar.hotelsMax + 1);
const notEntitled = [{ code: 'NOT_ENTITLED' }];
const badList = [
  {
    code: 'BAD_INPUT',
    path: '/hotelIds',
    detail: `Between 1 and ${limits.calendar.hotelsMax} hotels, or none named for all.`,
  },
];

// In order of precedence: permission before shape.
test.each<[string, Identity, string[] | null, unknown]>([
  ['a partner', identity('PARTNER', { agencyId: 'SIAM' }), null, notEntitled],
  ['an agent', identity('AGENT'), null, notEntitled],
  ['a hotel’s own user', identity('SUPPLIER', { hotelIds: ['H1'] }), ['H1'], notEntitled],
  ['a service', identity('SYSTEM'), null, notEntitled],
  ['a partner whose list is wrong as well', identity('PARTNER'), [], notEntitled],
  ['an operator who names no hotel at all', identity('OPERATOR'), [], badList],
  ['an operator who names too many hotels', identity('OPERATOR'), tooMany, badList],
])('%s is refused a sync, and nothing is written or sent', async (_who, who, hotels, reasons) => {
  expect(await requestSync(world.dataSource, who, hotels)).toEqual({ ok: false, error: reasons });
  expect(await written()).toEqual({ runs: [], sent: [] });
});

test.each(['OPERATOR', 'ADMIN'] as const)(
  'the sync of an %s is written down and told of together, and only operators can follow it',
  async (role) => {
    const asked = await requestSync(world.dataSource, identity(role), ['H1', 'H2']);
    if (!asked.ok) throw new Error('refused');
    const { id } = asked.value;
    expect(asked.value).toMatchObject({ status: 'QUEUED', hotelIds: ['H1', 'H2'], counts: {} });
    expect(await written()).toEqual({
      runs: [{ id, status: 'QUEUED' }],
      sent: [{ hotel_id: '*', type: 'sync.requested', payload: { runId: id } }],
    });
    const find = (who: Identity) => findSyncRun(world.dataSource, who, id);
    expect(await find(identity('ADMIN'))).toEqual(asked.value);
    for (const other of ['PARTNER', 'AGENT', 'SUPPLIER'] as const) {
      expect(await find(identity(other))).toBeNull();
    }
    expect(await findSyncRun(world.dataSource, identity('OPERATOR'), 'sync_none')).toBeNull();
  },
);

async function queue(...ids: string[]): Promise<void> {
  for (const id of ids) {
    await inTransaction(world.dataSource, async (manager) => {
      await insertRun(manager, { id, requestedBy: 'test', hotelIds: null });
      return ok(null);
    });
  }
}

const take = (): Promise<string | null> =>
  takeRun(world.dataSource, STALE_SECONDS).then((run) => run?.id ?? null);

test('open runs are taken in the order in which they were asked for, and then there are none', async () => {
  await queue('first', 'second');
  expect([await take(), await take(), await take()]).toEqual(['first', 'second', null]);
});

test('workers that look at the same moment never take the same run', async () => {
  for (let round = 0; round < 10; round += 1) {
    await world.admin.query('truncate allotment.sync_runs cascade');
    await queue('r1', 'r2', 'r3');
    const taken = await Promise.all(Array.from({ length: 8 }, take));
    const runs = taken.filter((id) => id !== null);
    expect(new Set(runs).size).toBe(runs.length);
    // A worker that found all open runs in the hands of others comes back with the next poll.
    for (let id = await take(); id !== null; id = await take()) runs.push(id);
    expect(runs.sort()).toEqual(['r1', 'r2', 'r3']);
  }
});

test('a run whose worker died is taken over when it is stale, and not before', async () => {
  await queue('lost');
  expect(await take()).toBe('lost');
  await moveClock(world.admin, (STALE_SECONDS - 60) * 1_000);
  expect(await take()).toBeNull();
  await moveClock(world.admin, 61_000);
  expect(await take()).toBe('lost');
  // Taken over just now: it is someone's again.
  expect(await take()).toBeNull();
});

test.each(['DONE', 'FAILED'] as const)('a run that is %s is never taken again', async (status) => {
  await queue('ended');
  const run = await takeRun(world.dataSource, STALE_SECONDS);
  const outcome = { status, complete: true, counts: {}, problems: [] };
  expect(await finishRun(world.dataSource, run!, outcome)).toBe(true);
  await moveClock(world.admin, 2 * STALE_SECONDS * 1_000);
  expect(await take()).toBeNull();
});

test('a worker whose run was taken over meanwhile can no longer close it', async () => {
  await queue('contested');
  const slow = await takeRun(world.dataSource, STALE_SECONDS);
  await moveClock(world.admin, (STALE_SECONDS + 1) * 1_000);
  const heir = await takeRun(world.dataSource, STALE_SECONDS);
  const outcome = { status: 'DONE', complete: true, counts: {}, problems: [] } as const;
  expect(await finishRun(world.dataSource, slow!, { ...outcome, status: 'FAILED' })).toBe(false);
  expect(await finishRun(world.dataSource, heir!, outcome)).toBe(true);
});

test('a worker without open runs says so and asks the supplier nothing', async () => {
  const readSupply = jest.fn();
  const deps = { dataSource: world.dataSource, readSupply, lock: noLock, logger };
  expect(await runNextSync(deps)).toBe(false);
  expect(readSupply).not.toHaveBeenCalled();
});
