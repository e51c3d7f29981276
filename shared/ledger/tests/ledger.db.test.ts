import type { DataSource, EntityManager } from 'typeorm';
import { connectDataSource } from '../../database/data-source.ts';
import { inTransaction } from '../../database/transaction.ts';
import { instantOf } from '../../domain/instants.ts';
import type { NewFact } from '../../domain/new-fact.ts';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { installTestClock, moveClock } from '../../testing/clock.ts';
import { createTestDatabase } from '../../testing/services/test-database.ts';
import type { TestDatabase } from '../../testing/services/test-database.ts';
import { append, readClock, readFacts, readHead, readNews } from '../ledger.ts';
import type { Appended, AppendRefusal, AppendRequest } from '../ledger.ts';

let database: TestDatabase;
let admin: DataSource;
let reservation: DataSource;
let allotment: DataSource;
let hardblock: DataSource;
let hotels = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  const connect = (role: 'admin' | 'reservation' | 'allotment' | 'hardblock') =>
    connectDataSource({
      url: database.urls[role],
      schema: 'ledger',
      applicationName: 'test',
      poolConnectionsMax: 20,
    });
  admin = await connect('admin');
  reservation = await connect('reservation');
  allotment = await connect('allotment');
  hardblock = await connect('hardblock');
  await installTestClock(admin);
});

afterAll(async () => {
  await Promise.all([admin, reservation, allotment, hardblock].map((source) => source.destroy()));
  await database.drop();
});

const newHotel = () => `H-${(hotels += 1)}`;

const booking = (id: string, rev = 1): NewFact => ({
  kind: 'BOOKING',
  id,
  rev,
  agency: 'A',
  status: 'HELD',
  heldAt: '2026-03-01T00:00:00Z',
  allocations: [{ line: 'k/T', date: '2026-03-10', rooms: 1 }],
});

const increase = (id: string): NewFact => ({
  kind: 'EVENT',
  id,
  rev: 1,
  type: 'INCREASE_ALLOTMENT',
  target: { hotel: true },
  from: '2026-03-10',
  to: '2026-03-12',
  n: 1,
});

const block = (id: string): NewFact => ({
  kind: 'EVENT',
  id,
  rev: 1,
  type: 'BLOCK_CONTRACT',
  status: 'DEFINITE',
  agency: 'A',
  cells: [{ line: 'k/T', date: '2026-03-10', rooms: 2 }],
});

function appendTo(
  source: DataSource,
  request: AppendRequest,
): Promise<Result<Appended, AppendRefusal>> {
  return inTransaction(source, (manager: EntityManager) => append(manager, request));
}

describe('an append', () => {
  it('is stamped by the ledger, counts every fact and reads back as it was written', async () => {
    const hotelId = newHotel();
    const appended = await appendTo(reservation, {
      hotelId,
      expectedSeq: 0,
      facts: [booking('b1'), booking('b2')],
    });
    expect(appended).toMatchObject({ ok: true, value: { seq: 2 } });
    const read = await readFacts(allotment, hotelId, 0);
    expect(read.facts.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(read.facts[0]?.fact).toEqual({
      ...booking('b1'),
      recordedAt: appended.ok ? appended.value.recordedAt : '',
    });
    expect(await readFacts(allotment, hotelId, 1)).toMatchObject({ facts: [{ seq: 2 }] });
    expect(await readHead(reservation, hotelId)).toBe(2);
  });

  it('is refused whole when the head has moved', async () => {
    const hotelId = newHotel();
    await appendTo(reservation, { hotelId, expectedSeq: 0, facts: [booking('b1')] });
    const late = await appendTo(reservation, { hotelId, expectedSeq: 0, facts: [booking('b2')] });
    expect(late).toEqual(err({ code: 'LEDGER_MOVED', seq: 1 }));
    expect(await readHead(reservation, hotelId)).toBe(1);
  });

  it('lets exactly one of many through who decided on the same head', async () => {
    const hotelId = newHotel();
    await appendTo(reservation, { hotelId, expectedSeq: 0, facts: [booking('b0')] });
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        appendTo(reservation, { hotelId, expectedSeq: 1, facts: [booking(`b${index + 1}`)] }),
      ),
    );
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
    expect(await readHead(reservation, hotelId)).toBe(2);
  });

  it('is refused from the instant at which its decision ends, and before the one it was made for', async () => {
    const hotelId = newHotel();
    const facts = [booking('b1')];
    const now = await readClock(reservation);
    const soon = new Date(Date.parse(now) + 60_000).toISOString();
    const early = await appendTo(reservation, { hotelId, expectedSeq: 0, asOf: soon, facts });
    expect(early).toEqual(err({ code: 'DECISION_EXPIRED', seq: 0 }));
    await moveClock(admin, 61_000);
    const late = await appendTo(reservation, { hotelId, expectedSeq: 0, validUntil: soon, facts });
    expect(late).toEqual(err({ code: 'DECISION_EXPIRED', seq: 0 }));
    const inTime = await appendTo(reservation, { hotelId, expectedSeq: 0, asOf: now, facts });
    expect(inTime.ok).toBe(true);
  });

  it('is refused when it would bear the instant at which its decision ends, though the clock lies before', async () => {
    const hotelId = newHotel();
    await appendTo(reservation, { hotelId, expectedSeq: 0, facts: [booking('b1')] });
    const ends = '2099-03-01T00:00:00.000001Z';
    await admin.query('update ledger.heads set last_recorded_at = $2 where hotel_id = $1', [
      hotelId,
      '2099-03-01T00:00:00Z',
    ]);
    const append = (validUntil: string): Promise<Result<Appended, AppendRefusal>> =>
      appendTo(reservation, { hotelId, expectedSeq: 1, validUntil, facts: [booking('b1', 2)] });
    expect(await append(ends)).toEqual(err({ code: 'DECISION_EXPIRED', seq: 1 }));
    expect(await append('2099-03-01T00:00:00.000002Z')).toEqual(ok({ seq: 2, recordedAt: ends }));
  });

  it('is always recorded after the one before, even when the clock goes back', async () => {
    const hotelId = newHotel();
    await appendTo(reservation, { hotelId, expectedSeq: 0, facts: [booking('b1')] });
    await moveClock(admin, -3_600_000);
    await appendTo(reservation, { hotelId, expectedSeq: 1, facts: [booking('b1', 2)] });
    const { facts } = await readFacts(allotment, hotelId, 0);
    // As instants: their texts leave out zeros at the end and do not sort.
    const [first, second] = facts.map(({ fact }) => instantOf(fact.recordedAt));
    expect(first! < second!).toBe(true);
  });

  it('leaves nothing behind when its transaction ends in a refusal', async () => {
    const hotelId = newHotel();
    await inTransaction(reservation, async (manager) => {
      await append(manager, { hotelId, expectedSeq: 0, facts: [booking('b1')] });
      return err('changed my mind');
    });
    expect(await readHead(reservation, hotelId)).toBe(0);
    expect((await readFacts(allotment, hotelId, 0)).facts).toEqual([]);
  });
});

describe('kinds have one writer each', () => {
  const attempts: [string, () => DataSource, NewFact][] = [
    ['reservation may not append supply', () => reservation, increase('e')],
    ['reservation may not append blocks', () => reservation, block('e')],
    ['allotment may not append bookings', () => allotment, booking('b')],
    ['allotment may not append blocks', () => allotment, block('e')],
    ['hardblock may not append other events', () => hardblock, increase('e')],
    ['hardblock may not append bookings', () => hardblock, booking('b')],
  ];

  it.each(attempts)('%s', async (_name, source, fact) => {
    const hotelId = newHotel();
    await expect(appendTo(source(), { hotelId, expectedSeq: 0, facts: [fact] })).rejects.toThrow(
      /may not append/,
    );
    expect(await readHead(reservation, hotelId)).toBe(0);
  });

  it('a bare retraction belongs to the writer of what it retracts', async () => {
    const hotelId = newHotel();
    const retraction: NewFact = { kind: 'EVENT', id: 'e', rev: 2, retracted: true };
    await appendTo(hardblock, { hotelId, expectedSeq: 0, facts: [block('e')] });
    await expect(
      appendTo(allotment, { hotelId, expectedSeq: 1, facts: [retraction] }),
    ).rejects.toThrow(/may not append/);
    await expect(
      appendTo(allotment, { hotelId, expectedSeq: 1, facts: [{ ...increase('e'), rev: 2 }] }),
    ).rejects.toThrow(/may not append/);
    expect((await appendTo(hardblock, { hotelId, expectedSeq: 1, facts: [retraction] })).ok).toBe(
      true,
    );
  });

  it('nobody but the owner changes, removes or adds a fact past the function', async () => {
    for (const source of [reservation, allotment, hardblock]) {
      await expect(source.query(`update ledger.facts set rev = 9`)).rejects.toThrow(/permission/);
      await expect(source.query(`delete from ledger.facts`)).rejects.toThrow(/permission/);
      await expect(source.query(`update ledger.heads set seq = 0`)).rejects.toThrow(/permission/);
    }
    await expect(reservation.query('select * from ledger.facts')).rejects.toThrow(/permission/);
  });
});

describe('the clock', () => {
  it('is the wall clock where no test moved it, and cannot be moved by any role', async () => {
    const fresh = await createTestDatabase();
    const source = await connectDataSource({
      url: fresh.urls.reservation,
      schema: 'ledger',
      applicationName: 'test',
    });
    const offMs = Date.parse(await readClock(source)) - Date.now();
    expect(Math.abs(offMs)).toBeLessThan(5_000);
    await expect(
      source.query(`create or replace function ledger.clock() returns timestamptz
                    language sql as 'select now()'`),
    ).rejects.toThrow(/permission|owner/);
    await source.destroy();
    await fresh.drop();
  });
});

it('a transaction that is refused gives its answer back unchanged', async () => {
  expect(await inTransaction(reservation, () => Promise.resolve(ok(7)))).toEqual(ok(7));
  expect(await inTransaction(reservation, () => Promise.resolve(err('no')))).toEqual(err('no'));
});

test('news are the facts since a seq of each hotel, and none where the head stands there', async () => {
  const [one, other] = [newHotel(), newHotel()];
  const seqs = async (...since: [hotelId: string, sinceSeq: number][]): Promise<number[][]> => {
    const asked = since.map(([hotelId, sinceSeq]) => ({ hotelId, sinceSeq }));
    const read = await readNews(allotment, asked);
    return read.map(({ facts }) => facts.map(({ seq }) => seq));
  };
  expect(await seqs([one, 3])).toEqual([[]]);
  for (const hotelId of [one, other]) {
    await allotment.transaction((manager) =>
      append(manager, { hotelId, expectedSeq: 0, facts: [increase('n1'), increase('n2')] }),
    );
  }
  expect(await seqs([one, 1], [other, 0], ['NOWHERE', 0], [one, 2])).toEqual([[2], [1, 2], [], []]);
  const reads = await readNews(allotment, [
    { hotelId: one, sinceSeq: 2 },
    { hotelId: other, sinceSeq: 0 },
  ]);
  for (const { clock, more } of reads) {
    expect(clock).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(more).toBe(false);
  }
});
