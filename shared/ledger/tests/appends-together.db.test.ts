// Appends of several hotels in one statement: each by its own head, none at its neighbours' expense.
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { connectDataSource } from '../../database/data-source.ts';
import type { NewFact } from '../../domain/new-fact.ts';
import { err } from '../../domain/result.ts';
import { enqueueStamped, toOutboxRow } from '../../outbox/outbox.ts';
import { installTestClock } from '../../testing/clock.ts';
import { createTestDatabase } from '../../testing/services/test-database.ts';
import type { TestDatabase } from '../../testing/services/test-database.ts';
import { append, appendEach, appending, readClock, readHead } from '../ledger.ts';
import type { AppendRequest } from '../ledger.ts';

const TELLING = appending('test-appends-together', {
  told: enqueueStamped('reservation', '$3'),
});

let database: TestDatabase;
let admin: DataSource;
let reservation: DataSource;
let hotels = 0;
beforeAll(async () => {
  database = await createTestDatabase();
  const connect = (role: 'admin' | 'reservation'): Promise<DataSource> =>
    connectDataSource({ url: database.urls[role], schema: 'ledger', applicationName: role });
  admin = await connect('admin');
  reservation = await connect('reservation');
  await installTestClock(admin);
});
afterAll(async () => {
  await Promise.all([admin, reservation].map((source) => source.destroy()));
  await database.drop();
});

const booking = (id: string): NewFact => ({
  kind: 'BOOKING',
  id,
  rev: 1,
  agency: 'A',
  status: 'HELD',
  heldAt: '2026-03-01T00:00:00Z',
  allocations: [{ line: 'k/T', date: '2026-03-10', rooms: 1 }],
});

/** A hotel whose stream has so many facts. */
async function hotelWith(facts: number): Promise<string> {
  const hotelId = `H-${(hotels += 1)}`;
  if (facts === 0) return hotelId;
  const recorded = Array.from({ length: facts }, (_, at) => booking(`before-${at}`));
  await reservation.transaction((manager) =>
    append(manager, { hotelId, expectedSeq: 0, facts: recorded }),
  );
  return hotelId;
}

/** Appends one booking to each and tells of it in the same statement. */
function appendTo(
  ...requests: readonly (Omit<AppendRequest, 'facts'> & { readonly facts?: NewFact[] })[]
): ReturnType<typeof appendEach> {
  const whole = requests.map((request) => ({ facts: [booking('new')], ...request }));
  const messages = whole.map(({ hotelId }, at) => ({
    place: at + 1,
    ...toOutboxRow({ hotelId, type: 'told', v: 1, payload: {} }),
  }));
  return appendEach(reservation, TELLING, whole, [JSON.stringify(messages)]);
}

/** Seqs of what was told of a hotel. */
async function toldOf(hotelId: string): Promise<readonly number[]> {
  const rows: { seq: number }[] = await admin.query(
    'select seq from reservation.outbox where hotel_id = $1 order by seq',
    [hotelId],
  );
  return rows.map(({ seq }) => seq);
}

/** Runs `work` while somebody else holds the hotel. */
async function whileHeld<T>(hotelId: string, work: () => Promise<T>): Promise<T> {
  return admin.transaction(async (manager) => {
    await manager.query('select 1 from ledger.heads where hotel_id = $1 for update', [hotelId]);
    return work();
  });
}

test('each is appended on its own head, in one transaction, and its rows bear its own stamp', async () => {
  const [one, other] = [await hotelWith(1), await hotelWith(5)];
  const answers = await appendTo(
    { hotelId: one, expectedSeq: 1, facts: [booking('b1'), booking('b2')] },
    { hotelId: other, expectedSeq: 5 },
  );
  expect(answers).toMatchObject([
    { ok: true, value: { seq: 3 } },
    { ok: true, value: { seq: 6 } },
  ]);
  expect([await toldOf(one), await toldOf(other)]).toEqual([[3], [6]]);
  const facts: { seq: number; by: string; told: string }[] = await admin.query(
    `select f.seq, f.xmin::text as by, o.xmin::text as told
       from ledger.facts f join reservation.outbox o using (hotel_id, seq)
      where hotel_id = any($1) order by seq`,
    [[one, other]],
  );
  expect(facts.map(({ seq }) => seq)).toEqual([3, 6]);
  expect(new Set(facts.flatMap(({ by, told }) => [by, told])).size).toBe(1);
});

test('one that is refused writes nothing, and its neighbours go on', async () => {
  const [moved, late, good] = [await hotelWith(2), await hotelWith(1), await hotelWith(1)];
  const answers = await appendTo(
    { hotelId: moved, expectedSeq: 1 },
    { hotelId: late, expectedSeq: 1, validUntil: await readClock(reservation) },
    { hotelId: good, expectedSeq: 1 },
  );
  expect(answers).toMatchObject([
    err({ code: 'LEDGER_MOVED', seq: 2 }),
    err({ code: 'DECISION_EXPIRED', seq: 1 }),
    { ok: true, value: { seq: 2 } },
  ]);
  expect([await toldOf(moved), await toldOf(late), await toldOf(good)]).toEqual([[], [], [2]]);
  expect([await readHead(admin, moved), await readHead(admin, late)]).toEqual([2, 1]);
});

test('of several none waits for a hotel that somebody holds, or that has no stream yet', async () => {
  const [held, fresh, good] = [await hotelWith(1), await hotelWith(0), await hotelWith(1)];
  const answers = await whileHeld(held, () =>
    appendTo(
      { hotelId: held, expectedSeq: 1 },
      { hotelId: fresh, expectedSeq: 0 },
      { hotelId: good, expectedSeq: 1 },
    ),
  );
  expect(answers).toMatchObject(['HEAD_BUSY', 'HEAD_BUSY', { ok: true, value: { seq: 2 } }]);
  expect([await readHead(admin, held), await readHead(admin, fresh)]).toEqual([1, 0]);
  expect([await toldOf(held), await toldOf(fresh)]).toEqual([[], []]);
});

test('one alone waits for its hotel, and begins a stream', async () => {
  const [held, fresh] = [await hotelWith(1), await hotelWith(0)];
  const { waiting } = await whileHeld(held, async () => {
    const appended = appendTo({ hotelId: held, expectedSeq: 1 });
    for (;;) {
      const rows: unknown[] = await admin.query(
        `select 1 from pg_stat_activity where datname = current_database()
           and application_name = 'reservation' and wait_event_type = 'Lock'`,
      );
      if (rows.length > 0) return { waiting: appended };
    }
  });
  expect(await waiting).toMatchObject([{ ok: true, value: { seq: 2 } }]);
  expect(await appendTo({ hotelId: fresh, expectedSeq: 0 })).toMatchObject([
    { ok: true, value: { seq: 1 } },
  ]);
});

test('what is nobody’s to write undoes the whole statement: it is a defect, not a refusal', async () => {
  const [good, bad] = [await hotelWith(1), await hotelWith(1)];
  const supply: NewFact = {
    kind: 'EVENT',
    id: 'e',
    rev: 1,
    type: 'INCREASE_ALLOTMENT',
    target: { hotel: true },
    from: '2026-03-10',
    to: '2026-03-12',
    n: 1,
  };
  await expect(
    appendTo({ hotelId: good, expectedSeq: 1 }, { hotelId: bad, expectedSeq: 1, facts: [supply] }),
  ).rejects.toThrow(/may not append/);
  expect([await readHead(admin, good), await readHead(admin, bad)]).toEqual([1, 1]);
  expect(await toldOf(good)).toEqual([]);
});

test.each(['allotment', 'hardblock', 'agency', 'verify'] as const)(
  'the role of %s may not append so',
  async (role) => {
    const source = await connectDataSource({
      url: database.urls[role],
      schema: 'ledger',
      applicationName: `test ${randomUUID()}`,
    });
    await expect(source.query(`select ledger.append_each('[]', true)`)).rejects.toThrow(
      /permission denied/,
    );
    await source.destroy();
  },
);
