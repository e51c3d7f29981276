// A connection to Postgres that breaks while a batch commits: the batch looks what became of it and
// answers that, or says that nobody knows. It never answers "refused" for what was done.
import type { DataSource } from 'typeorm';
import { connectDataSource } from '../../../shared/database/data-source.ts';
import { OutcomeUnknownError } from '../../../shared/database/passing-errors.ts';
import { createTestDatabase } from '../../../shared/testing/services/test-database.ts';
import type { TestDatabase } from '../../../shared/testing/services/test-database.ts';
import { COMMIT, holdAnswer, holdRequest } from '../../../shared/testing/wire/hold-next.ts';
import { startWire } from '../../../shared/testing/wire/wire.ts';
import type { Wire } from '../../../shared/testing/wire/wire.ts';
import { hold, move, openDesk } from './desk.ts';
import type { Desk } from './desk.ts';
import { everything } from './everything.ts';

const APPEND = 'reservation-append-batch';
let database: TestDatabase;
let admin: DataSource;
let wire: Wire;
let desk: Desk;
beforeAll(async () => {
  database = await createTestDatabase();
  admin = await connectDataSource({
    url: database.urls.admin,
    schema: 'reservation',
    applicationName: 'test',
  });
  wire = await startWire(database.urls.reservation);
  const reservation = wire.through(database.urls.reservation);
  desk = await openDesk({ ...database, urls: { ...database.urls, reservation } });
});
afterAll(async () => {
  await desk.close();
  await admin.destroy();
  await wire.stop();
  await database.drop();
});

/** Cuts the first answer to such a request, or the request itself. */
async function cutting<T>(
  cut: typeof holdAnswer,
  words: string,
  work: () => Promise<T>,
): Promise<T> {
  const held = cut(wire, words);
  const working = work();
  await held.caught;
  held.cut();
  return working;
}

async function groupsOf(reference: string): Promise<string[]> {
  const rows: { id: string }[] = await admin.query(
    'select id from reservation.booking_groups where client_reference = $1',
    [reference],
  );
  return rows.map(({ id }) => id);
}

test.each([
  ['the answer to a commit', holdAnswer],
  ['the commit itself', holdRequest],
])('when %s is lost, a hold is there once and is answered', async (_what, cut) => {
  const command = hold();
  const answer = await cutting(cut, APPEND, () => desk.batches.submit('H1', command));
  const groups = await groupsOf(command.request.clientReference);
  expect(groups).toEqual(answer.ok ? [answer.value.id] : []);
});

test.each([
  ['the answer to a commit', holdAnswer],
  ['the commit itself', holdRequest],
])('when %s is lost, a change is made once and is answered', async (_what, cut) => {
  const group = await desk.held();
  const confirmed = await cutting(cut, COMMIT, () =>
    desk.batches.submit('H1', move('confirm', group)),
  );
  expect(confirmed).toMatchObject({ ok: true, value: { status: 'CONFIRMED' } });
  const rows: unknown[] = await admin.query(
    `select to_status from reservation.booking_audit_log where group_id = $1 order by seq`,
    [group.id],
  );
  expect(rows).toEqual([{ to_status: 'HELD' }, { to_status: 'CONFIRMED' }]);
});

test('commands that were committed together and unheard are each answered as they were decided', async () => {
  const group = await desk.held();
  const commands = [hold(), move('cancel', group), hold(), move('confirm', { id: 'grp_none' })];
  const answers = await cutting(holdAnswer, COMMIT, () => desk.commit('H1', ...commands));
  expect(answers).toMatchObject([
    { ok: true, value: { status: 'HELD' } },
    { ok: true, value: { id: group.id, status: 'CANCELLED' } },
    { ok: true, value: { status: 'HELD' } },
    { ok: false, error: [{ code: 'NOT_FOUND' }] },
  ]);
});

test('a batch that is cut off and cannot look either says that nobody knows, to all of it', async () => {
  const commands = [hold(), hold()];
  const remove = wire.inspect((passage) =>
    passage.direction === 'out' && passage.says(APPEND) ? 'cut' : undefined,
  );
  const before = await everything(admin);
  const answers = await Promise.allSettled(
    commands.map((command) => desk.batches.submit('H1', command)),
  );
  remove();
  for (const answer of answers) {
    expect(answer).toMatchObject({
      status: 'rejected',
      reason: expect.any(OutcomeUnknownError) as Error,
    });
  }
  expect(await everything(admin)).toEqual(before);
  const again = await Promise.all(commands.map((command) => desk.batches.submit('H1', command)));
  expect(again.map(({ ok }) => ok)).toEqual([true, true]);
});
