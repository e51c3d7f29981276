// A batch on a real database: decided on one head, committed on that head or not at all.
import type { DataSource } from 'typeorm';
import { limits } from '../../../shared/config/limits.ts';
import { err } from '../../../shared/domain/result.ts';
import { readHead } from '../../../shared/ledger/ledger.ts';
import { SubgraphCallError } from '../../../shared/server/subgraph-client.ts';
import { moveClock } from '../../../shared/testing/clock.ts';
import type { AskAllotment } from '../services/ask-allotment.ts';
import { hold, move, openDesk, SUSPENDED_AGENCY, UNKNOWN_AGENCY } from './desk.ts';
import type { Desk } from './desk.ts';
import { everything } from './everything.ts';
import { answering, codesOf, countRows, openTrial } from './trial.ts';
import type { Trial } from './trial.ts';

const busy = err([{ code: 'BUSY' }]);
const expired = err([{ code: 'HOLD_EXPIRED' }]);

let trial: Trial;
let admin: DataSource;
/** What the test's allotment answers; the usual is to grant everything on the present head. */
let ask: (usual: AskAllotment) => AskAllotment;
let asked: number;
let desk: Desk;

beforeAll(async () => {
  trial = await openTrial({
    ask:
      (usual) =>
      (...call) => {
        asked += 1;
        return ask(usual)(...call);
      },
  });
  ({ admin, desk } = trial);
});
beforeEach(() => {
  ask = (usual) => usual;
  asked = 0;
});
afterAll(() => trial.close());

describe('a hold that was decided on a head that moved', () => {
  test('is decided again on the head that is there', async () => {
    await desk.held();
    asked = 0;
    ask = answering(({ seq }) => (asked === 1 ? { seq: seq - 1 } : {}));
    const [answer] = await desk.commit('H1', hold());
    expect(answer).toMatchObject({ ok: true, value: { status: 'HELD' } });
    expect(asked).toBe(2);
  });

  test('is BUSY after a bounded number of tries, and nothing is written', async () => {
    await desk.held();
    const before = await everything(admin);
    asked = 0;
    ask = answering(({ seq }) => ({ seq: seq - 1 }));
    expect(await desk.commit('H1', hold())).toEqual([busy]);
    expect(asked).toBe(limits.booking.movedHeadRetriesMax);
    expect(await everything(admin)).toEqual(before);
  });

  test('is not decided again for a refusal’s sake', async () => {
    const group = await desk.held();
    const refusal = err([{ code: 'SOLD_OUT_LINE' as const }]);
    asked = 0;
    ask = answering(({ seq, decisions }) => ({
      seq: seq - 1,
      decisions: decisions.map(() => refusal),
    }));
    const answers = await desk.commit('H1', hold(), move('confirm', group));
    expect(answers).toMatchObject([refusal, { ok: true, value: { status: 'CONFIRMED' } }]);
    expect(asked).toBe(1);
  });
});

describe('a hold whose decision outlived its time', () => {
  test.each([
    ['ended before the commit', { validUntil: '2020-01-01T00:00:00Z' }],
    ['was made for an instant that is yet to come', { asOf: '2190-01-01T00:00:00Z' }],
  ])('%s: BUSY, and nothing is written', async (_what, change) => {
    const before = await everything(admin);
    ask = answering(() => change);
    expect(await desk.commit('H1', hold())).toEqual([busy]);
    expect(await everything(admin)).toEqual(before);
  });
});

describe('a service that is away', () => {
  const away: typeof ask = () => () =>
    Promise.reject(new SubgraphCallError('allotment could not be reached'));

  test('is BUSY at once for a hold, and nothing is written', async () => {
    const before = await everything(admin);
    ask = away;
    expect(await desk.commit('H1', hold())).toEqual([busy]);
    expect(asked).toBe(1);
    expect(await everything(admin)).toEqual(before);
  });

  test('keeps nobody from confirming what is held', async () => {
    const group = await desk.held();
    ask = away;
    expect(await desk.commit('H1', hold(), move('confirm', group))).toMatchObject([
      busy,
      { ok: true, value: { status: 'CONFIRMED' } },
    ]);
  });

  test('is not what a defect of ours looks like', async () => {
    ask = () => () => Promise.reject(new TypeError('a defect'));
    await expect(desk.commit('H1', hold())).rejects.toThrow('a defect');
  });
});

test('a batch is one append: each command has its own answer, a refused one spoils nobody', async () => {
  const [first, second, third] = [await desk.held(), await desk.held(), await desk.held()];
  const seq = await readHead(admin, 'H1');
  const refusal = err([{ code: 'SOLD_OUT_LINE' as const, needed: 9, have: 0 }]);
  ask = answering(({ decisions }) => ({
    decisions: decisions.map((grant, index) => (index === 1 ? refusal : grant)),
  }));
  const answers = await desk.commit(
    'H1',
    hold(),
    move('confirm', first),
    hold(),
    move('cancel', second),
    move('expire', third),
    move('confirm', { id: 'grp_none' }),
    hold({ agencyId: SUSPENDED_AGENCY }),
  );
  expect(answers).toMatchObject([
    { ok: true, value: { status: 'HELD' } },
    { ok: true, value: { status: 'CONFIRMED' } },
    refusal,
    { ok: true, value: { status: 'CANCELLED' } },
    { ok: true, value: { status: 'HELD' } },
    err([{ code: 'NOT_FOUND', path: '/groupId' }]),
    err([{ code: 'SUSPENDED' }]),
  ]);
  expect(await readHead(admin, 'H1')).toBe(seq + 3);
  const stamps: unknown[] = await admin.query(
    'select distinct recorded_at from ledger.facts where seq > $1',
    [seq],
  );
  expect(stamps).toHaveLength(1);
  expect(await countRows(admin, 'booking_audit_log', 'seq = $1', seq + 3)).toBe(3);
  expect(await countRows(admin, 'outbox', 'seq = $1', seq + 3)).toBe(3);
});

describe('what does not exist', () => {
  const noHotel: typeof ask = answering(({ decisions }) => ({
    decisions: decisions.map(() => err([{ code: 'NOT_FOUND' as const, path: '/hotelId' }])),
  }));

  test('agency and hotel are both named at once', async () => {
    ask = noHotel;
    const [answer] = await desk.commit('H9', hold({ hotelId: 'H9', agencyId: UNKNOWN_AGENCY }));
    expect(codesOf(answer)).toEqual([
      ['NOT_FOUND', '/agencyId'],
      ['NOT_FOUND', '/hotelId'],
    ]);
  });

  test('an unknown agency takes nothing from those who are looked at with it', async () => {
    const seen: string[] = [];
    ask = (usual) => (hotelId, requests, requestId) => {
      seen.push(...requests.map((request) => request.agencyId));
      return usual(hotelId, requests, requestId);
    };
    const answers = await desk.commit('H1', hold({ agencyId: UNKNOWN_AGENCY }), hold());
    expect(seen).toEqual(['SIAM', UNKNOWN_AGENCY]);
    expect(codesOf(answers[0])).toEqual([['NOT_FOUND', '/agencyId']]);
    expect(answers[1]?.ok).toBe(true);
  });

  test('a hotel id that can be none is asked of nobody', async () => {
    const [answer] = await desk.commit('h\0', hold({ hotelId: 'h\0' }));
    expect(codesOf(answer)).toEqual([['NOT_FOUND', '/hotelId']]);
    expect(asked).toBe(0);
  });

  test('a group of another hotel is not found in this one', async () => {
    const group = await desk.held();
    const [answer] = await desk.commit('H2', move('cancel', group));
    expect(codesOf(answer)).toEqual([['NOT_FOUND', '/groupId']]);
  });
});

describe('confirmations', () => {
  test('twenty at once from two processes make one sale order and answer the same', async () => {
    const other = await openDesk(trial.database);
    const group = await desk.held();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? desk : other).batches.submit('H1', move('confirm', group)),
      ),
    );
    await other.close();
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ ok: true, value: { status: 'CONFIRMED' } });
    expect(await countRows(admin, 'sale_orders', 'group_id = $1', group.id)).toBe(1);
    expect(await countRows(admin, 'booking_audit_log', 'group_id = $1', group.id)).toBe(2);
  });

  test('are refused from the very end of the hold on, as are cancels', async () => {
    const [first, second] = [await desk.held(), await desk.held()];
    await moveClock(admin, 15 * 60_000);
    const before = await everything(admin);
    const answers = await desk.commit('H1', move('confirm', first), move('cancel', second));
    expect(answers).toEqual([expired, expired]);
    expect(await everything(admin)).toEqual(before);
  });
});

test('a group with bookings on one night and over several is stored as it was granted', async () => {
  const lines = [
    { roomType: 'A', checkIn: '2099-03-10', checkOut: '2099-03-12', rooms: 2 },
    { roomType: 'B', checkIn: '2099-03-11', checkOut: '2099-03-12', rooms: 1 },
  ];
  const group = await desk.held({ lines });
  const [again] = await desk.commit('H1', hold({ lines, clientReference: group.clientReference }));
  expect(again).toEqual({ ok: true, value: group });
});
