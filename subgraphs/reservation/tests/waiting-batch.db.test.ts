// A batch that stands behind another writer of its hotel: what counts is what is true after the wait.
import type { DataSource } from 'typeorm';
import { err } from '../../../shared/domain/result.ts';
import { moveClock } from '../../../shared/testing/clock.ts';
import { hold, move } from './desk.ts';
import type { Desk } from './desk.ts';
import { countRows, openTrial } from './trial.ts';
import type { Trial } from './trial.ts';

let trial: Trial;
let admin: DataSource;
let desk: Desk;
beforeAll(async () => {
  trial = await openTrial();
  ({ admin, desk } = trial);
  // The hotel's stream begins, so that there is a head to wait for.
  await desk.held();
});
afterAll(() => trial.close());

describe('a batch that waits for the head of its hotel', () => {
  /** Holds the head while `work` runs; `waits` resolves once a batch of the desk stands behind it. */
  async function whileHeadIsTaken<T>(
    hotelId: string,
    work: (waits: () => Promise<number>) => Promise<T>,
  ): Promise<T> {
    return admin.transaction(async (manager) => {
      await manager.query('select 1 from ledger.heads where hotel_id = $1 for update', [hotelId]);
      return work(async () => {
        for (;;) {
          const waiting: { pid: number }[] = await admin.query(
            `select pid from pg_stat_activity where datname = current_database()
               and application_name = 'test desk' and wait_event_type = 'Lock'`,
          );
          if (waiting[0]) return waiting[0].pid;
        }
      });
    });
  }

  test('goes by the clock after the wait: a confirmation that came in time is too late', async () => {
    const group = await desk.held();
    const answer = await whileHeadIsTaken('H1', async (waits) => {
      const confirming = desk.commit('H1', move('confirm', group));
      await waits();
      await moveClock(admin, 15 * 60_000);
      return { confirming };
    });
    expect(await answer.confirming).toEqual([err([{ code: 'HOLD_EXPIRED' }])]);
    expect(await countRows(admin, 'sale_orders', 'group_id = $1', group.id)).toBe(0);
  });

  test('and is cut off there is decided again; sent again, it is still done once', async () => {
    const command = hold();
    const { cutOff } = await whileHeadIsTaken('H1', async (waits) => {
      const holding = desk.commit('H1', command);
      await admin.query('select pg_terminate_backend($1)', [await waits()]);
      return { cutOff: holding };
    });
    const first = await cutOff;
    expect(first).toMatchObject([{ ok: true, value: { status: 'HELD' } }]);
    const reference = command.request.clientReference;
    expect(await desk.commit('H1', command)).toEqual(first);
    expect(await countRows(admin, 'booking_groups', 'client_reference = $1', reference)).toBe(1);
  });
});
