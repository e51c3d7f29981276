// A batch that is decided while the one before it is committed: it is committed on the head that the first
// one makes, or decided anew, and never answered on the strength of what did not come to be.
import type { DataSource } from 'typeorm';
import { err } from '../../../shared/domain/result.ts';
import { append, readHead } from '../../../shared/ledger/ledger.ts';
import { moveClock } from '../../../shared/testing/clock.ts';
import { seed } from '../../../shared/testing/seed.ts';
import { holdAnswer } from '../../../shared/testing/wire/hold-next.ts';
import { startWire } from '../../../shared/testing/wire/wire.ts';
import { createAskAgency } from '../services/ask-agency.ts';
import type { AskAllotment, DecidedBefore, HoldDecisions } from '../services/ask-allotment.ts';
import type { CommandAnswer } from '../services/hotel-command.ts';
import { hold, openDesk } from './desk.ts';
import type { Desk } from './desk.ts';
import { codesOf, openTrial } from './trial.ts';
import type { Trial } from './trial.ts';

const APPEND = 'reservation-append-batch';
const PRICE = 20_000;

interface Asked {
  readonly hotelId: string;
  readonly before: DecidedBefore | undefined;
}

let trial: Trial;
let admin: DataSource;
let desk: Desk;
let asked: Asked[] = [];
/** What allotment says of what is asked behind others; granted on the head that those make unless said. */
let behind: (usual: HoldDecisions) => Partial<HoldDecisions>;
/** What comes before that is heard. */
let beforeHeard: () => Promise<unknown>;
let hotels = 0;
let hotelId: string;

beforeAll(async () => {
  trial = await openTrial({ ask: foreseeing, terms: createAskAgency });
  ({ admin, desk } = trial);
  for (const agency of ['SIAM', 'POOR']) await seed(trial.database).agency(agency).plant();
  await admin.query('select agency.set_credit_limit($1, $2)', ['POOR', PRICE]);
});
beforeEach(async () => {
  behind = () => ({});
  beforeHeard = () => Promise.resolve();
  hotelId = `BEHIND-${(hotels += 1)}`;
  await desk.held({ hotelId });
  asked = [];
});
afterAll(() => trial.close());

function foreseeing(usual: AskAllotment): AskAllotment {
  return async (hotel, requests, requestId, before) => {
    asked.push({ hotelId: hotel, before });
    const answer = await usual(hotel, requests, requestId);
    const named = { ...answer, decision: `decision ${asked.length}` };
    if (before === undefined) return named;
    await beforeHeard();
    return { ...named, seq: before.head, ...behind(named) };
  };
}

/** Submits the first while its append has to wait, then the second, and lets both go on. */
async function oneBehindTheOther(
  at: Desk,
  [first, second]: readonly [ReturnType<typeof hold>, ReturnType<typeof hold>],
  meanwhile: () => Promise<void> = () => Promise.resolve(),
): Promise<readonly [CommandAnswer, CommandAnswer]> {
  const { answers } = await whileHeld(async () => {
    const one = at.batches.submit(hotelId, first);
    await appendWaits();
    const other = at.batches.submit(hotelId, second);
    while (asked.length < 2) await new Promise((resolve) => setImmediate(resolve));
    await meanwhile();
    return { answers: [one, other] as const };
  });
  return Promise.all(answers);
}

/** Runs `work` while nobody can append to the hotel. */
function whileHeld<T>(work: () => Promise<T>): Promise<T> {
  return admin.transaction(async (manager) => {
    await manager.query('select 1 from ledger.heads where hotel_id = $1 for update', [hotelId]);
    return work();
  });
}

async function appendWaits(): Promise<void> {
  for (;;) {
    const rows: unknown[] = await admin.query(
      `select 1 from pg_stat_activity where datname = current_database() and usename = $1
         and wait_event_type = 'Lock'`,
      ['staysync_reservation'],
    );
    if (rows.length > 0) return;
  }
}

/** Head that each of them was decided on and head that it made. */
async function headsOf(answers: readonly CommandAnswer[]): Promise<readonly unknown[]> {
  const rows: { id: string; decided: number; seq: number }[] = await admin.query(
    'select id, decided_seq as decided, seq from reservation.booking_groups where hotel_id = $1',
    [hotelId],
  );
  const found = new Map(rows.map(({ id, decided, seq }) => [id, [decided, seq]]));
  return answers.map((answer) => (answer.ok ? found.get(answer.value.id) : codesOf(answer)));
}

test('is committed on the head that the first one makes, with no other question', async () => {
  const answers = await oneBehindTheOther(desk, [hold({ hotelId }), hold({ hotelId })]);
  expect(await headsOf(answers)).toEqual([
    [1, 2],
    [2, 3],
  ]);
  expect(asked).toMatchObject([
    { before: undefined },
    { before: { decision: 'decision 1', head: 2 } },
  ]);
});

test('is answered only when the first one is', async () => {
  behind = () => ({ decisions: [err([{ code: 'SOLD_OUT_LINE' as const }])] });
  let isAnswered = false;
  const commands = [hold({ hotelId }), hold({ hotelId })] as const;
  const { one, other } = await whileHeld(async () => {
    const first = desk.batches.submit(hotelId, commands[0]);
    await appendWaits();
    const second = desk.batches.submit(hotelId, commands[1]);
    void second.then(() => (isAnswered = true));
    while (asked.length < 2) await new Promise((resolve) => setImmediate(resolve));
    // Time in which an answer that waits for nothing would have come.
    await readHead(admin, hotelId);
    expect(isAnswered).toBe(false);
    return { one: first, other: second };
  });
  expect(await one).toMatchObject({ ok: true });
  expect(codesOf(await other)).toEqual([['SOLD_OUT_LINE', undefined]]);
});

test('is decided anew when the first one was refused its head, and hears nothing of what was not', async () => {
  behind = () => ({ decisions: [err([{ code: 'SOLD_OUT_LINE' as const }])] });
  const commands = [hold({ hotelId }), hold({ hotelId })] as const;
  const answers = await desk.dataSource.transaction(async (manager) => {
    await append(manager, { hotelId, expectedSeq: 1, facts: [somebodyElses()] });
    const one = desk.batches.submit(hotelId, commands[0]);
    await appendWaits();
    const other = desk.batches.submit(hotelId, commands[1]);
    while (asked.length < 2) await new Promise((resolve) => setImmediate(resolve));
    return [one, other] as const;
  });
  expect(await headsOf(await Promise.all(answers))).toEqual([
    [2, 3],
    [3, 4],
  ]);
  expect(asked.map(({ before }) => before?.head ?? 'as it stands')).toEqual([
    'as it stands',
    2,
    'as it stands',
    'as it stands',
  ]);
});

test('is decided anew when allotment did not know what is on its way', async () => {
  behind = ({ seq }) => ({ seq });
  const answers = await oneBehindTheOther(desk, [hold({ hotelId }), hold({ hotelId })]);
  expect(await headsOf(answers)).toEqual([
    [1, 2],
    [2, 3],
  ]);
  expect(asked).toHaveLength(3);
});

test('is decided anew when somebody writes between the two', async () => {
  beforeHeard = () => writeOn(2);
  const answers = await oneBehindTheOther(desk, [hold({ hotelId }), hold({ hotelId })]);
  expect(await headsOf(answers)).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect(asked.map(({ before }) => before?.head ?? 'as it stands')).toEqual([
    'as it stands',
    2,
    'as it stands',
  ]);
});

/** Waits for that head and writes what is somebody else's. */
async function writeOn(seq: number): Promise<void> {
  while ((await readHead(admin, hotelId)) < seq);
  await desk.dataSource.transaction((manager) =>
    append(manager, { hotelId, expectedSeq: seq, facts: [somebodyElses()] }),
  );
}

test('finds the credit that the first one took', async () => {
  const request = { hotelId, agencyId: 'POOR' };
  const [one, other] = await oneBehindTheOther(desk, [hold(request), hold(request)]);
  expect(one).toMatchObject({ ok: true });
  expect(codesOf(other)).toEqual([['CREDIT_EXCEEDED', undefined]]);
  expect(await admin.query(`select agency.credit_used('POOR') as used`)).toEqual([{ used: PRICE }]);
});

test('is held once, like the first one, when nobody hears what became of that', async () => {
  const wire = await startWire(trial.database.urls.reservation);
  const reservation = wire.through(trial.database.urls.reservation);
  const cut = await openDesk(
    { ...trial.database, urls: { ...trial.database.urls, reservation } },
    { ask: foreseeing },
  );
  const commands = [hold({ hotelId }), hold({ hotelId })] as const;
  const answer = holdAnswer(wire, APPEND);
  const one = cut.batches.submit(hotelId, commands[0]);
  await answer.caught;
  const other = cut.batches.submit(hotelId, commands[1]);
  while (asked.length < 2) await new Promise((resolve) => setImmediate(resolve));
  answer.cut();
  const answers = await Promise.all([one, other]);
  await cut.close();
  await wire.stop();
  expect(await headsOf(answers)).toEqual([
    [1, 2],
    [2, 3],
  ]);
});

test('is good no longer than what it was decided behind is held', async () => {
  const answers = await oneBehindTheOther(desk, [hold({ hotelId }), hold({ hotelId })], () =>
    moveClock(admin, 16 * 60_000),
  );
  expect(await headsOf(answers)).toEqual([
    [1, 2],
    [2, 3],
  ]);
  expect(asked.map(({ before }) => before?.head ?? 'as it stands')).toEqual([
    'as it stands',
    2,
    'as it stands',
  ]);
});

function somebodyElses() {
  return {
    kind: 'BOOKING' as const,
    id: `else-${hotelId}`,
    rev: 1,
    agency: 'SIAM',
    status: 'HELD' as const,
    heldAt: '2026-03-01T00:00:00Z',
    allocations: [],
  };
}
