// One client reference is one booking, on a real database: whoever commits claims it, and it is looked
// up only when it was taken or something is refused.
import type { DataSource } from 'typeorm';
import { err } from '../../../shared/domain/result.ts';
import { readHead } from '../../../shared/ledger/ledger.ts';
import { SubgraphCallError } from '../../../shared/server/subgraph-client.ts';
import type { AskAllotment } from '../services/ask-allotment.ts';
import { hold, openDesk } from './desk.ts';
import type { Desk } from './desk.ts';
import { everything } from './everything.ts';
import { answering, codesOf, countRows, openTrial } from './trial.ts';
import type { Trial } from './trial.ts';

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

describe('one reference', () => {
  test('used for two hotels at once books one and names the hotel to the other', async () => {
    const clientReference = 'two hotels';
    // Neither has seen the other's claim when it is decided: only the transaction can tell.
    let bothDecided: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      bothDecided = resolve;
    });
    ask =
      (usual) =>
      async (...call) => {
        const answer = await usual(...call);
        if (asked >= 2) bothDecided();
        await gate;
        return answer;
      };
    const one = hold({ clientReference, hotelId: 'H1' });
    const two = hold({ clientReference, hotelId: 'H2' });
    const answers = await Promise.all([desk.commit('H1', one), desk.commit('H2', two)]);
    const codes = answers.flat().map((answer) => (answer.ok ? 'held' : codesOf(answer)));
    expect(codes).toContain('held');
    expect(codes).toContainEqual([['DUPLICATE_REFERENCE', '/hotelId']]);
    expect(await countRows(admin, 'booking_groups', 'client_reference = $1', clientReference)).toBe(
      1,
    );
  });

  test('is one booking however often and from however many processes it is sent', async () => {
    const other = await openDesk(trial.database);
    const command = hold({ hotelId: 'H3', clientReference: 'again' });
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, index) =>
        (index % 2 === 0 ? desk : other).batches.submit('H3', command),
      ),
    );
    await other.close();
    const ids = answers.map((answer) => (answer.ok ? answer.value.id : codesOf(answer)));
    expect(new Set(ids.map(String)).size).toBe(1);
    expect(await countRows(admin, 'booking_groups', 'hotel_id = $1', 'H3')).toBe(1);
    expect(await readHead(admin, 'H3')).toBe(1);
  });

  test('that was used before is answered as before, and its neighbour is held all the same', async () => {
    const group = await desk.held();
    const again = hold({ clientReference: group.clientReference });
    const seq = await readHead(admin, 'H1');
    asked = 0;
    const answers = await desk.commit('H1', hold(), again, hold());
    expect(answers).toMatchObject([{ ok: true }, { ok: true, value: group }, { ok: true }]);
    expect(asked).toBe(2);
    expect(await readHead(admin, 'H1')).toBe(seq + 2);
  });

  test('that was used before takes no room from its neighbour: what is left is decided without it', async () => {
    const group = await desk.held();
    const again = hold({ clientReference: group.clientReference });
    const refusal = err([{ code: 'SOLD_OUT_LINE' as const }]);
    // One room is left: the first who asks gets it.
    ask = answering(({ decisions }) => ({
      decisions: decisions.map((decision, at) => (at === 0 ? decision : refusal)),
    }));
    expect(await desk.commit('H1', again, hold())).toMatchObject([
      { ok: true, value: group },
      { ok: true },
    ]);
  });

  test('is answered as before when nothing is left, and when allotment is away', async () => {
    const group = await desk.held();
    const again = hold({ clientReference: group.clientReference });
    const before = await everything(admin);
    ask = answering(({ decisions }) => ({
      decisions: decisions.map(() => err([{ code: 'SOLD_OUT_LINE' as const }])),
    }));
    expect(await desk.commit('H1', again)).toEqual([{ ok: true, value: group }]);
    ask = () => () => Promise.reject(new SubgraphCallError('allotment could not be reached'));
    expect(await desk.commit('H1', again)).toEqual([{ ok: true, value: group }]);
    expect(await everything(admin)).toEqual(before);
  });
});
