// Holds that run out: ended once, by whoever comes first, and never a moment too early.
import type { DataSource } from 'typeorm';
import { connectDataSource } from '../../../shared/database/data-source.ts';
import { readHead } from '../../../shared/ledger/ledger.ts';
import { installTestClock, moveClock } from '../../../shared/testing/clock.ts';
import { createTestDatabase } from '../../../shared/testing/services/test-database.ts';
import type { TestDatabase } from '../../../shared/testing/services/test-database.ts';
import type { BookingGroup } from '../domain/booking.ts';
import { findGroupsByIds } from '../repositories/booking-groups.ts';
import { expireDueHolds, expireHold } from '../services/expire-holds.ts';
import type { HotelBatches } from '../services/hotel-batches.ts';
import { hold, move, openDesk } from './desk.ts';
import type { Desk } from './desk.ts';
import { everything } from './everything.ts';

const EXPIRY_MS = 15 * 60_000;

let database: TestDatabase;
let admin: DataSource;
let desk: Desk;
beforeAll(async () => {
  database = await createTestDatabase();
  admin = await connectDataSource({
    url: database.urls.admin,
    schema: 'reservation',
    applicationName: 'test',
  });
  await installTestClock(admin);
  desk = await openDesk(database);
});
afterAll(async () => {
  await desk.close();
  await admin.destroy();
  await database.drop();
});
// Whatever a test left on hold is over before the next begins.
beforeEach(async () => {
  await moveClock(admin, EXPIRY_MS);
  await expireDueHolds(desk);
});

async function statusOf(group: BookingGroup): Promise<string | undefined> {
  const [found] = await findGroupsByIds(admin, [group.id]);
  return found?.status;
}

async function statesIn(table: string, group: BookingGroup): Promise<unknown[]> {
  const rows: { state: string }[] = await admin.query(
    table === 'outbox'
      ? `select type as state from reservation.outbox where payload->>'groupId' = $1 order by seq`
      : `select to_status as state from reservation.booking_audit_log where group_id = $1 order by seq`,
    [group.id],
  );
  return rows.map((row) => row.state);
}

async function heldMany(count: number, hotelId: string): Promise<BookingGroup[]> {
  const answers = await Promise.all(
    Array.from({ length: count }, () => desk.batches.submit(hotelId, hold({ hotelId }))),
  );
  return answers.map((answer) => {
    if (!answer.ok) throw new Error(JSON.stringify(answer));
    return answer.value;
  });
}

describe('the sweep', () => {
  test('ends what is due and nothing else, audits and tells it, once', async () => {
    const [due, confirmed, cancelled] = [await desk.held(), await desk.held(), await desk.held()];
    await desk.commit('H1', move('confirm', confirmed), move('cancel', cancelled));
    await moveClock(admin, EXPIRY_MS);
    const fresh = await desk.held();
    expect(await expireDueHolds(desk)).toBe(1);
    expect(await Promise.all([due, confirmed, cancelled, fresh].map(statusOf))).toEqual([
      'EXPIRED',
      'CONFIRMED',
      'CANCELLED',
      'HELD',
    ]);
    expect(await statesIn('audit', due)).toEqual(['HELD', 'EXPIRED']);
    expect(await statesIn('outbox', due)).toEqual(['booking.held', 'booking.expired']);
    const after = await everything(admin);
    expect(await expireDueHolds(desk)).toBe(0);
    expect(await everything(admin)).toEqual(after);
  });

  test('is one append per hotel, however many holds', async () => {
    await heldMany(80, 'H2');
    const seq = await readHead(admin, 'H2');
    await moveClock(admin, EXPIRY_MS);
    expect(await expireDueHolds(desk)).toBe(80);
    expect(await readHead(admin, 'H2')).toBe(seq + 80);
    const stamps: unknown[] = await admin.query(
      `select distinct recorded_at from ledger.facts where hotel_id = 'H2' and seq > $1`,
      [seq],
    );
    expect(stamps).toHaveLength(1);
  });

  test('does not even look at a hold whose confirmation landed downstream', async () => {
    const group = await desk.held();
    await admin.query(
      'update reservation.booking_groups set downstream_confirmed = true where id = $1',
      [group.id],
    );
    await moveClock(admin, EXPIRY_MS);
    expect(await expireDueHolds(desk)).toBe(0);
    expect(await statusOf(group)).toBe('HELD');
  });

  test('by many at once ends each hold once', async () => {
    const other = await openDesk(database);
    const groups = await heldMany(20, 'H3');
    await moveClock(admin, EXPIRY_MS);
    await Promise.all([desk, other, desk, other].map((one) => expireDueHolds(one)));
    await other.close();
    for (const group of groups) expect(await statesIn('audit', group)).toEqual(['HELD', 'EXPIRED']);
  });

  test('goes on with the other hotels when one cannot be swept, and says so at the end', async () => {
    const broken = await desk.held({ hotelId: 'H-BROKEN' });
    const fine = await desk.held({ hotelId: 'H4' });
    await moveClock(admin, EXPIRY_MS);
    const batches: HotelBatches = {
      ...desk.batches,
      submit: (hotelId, command) =>
        hotelId === 'H-BROKEN'
          ? Promise.reject(new Error('broken'))
          : desk.batches.submit(hotelId, command),
    };
    await expect(expireDueHolds({ ...desk, batches })).rejects.toThrow('1 holds could not');
    expect([await statusOf(broken), await statusOf(fine)]).toEqual(['HELD', 'EXPIRED']);
  });
});

describe('the job of a hold', () => {
  test('that comes too early leaves it alone', async () => {
    const group = await desk.held();
    const before = await everything(admin);
    await expireHold(desk.batches, 'H1', group.id, 'too early');
    expect(await everything(admin)).toEqual(before);
  });

  test('three times at once, beside a sweep, ends it once', async () => {
    const group = await desk.held();
    await moveClock(admin, EXPIRY_MS);
    const job = (): Promise<void> => expireHold(desk.batches, 'H1', group.id, 'the hold ran out');
    await Promise.all([job(), job(), expireDueHolds(desk), job()]);
    expect(await statesIn('audit', group)).toEqual(['HELD', 'EXPIRED']);
    expect(await statesIn('outbox', group)).toEqual(['booking.held', 'booking.expired']);
  });

  test('of a hold that is not there is done', async () => {
    await expireHold(desk.batches, 'H1', 'grp_none', 'lost');
  });

  test('that could not be done now fails, so that it is tried again', async () => {
    const batches: HotelBatches = {
      ...desk.batches,
      submit: () => Promise.resolve({ ok: false, error: [{ code: 'BUSY' }] }),
    };
    await expect(expireHold(batches, 'H1', 'grp_1', 'x')).rejects.toThrow('could not be expired');
  });
});

test('confirmed and swept at the deadline by different processes, each ends in exactly one', async () => {
  const other = await openDesk(database);
  const groups = await heldMany(96, 'H5');
  const confirmAll = (some: readonly BookingGroup[]): Promise<boolean[]> =>
    Promise.all(
      some.map(async (group, index) => {
        const { batches } = index % 2 === 0 ? desk : other;
        return (await batches.submit('H5', move('confirm', group))).ok;
      }),
    );
  await moveClock(admin, EXPIRY_MS - 30_000);
  const race = new AbortController();
  const sweeps = (async () => {
    while (!race.signal.aborted) await expireDueHolds(other);
  })();
  // A third in time, a third while the deadline passes, a third too late.
  const inTime = await confirmAll(groups.slice(0, 32));
  const [atDeadline] = await Promise.all([
    confirmAll(groups.slice(32, 64)),
    moveClock(admin, 60_000),
  ]);
  const tooLate = await confirmAll(groups.slice(64));
  race.abort();
  await sweeps;
  await expireDueHolds(other);
  await other.close();

  expect([inTime.every((won) => won), tooLate.some((won) => won)]).toEqual([true, false]);
  const wins = [...inTime, ...atDeadline, ...tooLate];
  for (const [index, group] of groups.entries()) {
    const end = wins[index] ? 'CONFIRMED' : 'EXPIRED';
    expect(await statusOf(group)).toBe(end);
    expect(await statesIn('audit', group)).toEqual(['HELD', end]);
  }
  const orders: { n: number }[] = await admin.query(
    `select count(*) as n from reservation.sale_orders where hotel_id = 'H5'`,
  );
  expect(orders[0]?.n).toBe(wins.filter((won) => won).length);
  const late: unknown[] = await admin.query(
    `select b.id from reservation.sale_orders o join reservation.booking_groups b on b.id = o.group_id
       join ledger.facts f on f.hotel_id = b.hotel_id and f.seq = b.seq
      where f.recorded_at >= b.expires_at and b.hotel_id = 'H5'`,
  );
  expect(late).toEqual([]);
});
