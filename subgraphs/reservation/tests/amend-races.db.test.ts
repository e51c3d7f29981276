// Whoever competes with an amendment finds the original or the amended booking, never a mixture, and
// never more rooms than there are: two processes on one database, without a lock.
import { readHead } from '../../../shared/ledger/ledger.ts';
import { moveClock } from '../../../shared/testing/clock.ts';
import { findOrdersByGroupIds } from '../repositories/sale-orders.ts';
import type { CommandAnswer } from '../services/hotel-command.ts';
import { fewer, inputOf, longer, openAmendTrial, ROOMS } from './amend-world.ts';
import type { AmendTrial } from './amend-world.ts';
import { hold, move } from './desk.ts';
import { oversold } from './small-hotel.ts';
import { codesOf } from './trial.ts';

let trial: AmendTrial;
let hotelId: string;
beforeAll(async () => {
  trial = await openAmendTrial();
});
beforeEach(() => {
  trial.nextHotel();
  ({ hotelId } = trial.now);
});
afterAll(() => trial.close());

const outcomes = (answers: readonly CommandAnswer[]): number =>
  answers.filter(({ ok }) => ok).length;

test('two amendments: one is made, the other finds that its quote is old', async () => {
  const group = await trial.confirmed();
  const [input, otherInput] = [inputOf(group, longer), inputOf(group, fewer)];
  const [mine, theirs] = [await trial.quoted(input), await trial.quoted(otherInput)];
  const answers = await Promise.all([
    trial.amend(input, mine.token),
    trial.amend(otherInput, theirs.token, trial.other),
  ]);
  expect(outcomes(answers)).toBe(1);
  const refused = answers.find(({ ok }) => !ok);
  expect(codesOf(refused)).toEqual([['PREVIEW_STALE', '/token']]);
});

test('the same amendment twice: both hear that it is made, and it is made once', async () => {
  const group = await trial.confirmed();
  const input = inputOf(group, longer);
  const { token } = await trial.quoted(input);
  const head = await readHead(trial.admin, hotelId);
  const answers = await Promise.all([
    trial.amend(input, token),
    trial.amend(input, token, trial.other),
  ]);
  expect(outcomes(answers)).toBe(2);
  expect(await readHead(trial.admin, hotelId)).toBe(head + 1);
});

test('amending and cancelling: cancelled in the end, as it was or as it was amended', async () => {
  const group = await trial.confirmed();
  const input = inputOf(group, longer);
  const { token } = await trial.quoted(input);
  const [, cancelled] = await Promise.all([
    trial.amend(input, token),
    trial.other.batches.submit(hotelId, move('cancel', group)),
  ]);
  expect(cancelled).toMatchObject({ ok: true, value: { status: 'CANCELLED' } });
  const [order] = await findOrdersByGroupIds(trial.admin, [group.id]);
  const sum = (order?.amendments ?? []).reduce((all, { amount }) => all + (amount ?? NaN), 0);
  expect((order?.total ?? NaN) + sum).toBe(0);
});

test('amending a hold as its time runs out: it ends whole, whatever came first', async () => {
  const group = await trial.held();
  await moveClock(trial.admin, 14 * 60_000 + 59_000);
  const input = inputOf(group, longer);
  const { token } = await trial.quoted(input);
  const [amended] = await Promise.all([
    trial.amend(input, token),
    moveClock(trial.admin, 1_000).then(() =>
      trial.other.batches.submit(hotelId, move('expire', group)),
    ),
  ]);
  await trial.desk.commit(hotelId, move('expire', group));
  const parts = await trial.partsOf(group);
  expect(new Set(parts.map(({ status }) => status))).toEqual(new Set(['EXPIRED']));
  expect(parts).toHaveLength(amended.ok ? 2 : 1);
});

test('amending and a neighbour that wants the last room: one of them gets it', async () => {
  for (let round = 0; round < 5; round += 1) {
    trial.nextHotel();
    ({ hotelId } = trial.now);
    const group = await trial.confirmed();
    const input = inputOf(group, { rooms: ROOMS });
    const { token } = await trial.quoted(input);
    const line = { roomType: 'A', checkIn: '2099-03-11', checkOut: '2099-03-12', rooms: 1 };
    const answers = await Promise.all([
      trial.amend(input, token),
      trial.other.batches.submit(hotelId, hold({ hotelId, agencyId: 'ASIA', lines: [line] })),
    ]);
    expect(outcomes(answers)).toBe(1);
    expect(await oversold(trial.admin, hotelId, ROOMS)).toEqual([]);
    if (!answers[0].ok) {
      expect(await trial.partsOf(group)).toEqual([
        { part: 1, live: true, status: 'CONFIRMED', rev: 2, rooms: 4 },
      ]);
    }
  }
});
