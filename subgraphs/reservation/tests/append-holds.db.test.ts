// Holds of several hotels that are ready in one moment share a statement, and nothing else: whatever
// becomes of one, its neighbours are held and each hears its own answer.
import type { DataSource } from 'typeorm';
import { append, readHead } from '../../../shared/ledger/ledger.ts';
import { seed } from '../../../shared/testing/seed.ts';
import { holdAnswer } from '../../../shared/testing/wire/hold-next.ts';
import { startWire } from '../../../shared/testing/wire/wire.ts';
import { createAskAgency } from '../services/ask-agency.ts';
import type { AskAllotment } from '../services/ask-allotment.ts';
import type { CommandAnswer, HotelCommand } from '../services/hotel-command.ts';
import { hold, openDesk } from './desk.ts';
import type { Desk } from './desk.ts';
import { codesOf, openTrial } from './trial.ts';
import type { Trial } from './trial.ts';

const APPEND = 'reservation-append-batch';
const HOTELS = ['H1', 'H2', 'H3', 'H4'] as const;
const PRICE = 20_000;
const terms = createAskAgency;

let trial: Trial;
let admin: DataSource;
let desk: Desk;
/** What comes between allotment's answer and the commit. */
let decided: (hotelId: string) => Promise<void>;

beforeAll(async () => {
  trial = await openTrial({ terms, ask: withPause });
  ({ admin, desk } = trial);
  for (const agency of ['SIAM', 'LOTUS', 'POOR']) await seed(trial.database).agency(agency).plant();
  await admin.query('select agency.set_credit_limit($1, $2)', ['POOR', PRICE]);
  decided = () => Promise.resolve();
  // A hotel that has no stream yet is appended by itself: each has one here.
  for (const hotelId of HOTELS) await desk.held({ hotelId });
});
beforeEach(() => {
  decided = () => Promise.resolve();
});
afterAll(() => trial.close());

function withPause(usual: AskAllotment): AskAllotment {
  return async (...call) => {
    const answer = await usual(...call);
    await decided(call[0]);
    return answer;
  };
}

/** Opens once so many have come; who comes later passes. */
function gateFor(parties: number): (hotelId: string) => Promise<void> {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  let come = 0;
  return () => {
    come += 1;
    if (come === parties) open();
    return opened;
  };
}

/** Submits them at once and commits them in the same moment, when all are decided. */
function submitAll(at: Desk, commands: readonly (HotelCommand & { kind: 'hold' })[]) {
  decided = gateFor(new Set(commands.map(({ request }) => request.hotelId)).size);
  return Promise.all(
    commands.map((command) => at.batches.submit(command.request.hotelId, command)),
  );
}

/** The transaction that made each of them, in order; null where there is none. */
async function madeBy(answers: readonly CommandAnswer[]): Promise<readonly (string | null)[]> {
  const rows: { id: string; by: string; facts: string }[] = await admin.query(
    `select g.id, g.xmin::text as by, f.xmin::text as facts
       from reservation.booking_groups g
       join ledger.facts f on f.hotel_id = g.hotel_id and f.seq = g.seq`,
  );
  const found = new Map(rows.map(({ id, by, facts }) => [id, by === facts ? by : null]));
  return answers.map((answer) => (answer.ok ? (found.get(answer.value.id) ?? null) : null));
}

test('holds of several hotels are one transaction, and each is answered', async () => {
  const answers = await submitAll(
    desk,
    HOTELS.map((hotelId) => hold({ hotelId })),
  );
  expect(answers.map((answer) => answer.ok && answer.value.hotelId)).toEqual([...HOTELS]);
  const transactions = await madeBy(answers);
  expect(new Set(transactions).size).toBe(1);
  expect(transactions).not.toContain(null);
});

test('a reference that two of them use is one booking, and their neighbour is held', async () => {
  const clientReference = 'one for two hotels';
  const answers = await submitAll(desk, [
    hold({ hotelId: 'H1', clientReference }),
    hold({ hotelId: 'H2', clientReference }),
    hold({ hotelId: 'H3' }),
  ]);
  expect(answers[2]).toMatchObject({ ok: true });
  const two = answers.slice(0, 2).map((answer) => (answer.ok ? 'held' : codesOf(answer)));
  expect(two).toContain('held');
  expect(two).toContainEqual([['DUPLICATE_REFERENCE', '/hotelId']]);
});

test('credit that is enough for one of them is given once, and their neighbour is held', async () => {
  const answers = await submitAll(desk, [
    hold({ hotelId: 'H1', agencyId: 'POOR' }),
    hold({ hotelId: 'H2', agencyId: 'POOR' }),
    hold({ hotelId: 'H3' }),
  ]);
  expect(answers[2]).toMatchObject({ ok: true });
  const two = answers.slice(0, 2).map((answer) => (answer.ok ? 'held' : codesOf(answer)));
  expect(two).toContain('held');
  expect(two).toContainEqual([['CREDIT_EXCEEDED', undefined]]);
  expect(await admin.query(`select agency.credit_used('POOR') as used`)).toEqual([{ used: PRICE }]);
});

test('one whose head moved is decided again, and the others are not', async () => {
  const gate = gateFor(3);
  let asked = 0;
  const commands = ['H1', 'H2', 'H3'].map((hotelId) => hold({ hotelId }));
  decided = async (hotelId) => {
    asked += 1;
    if (asked === 3) await appendSomething(hotelId);
    await gate(hotelId);
  };
  const answers = await Promise.all(
    commands.map((command) => desk.batches.submit(command.request.hotelId, command)),
  );
  expect(answers.every(({ ok }) => ok)).toBe(true);
  expect(asked).toBe(4);
  expect(new Set(await madeBy(answers)).size).toBe(2);
});

async function appendSomething(hotelId: string): Promise<void> {
  const expectedSeq = await readHead(admin, hotelId);
  const facts = [
    {
      kind: 'BOOKING' as const,
      id: `else-${expectedSeq}`,
      rev: 1,
      agency: 'SIAM',
      status: 'HELD' as const,
      heldAt: '2026-03-01T00:00:00Z',
      allocations: [],
    },
  ];
  await desk.dataSource.transaction((manager) => append(manager, { hotelId, expectedSeq, facts }));
}

test('one whose hotel somebody holds waits by itself: its neighbours are answered meanwhile', async () => {
  const commands = HOTELS.map((hotelId) => hold({ hotelId }));
  decided = gateFor(commands.length);
  const waiting = await admin.transaction(async (manager) => {
    await manager.query('select 1 from ledger.heads where hotel_id = $1 for update', ['H1']);
    const [first, ...others] = commands.map((command) =>
      desk.batches.submit(command.request.hotelId, command),
    );
    expect((await Promise.all(others)).every(({ ok }) => ok)).toBe(true);
    return { first };
  });
  expect(await waiting.first).toMatchObject({ ok: true });
});

test('a large batch of one hotel goes by itself, and the small ones together', async () => {
  const crowd = Array.from({ length: 5 }, () => hold({ hotelId: 'H1' }));
  const answers = await submitAll(desk, [
    ...crowd,
    hold({ hotelId: 'H2' }),
    hold({ hotelId: 'H3' }),
  ]);
  const [ofCrowd, one, other] = (await madeBy(answers)).slice(4);
  expect(one).toBe(other);
  expect(ofCrowd).not.toBe(one);
  expect(answers.every(({ ok }) => ok)).toBe(true);
});

test('when the answer to a shared commit is lost, each finds what became of it, once', async () => {
  const wire = await startWire(trial.database.urls.reservation);
  const reservation = wire.through(trial.database.urls.reservation);
  const cut = await openDesk(
    { ...trial.database, urls: { ...trial.database.urls, reservation } },
    { ask: withPause },
  );
  const commands = HOTELS.map((hotelId) => hold({ hotelId }));
  const answer = holdAnswer(wire, APPEND);
  const answering = submitAll(cut, commands);
  await answer.caught;
  answer.cut();
  const answers = await answering;
  await cut.close();
  await wire.stop();
  expect(answers.map((one) => one.ok && one.value.hotelId)).toEqual([...HOTELS]);
  expect(new Set(await madeBy(answers)).size).toBe(1);
  const groups: unknown[] = await admin.query(
    'select id from reservation.booking_groups where client_reference = any($1)',
    [commands.map(({ request }) => request.clientReference)],
  );
  expect(groups).toHaveLength(HOTELS.length);
});

test('two processes that take the hotels and accounts in opposite order never wait in a circle', async () => {
  const many = Array.from({ length: 8 }, (_, at) => `C${at + 1}`);
  for (const agency of ['RICH-A', 'RICH-B']) {
    await seed(trial.database).agency(agency).plant();
    await admin.query('select agency.set_credit_limit($1, $2)', [agency, 1_000 * PRICE]);
  }
  for (const hotelId of many) await desk.held({ hotelId });
  const before = await deadlocks();
  const [one, other] = [
    await openDesk(trial.database, { terms }),
    await openDesk(trial.database, { terms }),
  ];
  const answers: CommandAnswer[] = [];
  // One hold of each hotel at a time: more of them would make batches that go by themselves.
  for (let round = 0; round < 30; round += 1) {
    const forwards = many.map((hotelId) => submit(one, hotelId, 'RICH-A'));
    const backwards = many.toReversed().map((hotelId) => submit(other, hotelId, 'RICH-B'));
    answers.push(...(await Promise.all([...forwards, ...backwards])));
  }
  // Connections say how often they met in a circle when they end.
  await one.close();
  await other.close();
  expect(await deadlocks()).toBe(before);
  // Two without a lock between them move each other's heads: some give up, and no other reason is there.
  const refused = answers.filter(({ ok }) => !ok).map(codesOf);
  expect(refused.filter((codes) => JSON.stringify(codes) !== '[["BUSY",null]]')).toEqual([]);
  expect(refused.length).toBeLessThan(answers.length / 2);
  expect((await madeBy(answers)).filter((by) => by !== null)).toHaveLength(
    answers.length - refused.length,
  );
});

function submit(at: Desk, hotelId: string, agencyId: string): Promise<CommandAnswer> {
  return at.batches.submit(hotelId, hold({ hotelId, agencyId }));
}

async function deadlocks(): Promise<number> {
  const rows: { n: number }[] = await admin.query(
    'select deadlocks as n from pg_stat_database where datname = current_database()',
  );
  return rows[0]?.n ?? -1;
}
