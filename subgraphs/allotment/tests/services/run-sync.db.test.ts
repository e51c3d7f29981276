// From what the supplier says to facts in the ledger: what is news, what waits, what is set aside.
import { noLock } from '../../../../shared/lock/hotel-lock.ts';
import type { ContractFact } from '../../../../shared/domain/facts.ts';
import { nightOf } from '../../../../shared/domain/nights.ts';
import { inTransaction } from '../../../../shared/database/transaction.ts';
import { ok } from '../../../../shared/domain/result.ts';
import { findContracts, upsertContracts } from '../../repositories/contracts.ts';
import { createHotelBooks } from '../../services/hotel-books.ts';
import { createAskTerms } from '../../services/selling-terms.ts';
import { resolveCalendars } from '../../services/resolve-calendar.ts';
import { runNextSync } from '../../services/run-sync.ts';
import { logger, outcomeOf, request, startSupplier, sync } from './supply-world.ts';
import type { Supplier, Synced } from './supply-world.ts';
import { booking, identity, night, startServicesWorld } from './world.ts';
import type { ServicesWorld } from './world.ts';

let world: ServicesWorld;
let supplier: Supplier;
let made = 0;
let hotelId: string;

beforeAll(async () => {
  world = await startServicesWorld();
  supplier = await startSupplier();
});
beforeEach(() => {
  made += 1;
  hotelId = `SYNC-${made}`;
  supplier.failOn(null);
  supplier.spoil(null);
});
afterAll(async () => {
  await supplier.stop();
  await world.stop();
});

const syncNow = (): Promise<Synced> => sync(world.dataSource, supplier, hotelId);

async function contracts(): Promise<ContractFact[]> {
  const facts = await world.facts(hotelId);
  return facts.flatMap(({ fact }) => (fact.kind === 'CONTRACT' ? [fact] : []));
}

/** Rooms of a type on one night, as an operator is shown them. */
async function rooms(roomType: string, days: number): Promise<number | undefined> {
  const books = createHotelBooks(world.dataSource);
  const sources = { books, terms: createAskTerms(world.dataSource) };
  const asked = { hotelIds: [hotelId], from: night(days), to: night(days + 1) };
  const shown = await resolveCalendars(sources, identity('OPERATOR'), asked);
  if (!shown.ok) throw new Error(JSON.stringify(shown.error));
  const types = shown.value[0]?.roomTypes() ?? [];
  return types.find((type) => type.roomType === roomType)?.available[0];
}

async function count(table: string, runId: string): Promise<number> {
  const [row]: { n: number }[] = await world.dataSource.query(
    `select count(*)::int as n from allotment.${table} where run_id = $1`,
    [runId],
  );
  return row?.n ?? 0;
}

test('the first sync fills the hotel, and the second changes nothing', async () => {
  await supplier.tells(hotelId, { rooms: { A: 5, B: 8 } });
  const first = await syncNow();
  expect(first.run).toMatchObject({
    status: 'DONE',
    complete: true,
    counts: { hotels: 1, factsAppended: 1, quarantined: 0, needsApproval: [] },
    problems: [],
  });
  expect(first.verdict?.verdict).toBe('APPLIED');
  expect([await rooms('A', 3), await rooms('B', 3)]).toEqual([5, 8]);

  const second = await syncNow();
  expect(second.run).toMatchObject({ status: 'DONE', counts: { hotels: 1, factsAppended: 0 } });
  expect(second.verdict?.verdict).toBe('UNCHANGED');
  expect((await contracts()).map(({ rev }) => rev)).toEqual([1]);
  // Each run keeps the pages it went by: hotels, contracts, one page per line.
  expect(await count('raw_pages', second.run.id)).toBe(4);
});

test('one number that changed is one fact, at the next revision, and no other night moves', async () => {
  await supplier.tells(hotelId, { rooms: { A: 5, B: 8 } });
  await syncNow();
  await supplier.tells(hotelId, { rooms: { A: 5, B: 8 }, days: { [night(4)]: 7 } });
  const { run } = await syncNow();
  expect(run.counts).toMatchObject({ factsAppended: 1 });
  expect((await contracts()).map(({ id, rev }) => [id, rev])).toEqual([
    ['K1', 1],
    ['K1', 2],
  ]);
  expect(await Promise.all([3, 4, 5].map((days) => rooms('A', days)))).toEqual([5, 7, 5]);
  const [row] = await findContracts(world.dataSource, hotelId);
  expect(row).toMatchObject({ id: 'K1', rev: 2 });
});

test('a run that breaks off lowers what it read and raises nothing', async () => {
  await supplier.tells(hotelId, { rooms: { A: 5, B: 8 } });
  await syncNow();
  await supplier.tells(hotelId, {
    rooms: { A: 5, B: 8 },
    days: { [night(4)]: 2, [night(5)]: 20 },
  });
  // Lines come one to a page: A is read, B is not.
  supplier.failOn(/allotments.*page=2/);
  const { run, verdict } = await syncNow();
  expect(run).toMatchObject({ status: 'DONE', complete: false, counts: { factsAppended: 1 } });
  expect(run.problems.length).toBeGreaterThan(0);
  expect(verdict?.detail.deferred).toEqual(['K1']);
  expect([await rooms('A', 4), await rooms('A', 5)]).toEqual([2, 5]);
  expect([await rooms('B', 4), await rooms('B', 5)]).toEqual([8, 8]);

  supplier.failOn(null);
  await syncNow();
  expect([await rooms('A', 4), await rooms('A', 5)]).toEqual([2, 20]);
  expect([await rooms('B', 4), await rooms('B', 5)]).toEqual([2, 20]);
  expect((await contracts()).map(({ rev }) => rev)).toEqual([1, 2, 3]);
});

test('a run that breaks off opens no hotel', async () => {
  await supplier.tells(hotelId, { rooms: { A: 5, B: 8 } });
  supplier.failOn(/allotments.*page=2/);
  const { run } = await syncNow();
  expect(run).toMatchObject({ complete: false, counts: { factsAppended: 0 } });
  expect(await contracts()).toEqual([]);
});

test('a supplier that does not answer fails the run in words, and numbers stay', async () => {
  await supplier.tells(hotelId, { rooms: { A: 5 } });
  await syncNow();
  supplier.failOn(/hotels/);
  const { run, verdict } = await syncNow();
  expect(run).toMatchObject({ status: 'FAILED', complete: false, counts: { hotels: 0 } });
  expect(run.problems.join()).toContain('HOTELS');
  expect(verdict).toBeNull();
  expect(await rooms('A', 3)).toBe(5);
});

test('zero everywhere waits for someone’s approval and appends nothing', async () => {
  await supplier.tells(hotelId, { rooms: { A: 5, B: 8 } });
  await syncNow();
  const before = await world.facts(hotelId);
  await supplier.tells(hotelId, { rooms: { A: 0, B: 0 } });
  const { run, verdict } = await syncNow();
  expect(run).toMatchObject({
    status: 'DONE',
    counts: { factsAppended: 0, needsApproval: [hotelId] },
  });
  expect(verdict).toMatchObject({
    verdict: 'NEEDS_APPROVAL',
    detail: { guard: { reasons: expect.arrayContaining(['ALL_ZERO']) as string[], zeroed: 120 } },
  });
  expect(await world.facts(hotelId)).toEqual(before);
  expect(await rooms('A', 3)).toBe(5);
});

test('what cannot be read is set aside with its place and reason, and the last good number stays', async () => {
  await supplier.tells(hotelId, { rooms: { A: 5 } });
  await syncNow();
  await supplier.tells(hotelId, { rooms: { A: 5 }, days: { [night(4)]: 3, [night(6)]: 4 } });
  supplier.spoil(/allotments/, (body) =>
    body.replace('"allocated":3,"sold":0,"remaining":3', '"allocated":999,"sold":0,"remaining":3'),
  );
  const { run } = await syncNow();
  expect(run.counts).toMatchObject({ factsAppended: 1, quarantined: 1 });
  const rows: unknown[] = await world.dataSource.query(
    'select endpoint, hotel_id, item_key, path, raw from allotment.quarantine where run_id = $1',
    [run.id],
  );
  expect(rows).toEqual([
    {
      endpoint: 'ALLOTMENTS',
      hotel_id: hotelId,
      item_key: 'K1/A',
      path: expect.stringContaining('/days') as string,
      raw: expect.objectContaining({ allocated: 999 }) as object,
    },
  ]);
  expect([await rooms('A', 4), await rooms('A', 6)]).toEqual([5, 4]);
});

test('two syncs at the same time append what one would, without any lock', async () => {
  await supplier.tells(hotelId, { rooms: { A: 5, B: 8 } });
  const deps = { dataSource: world.dataSource, readSupply: supplier.read, lock: noLock, logger };
  for (const revs of [[1], [1, 2]]) {
    const ids = [
      await request(world.dataSource, [hotelId]),
      await request(world.dataSource, [hotelId]),
    ];
    expect(await Promise.all([runNextSync(deps), runNextSync(deps)])).toEqual([true, true]);
    const outcomes = await Promise.all(ids.map((id) => outcomeOf(world.dataSource, id, hotelId)));
    expect(outcomes.map(({ run }) => run.status)).toEqual(['DONE', 'DONE']);
    expect(outcomes.map(({ verdict }) => verdict?.verdict).sort()).toEqual([
      'APPLIED',
      'UNCHANGED',
    ]);
    expect((await contracts()).map(({ rev }) => rev)).toEqual(revs);
    await supplier.tells(hotelId, { rooms: { A: 6, B: 8 } });
  }
});

test('a sync that found nothing to append never sets back what a later one has learnt', async () => {
  await supplier.tells(hotelId, { rooms: { A: 5 } });
  await syncNow();
  const [early] = await findContracts(world.dataSource, hotelId);
  if (!early) throw new Error('the contract was written');
  await supplier.tells(hotelId, { rooms: { A: 6 } });
  await syncNow();
  const later = await findContracts(world.dataSource, hotelId);
  expect(later).not.toEqual([early]);
  // What a slow sync writes that has read the supplier and the ledger before.
  await inTransaction(world.dataSource, async (manager) => {
    await upsertContracts(manager, hotelId, [early]);
    return ok(null);
  });
  expect(await findContracts(world.dataSource, hotelId)).toEqual(later);
});

test('a sync below what is sold touches no booking: none is left, and the gap is shown', async () => {
  await supplier.tells(hotelId, { rooms: { A: 5 } });
  await syncNow();
  await world.append('reservation', hotelId, booking('bkg_1', 4, 3));
  const sold = (await world.facts(hotelId)).filter(({ fact }) => fact.kind === 'BOOKING');
  await supplier.tells(hotelId, { rooms: { A: 5 }, days: { [night(3)]: 1 } });
  await syncNow();
  const after = await world.facts(hotelId);
  expect(after.filter(({ fact }) => fact.kind === 'BOOKING')).toEqual(sold);
  expect(await rooms('A', 3)).toBe(0);

  const books = createHotelBooks(world.dataSource);
  const sources = { books, terms: createAskTerms(world.dataSource) };
  const asked = { hotelIds: [hotelId], from: night(3), to: night(4) };
  const shown = await resolveCalendars(sources, identity('OPERATOR'), asked);
  const line = shown.ok ? shown.value[0]?.lines()?.[0]?.nights[0] : undefined;
  expect(line).toMatchObject({ base: 1, cons: 4, own: -3, oversold: 3, available: 0 });
});

test('a hotel whose ledger keeps moving is given up in words, and the others are synced', async () => {
  await supplier.tells(hotelId, { rooms: { A: 5 } });
  await syncNow();
  await supplier.tells(hotelId, { rooms: { A: 6 } });
  const others = `${hotelId}-OTHER`;
  await supplier.tells(others, { rooms: { A: 2 } });
  let n = 0;
  const query = world.dataSource.query.bind(world.dataSource);
  // After every look at this hotel's stream somebody else appends to it.
  const spy = jest.spyOn(world.dataSource, 'query').mockImplementation(async (text, values) => {
    const answer: unknown = await query(text, values);
    const looks = text.includes('from ledger.facts') && (values as unknown[])[0] === hotelId;
    if (looks) await world.append('reservation', hotelId, booking(`bkg_${(n += 1)}`, 1, 9));
    return answer;
  });
  const id = await request(world.dataSource, [hotelId, others]);
  const deps = { dataSource: world.dataSource, readSupply: supplier.read, lock: noLock, logger };
  await runNextSync(deps);
  spy.mockRestore();
  expect((await outcomeOf(world.dataSource, id, hotelId)).verdict?.verdict).toBe('FAILED');
  const other = await outcomeOf(world.dataSource, id, others);
  expect(other.verdict?.verdict).toBe('APPLIED');
  expect(other.run).toMatchObject({ status: 'DONE', counts: { hotels: 2, factsAppended: 1 } });
});

test('a run that breaks off inside is FAILED, and the next one is carried out', async () => {
  await supplier.tells(hotelId, { rooms: { A: 5 } });
  const failing = { read: () => Promise.reject(new Error('out of memory')) };
  const { run } = await sync(world.dataSource, failing, hotelId);
  expect(run).toMatchObject({ status: 'FAILED', complete: false });
  expect(run.problems).toEqual(['The run broke off; see the log.']);
  expect((await syncNow()).run.status).toBe('DONE');
});

test('nights that are over are asked for a week back, nights to come for two years', async () => {
  const asked: string[][] = [];
  const listening: Supplier['read'] = (wanted) => {
    asked.push([wanted.window.from, wanted.window.to]);
    return supplier.read(wanted);
  };
  await supplier.tells(hotelId, { rooms: { A: 5 } });
  await sync(world.dataSource, { read: listening }, hotelId);
  const [from = '', to = ''] = asked[0] ?? [];
  expect(nightOf(to) - nightOf(from)).toBe(767);
  expect(from < night(-5)).toBe(true);
});

test('a run that is carried out again, since its worker died at the end, keeps its evidence once', async () => {
  await supplier.tells(hotelId, { rooms: { A: 5 }, days: { [night(4)]: 3, [night(6)]: 3 } });
  supplier.spoil(/allotments/, (body) =>
    body.replaceAll('"sold":0,"remaining":3', '"sold":7,"remaining":3'),
  );
  const { run } = await syncNow();
  const evidence = async (): Promise<number[]> => [
    await count('raw_pages', run.id),
    await count('quarantine', run.id),
  ];
  expect(await evidence()).toEqual([3, 2]);
  await world.admin.query(
    `update allotment.sync_runs set status = 'RUNNING', started_at = '2026-01-01' where id = $1`,
    [run.id],
  );
  const deps = { dataSource: world.dataSource, readSupply: supplier.read, lock: noLock, logger };
  expect(await runNextSync(deps)).toBe(true);
  const again = await outcomeOf(world.dataSource, run.id, hotelId);
  expect(again.run).toMatchObject({ status: 'DONE', counts: { factsAppended: 0, quarantined: 2 } });
  expect(again.verdict?.verdict).toBe('UNCHANGED');
  expect(await evidence()).toEqual([3, 2]);
});

test('a hotel that is asked for by name and unknown to the supplier is a problem of the run', async () => {
  const { run, verdict } = await syncNow();
  expect(run).toMatchObject({
    status: 'DONE',
    complete: true,
    counts: { hotels: 0 },
    problems: [`NOT_TOLD: HOTELS: ${hotelId}: not among the hotels that could be read`],
  });
  expect(verdict).toBeNull();
});
