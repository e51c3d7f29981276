// Commands that need rooms for a group that exists: asked for with the holds of their batch, decided
// under the head that allotment decided on, or again.
import type { DataSource } from 'typeorm';
import { err, ok } from '../../../shared/domain/result.ts';
import { readHead } from '../../../shared/ledger/ledger.ts';
import { SubgraphCallError } from '../../../shared/server/subgraph-client.ts';
import { nightsOf } from '../domain/booking.ts';
import type { BookingGroup } from '../domain/booking.ts';
import type { RoomRequest } from '../domain/room-request.ts';
import type { AskAllotment } from '../services/ask-allotment.ts';
import { hold, move, openDesk } from './desk.ts';
import type { Desk } from './desk.ts';
import { everything } from './everything.ts';
import { openTrial } from './trial.ts';
import type { Trial } from './trial.ts';

let trial: Trial;
let admin: DataSource;
let ask: (usual: AskAllotment) => AskAllotment;
/** All that was asked for, call by call. */
let asked: (readonly RoomRequest[])[];
let desk: Desk;

beforeAll(async () => {
  trial = await openTrial({
    ask:
      (usual) =>
      (...call) => {
        asked.push(call[1]);
        return ask(usual)(...call);
      },
  });
  ({ admin, desk } = trial);
});
beforeEach(() => {
  ask = (usual) => usual;
  asked = [];
});
afterAll(() => trial.close());

/** A group that was granted as a request, its line one that has rooms of its own. */
async function requested(changes: { readonly requestOnly?: true } = {}): Promise<BookingGroup> {
  ask =
    (usual) =>
    async (...call) => {
      const answer = await usual(...call);
      const decisions = answer.decisions.map((decision) =>
        decision.ok
          ? ok({
              status: 'ON_REQUEST' as const,
              nights: decision.value.nights.map((night) => ({
                ...night,
                ...(changes.requestOnly ? { requested: true as const } : {}),
              })),
            })
          : decision,
      );
      return { ...answer, decisions };
    };
  const group = await desk.held({ acceptOnRequest: true });
  ask = (usual) => usual;
  asked = [];
  return group;
}

const stored = async (id: string): Promise<unknown> => {
  const rows: unknown[] = await admin.query(
    `select p.part, p.live, p.status, p.rev from reservation.booking_parts p
       join reservation.bookings b on b.id = p.booking_id where b.group_id = $1 order by part`,
    [id],
  );
  return rows;
};

test('what is granted as a request takes no rooms, does not expire, and is told as one', async () => {
  const group = await requested();
  expect(group).toMatchObject({ status: 'ON_REQUEST', bookings: [{ status: 'ON_REQUEST' }] });
  expect(group).not.toHaveProperty('expiresAt');
  const told: unknown[] = await admin.query(
    `select type from reservation.outbox where payload->>'groupId' = $1`,
    [group.id],
  );
  expect(told).toEqual([{ type: 'booking.on-request' }]);
});

test('a yes to a request asks for its rooms and holds them anew, as a part of their own', async () => {
  const group = await requested();
  const [answer] = await desk.commit('H1', move('accept', group));
  expect(asked).toHaveLength(1);
  expect(asked[0]).toEqual([
    {
      agencyId: 'SIAM',
      lines: [{ roomType: 'A', checkIn: '2099-03-10', checkOut: '2099-03-12', rooms: 1 }],
    },
  ]);
  expect(answer).toMatchObject({ ok: true, value: { status: 'CONFIRMED' } });
  expect(await stored(group.id)).toEqual([
    { part: 1, live: false, status: 'ON_REQUEST', rev: 1 },
    { part: 2, live: true, status: 'CONFIRMED', rev: 1 },
  ]);
  const facts: unknown[] = await admin.query(
    `select id, content->>'status' as status from ledger.facts where id = $1`,
    [`${group.bookings[0]?.id}.2`],
  );
  expect(facts).toEqual([{ id: `${group.bookings[0]?.id}.2`, status: 'CONFIRMED' }]);
});

test('a yes to what is sold on request alone asks nobody', async () => {
  const group = await requested({ requestOnly: true });
  const [answer] = await desk.commit('H1', move('accept', group));
  expect(answer).toMatchObject({ ok: true, value: { status: 'CONFIRMED' } });
  expect(asked).toEqual([]);
  expect(await stored(group.id)).toEqual([{ part: 1, live: true, status: 'CONFIRMED', rev: 2 }]);
});

test('a second yes changes nothing', async () => {
  const group = await requested();
  await desk.commit('H1', move('accept', group));
  const before = await everything(admin);
  expect(await desk.commit('H1', move('accept', group))).toMatchObject([{ ok: true }]);
  expect(await everything(admin)).toEqual(before);
});

test('holds and changes of one batch are asked for together, in order of arrival', async () => {
  const group = await requested();
  const [first, second] = [hold(), hold({ agencyId: 'ASIA' })];
  const answers = await desk.commit('H1', first, move('accept', group), second);
  expect(answers.map((answer) => answer.ok)).toEqual([true, true, true]);
  expect(asked).toHaveLength(1);
  expect(asked[0]?.map(({ agencyId }) => agencyId)).toEqual(['SIAM', 'SIAM', 'ASIA']);
  const order: { id: string }[] = await admin.query(
    'select id from ledger.facts order by seq desc limit 3',
  );
  const ids = answers.map((answer) => (answer.ok ? (answer.value.bookings[0]?.id ?? '') : ''));
  expect(order.map(({ id }) => id).reverse()).toEqual([ids[0], `${ids[1]}.2`, ids[2]]);
});

test('a refusal of its rooms leaves the group as it was', async () => {
  const group = await requested();
  const refusal = err([{ code: 'SOLD_OUT_LINE' as const, needed: 1, have: 0 }]);
  ask =
    (usual) =>
    async (...call) => ({ ...(await usual(...call)), decisions: [refusal] });
  const before = await everything(admin);
  expect(await desk.commit('H1', move('accept', group))).toEqual([refusal]);
  expect(await everything(admin)).toEqual(before);
});

test('what was decided on a head that moved is decided again', async () => {
  const group = await requested();
  ask =
    (usual) =>
    async (...call) => {
      const answer = await usual(...call);
      return asked.length === 1 ? { ...answer, seq: answer.seq - 1 } : answer;
    };
  expect(await desk.commit('H1', move('accept', group))).toMatchObject([{ ok: true }]);
  expect(asked).toHaveLength(2);
});

test('a group that changed while its rooms were asked for is decided again, as it is then', async () => {
  const group = await requested();
  const other = await openDesk(trial.database);
  ask =
    (usual) =>
    async (...call) => {
      // Another process says yes first; allotment decides after that, on the head that it left.
      if (asked.length === 1) await other.commit('H1', move('accept', group));
      return usual(...call);
    };
  expect(await desk.commit('H1', move('accept', group))).toMatchObject([
    { ok: true, value: { status: 'CONFIRMED' } },
  ]);
  await other.close();
  expect(asked).toHaveLength(1);
  expect(await stored(group.id)).toHaveLength(2);
});

test('while nobody knows what is left it may be tried again, and its neighbours go on', async () => {
  const [group, neighbour] = [await requested(), await desk.held()];
  ask = () => () => Promise.reject(new SubgraphCallError('allotment could not be reached'));
  const answers = await desk.commit('H1', move('accept', group), move('confirm', neighbour));
  expect(answers).toMatchObject([
    err([{ code: 'BUSY' }]),
    { ok: true, value: { status: 'CONFIRMED' } },
  ]);
});

test('rooms that are found anew cost what was agreed', async () => {
  const group = await requested();
  ask =
    (usual) =>
    async (...call) => {
      const answer = await usual(...call);
      const dearer = answer.decisions.map((decision) =>
        decision.ok
          ? ok({
              ...decision.value,
              nights: decision.value.nights.map((night) => ({ ...night, rate: 99_999 })),
            })
          : decision,
      );
      return { ...answer, decisions: dearer };
    };
  const [answer] = await desk.commit('H1', move('accept', group));
  const booking = answer?.ok ? answer.value.bookings[0] : undefined;
  expect(nightsOf(booking!).map(({ rate }) => rate)).toEqual([10_000, 10_000]);
  const orders: unknown[] = await admin.query(
    'select total from reservation.sale_orders where group_id = $1',
    [group.id],
  );
  expect(orders).toEqual([{ total: 20_000 }]);
});

test('each change is one append', async () => {
  const group = await requested();
  const before = await readHead(admin, 'H1');
  await desk.commit('H1', move('accept', group));
  expect(await readHead(admin, 'H1')).toBe(before + 1);
});

test('a no rejects the request, once, and a yes comes too late for it', async () => {
  const group = await requested();
  const [answer] = await desk.commit('H1', move('decline', group));
  expect(answer).toMatchObject({ ok: true, value: { status: 'REJECTED' } });
  const before = await everything(admin);
  expect(await desk.commit('H1', move('decline', group))).toMatchObject([{ ok: true }]);
  expect(await desk.commit('H1', move('accept', group))).toMatchObject([
    { ok: false, error: [{ code: 'HOLD_EXPIRED' }] },
  ]);
  expect(await everything(admin)).toEqual(before);
});

test('a yes and a no at once: one of them settles it', async () => {
  const group = await requested();
  const answers = await Promise.all(
    (['accept', 'decline'] as const).map((kind) => desk.batches.submit('H1', move(kind, group))),
  );
  expect(answers.map(({ ok }) => ok)).toEqual([true, false]);
});
