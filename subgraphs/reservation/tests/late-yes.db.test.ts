// A yes of the supplier to a group that holds no rooms: they are looked for with the holds of its
// batch, and what is missing is visible to people.
import type { DataSource } from 'typeorm';
import { err, ok } from '../../../shared/domain/result.ts';
import { SubgraphCallError } from '../../../shared/server/subgraph-client.ts';
import { moveClock } from '../../../shared/testing/clock.ts';
import type { BookingGroup } from '../domain/booking.ts';
import type { AskAllotment } from '../services/ask-allotment.ts';
import type { HotelCommand } from '../services/hotel-command.ts';
import { hold, move } from './desk.ts';
import type { Desk } from './desk.ts';
import { everything } from './everything.ts';
import { countRows, openTrial } from './trial.ts';
import type { Trial } from './trial.ts';

const EXPIRY_MS = 15 * 60_000;

let trial: Trial;
let admin: DataSource;
let desk: Desk;
let ask: (usual: AskAllotment) => AskAllotment;
let calls: number;

beforeAll(async () => {
  trial = await openTrial({
    contract: 'K1',
    ask:
      (usual) =>
      (...call) => {
        calls += 1;
        return ask(usual)(...call);
      },
  });
  ({ admin, desk } = trial);
});
beforeEach(() => {
  ask = (usual) => usual;
  calls = 0;
});
afterAll(() => trial.close());

/** Sold out on both nights. */
const soldOut =
  (usual: AskAllotment): AskAllotment =>
  async (...call) => {
    const nights = ['2099-03-10', '2099-03-11'];
    const none = err([
      { code: 'SOLD_OUT_LINE' as const, line: 'K1/A', nights, needed: 1, have: 0 },
    ]);
    const answer = await usual(...call);
    return { ...answer, decisions: answer.decisions.map(() => none) };
  };

/** What the supplier answered when we asked about the group. */
function yesTo(group: BookingGroup): HotelCommand {
  return {
    kind: 'land',
    groupId: group.id,
    from: 'ANSWER',
    message: null,
    supplierReference: `MHG-${group.id}`,
    says: 'REAL',
    actor: { subject: 'worker', role: 'SYSTEM', requestId: 'settle' },
    why: 'the supplier confirmed',
  };
}

async function requested(): Promise<BookingGroup> {
  ask =
    (usual) =>
    async (...call) => {
      const answer = await usual(...call);
      const decisions = answer.decisions.map((decision) =>
        decision.ok ? ok({ ...decision.value, status: 'ON_REQUEST' as const }) : decision,
      );
      return { ...answer, decisions };
    };
  const group = await desk.held({ acceptOnRequest: true });
  ask = (usual) => usual;
  calls = 0;
  return group;
}

async function expired(): Promise<BookingGroup> {
  const group = await desk.held();
  await moveClock(admin, EXPIRY_MS);
  await desk.commit('H1', move('expire', group));
  calls = 0;
  return group;
}

const incidentsOf = (group: BookingGroup): Promise<{ payload: Record<string, unknown> }[]> =>
  admin.query(
    `select payload from reservation.outbox
      where type = 'incident.raised' and payload->>'groupId' = $1`,
    [group.id],
  );

const partsOf = (group: BookingGroup): Promise<unknown[]> =>
  admin.query(
    `select p.part, p.live, p.status, p.decided_seq is not null as looked
       from reservation.booking_parts p join reservation.bookings b on b.id = p.booking_id
      where b.group_id = $1 order by part`,
    [group.id],
  );

describe.each([
  ['a request that the supplier confirms', 'ON_REQUEST', requested],
  ['a hold that expired', 'EXPIRED', expired],
] as const)('%s', (_what, status, given) => {
  test('is confirmed on rooms that were looked for', async () => {
    const group = await given();
    expect(await desk.commit('H1', yesTo(group))).toMatchObject([
      { ok: true, value: { status: 'CONFIRMED' } },
    ]);
    expect(calls).toBe(1);
    expect(await partsOf(group)).toEqual([
      { part: 1, live: false, status, looked: true },
      { part: 2, live: true, status: 'CONFIRMED', looked: true },
    ]);
    expect(await countRows(admin, 'sale_orders', 'group_id = $1', group.id)).toBe(1);
    expect(await incidentsOf(group)).toEqual([]);
  });

  test('is confirmed without them, with one incident that names the nights', async () => {
    const group = await given();
    ask = soldOut;
    expect(await desk.commit('H1', yesTo(group))).toMatchObject([
      { ok: true, value: { status: 'CONFIRMED' } },
    ]);
    expect(await countRows(admin, 'sale_orders', 'group_id = $1', group.id)).toBe(1);
    expect(await incidentsOf(group)).toMatchObject([
      {
        payload: {
          kind: 'OVERSOLD',
          hotelId: 'H1',
          line: 'K1/A',
          nights: ['2099-03-10', '2099-03-11'],
          needed: 1,
          have: 0,
        },
      },
    ]);
  });

  test('is confirmed once, however often the yes comes', async () => {
    const group = await given();
    await desk.commit('H1', yesTo(group));
    const before = await everything(admin);
    calls = 0;
    expect(await desk.commit('H1', yesTo(group))).toMatchObject([{ ok: true }]);
    expect(calls).toBe(0);
    const { 'reservation.confirmations': _known, ...rest } = await everything(admin);
    expect(before).toMatchObject(rest);
  });
});

test('the yes and the holds of its batch are one question, so that no room is given twice', async () => {
  const group = await requested();
  const answers = await desk.commit('H1', hold(), yesTo(group), hold());
  expect(answers.map(({ ok: isGranted }) => isGranted)).toEqual([true, true, true]);
  expect(calls).toBe(1);
});

test('a live hold is confirmed on the rooms that it has', async () => {
  const group = await desk.held();
  calls = 0;
  expect(await desk.commit('H1', yesTo(group))).toMatchObject([{ value: { status: 'CONFIRMED' } }]);
  expect(calls).toBe(0);
  expect(await partsOf(group)).toEqual([
    { part: 1, live: true, status: 'CONFIRMED', looked: true },
  ]);
});

test('while nobody knows what is left the yes is kept for the next try', async () => {
  const group = await requested();
  const before = await everything(admin);
  ask = () => () => Promise.reject(new SubgraphCallError('allotment could not be reached'));
  expect(await desk.commit('H1', yesTo(group))).toEqual([err([{ code: 'BUSY' }])]);
  expect(await everything(admin)).toEqual(before);
});
