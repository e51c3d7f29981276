// What was agreed with an agency counts from the next booking on: suspension, refused hotels, markup.
import type { DataSource } from 'typeorm';
import { connectDataSource } from '../../../shared/database/data-source.ts';
import { err } from '../../../shared/domain/result.ts';
import { seed } from '../../../shared/testing/seed.ts';
import { createTestDatabase } from '../../../shared/testing/services/test-database.ts';
import type { TestDatabase } from '../../../shared/testing/services/test-database.ts';
import { nightsOf } from '../domain/booking.ts';
import { createAskAgency } from '../services/ask-agency.ts';
import type { CommandAnswer } from '../services/hotel-command.ts';
import { hold, move, openDesk } from './desk.ts';
import type { Desk } from './desk.ts';
import { everything } from './everything.ts';

const NOT_SOLD = {
  code: 'NOT_ENTITLED',
  path: '/hotelId',
  detail: 'The agency may not sell this hotel.',
} as const;

let database: TestDatabase;
let admin: DataSource;
let desk: Desk;

beforeAll(async () => {
  database = await createTestDatabase();
  admin = await connectDataSource({
    url: database.urls.admin,
    schema: 'agency',
    applicationName: 'test',
  });
  await seed(database).agency('SIAM').agency('ASIA').plant();
  desk = await openDesk(database, { terms: createAskAgency });
});
beforeEach(async () => {
  await admin.query('delete from agency.agency_hotels');
  await admin.query(
    `update agency.agencies set status = 'ACTIVE', markup_bp = 0, hotel_access = 'ALL'`,
  );
});
afterAll(async () => {
  await desk.close();
  await admin.destroy();
  await database.drop();
});

function set(agency: string, changes: string): Promise<unknown> {
  return admin.query(`update agency.agencies set ${changes} where id = $1`, [agency]);
}

function atHotel(
  agency: string,
  hotel: string,
  sells: boolean,
  markupBp: number | null = null,
): Promise<unknown> {
  return admin.query('insert into agency.agency_hotels values ($1, $2, $3, $4)', [
    agency,
    hotel,
    sells,
    markupBp,
  ]);
}

function ratesOf(answer: CommandAnswer | undefined): unknown {
  if (!answer?.ok) return answer;
  return answer.value.bookings.flatMap((booking) =>
    nightsOf(booking).map(({ rate, sellRate }) => [rate, sellRate]),
  );
}

test('the booking after a suspension is refused, its neighbours of the batch are not', async () => {
  await desk.held({ agencyId: 'SIAM' });
  await set('SIAM', `status = 'SUSPENDED'`);
  const [siam, asia] = await desk.commit(
    'H1',
    hold({ agencyId: 'SIAM' }),
    hold({ agencyId: 'ASIA' }),
  );
  expect(siam).toEqual(err([{ code: 'SUSPENDED' }]));
  expect(asia?.ok).toBe(true);
  await set('SIAM', `status = 'ACTIVE'`);
  expect((await desk.held({ agencyId: 'SIAM' })).status).toBe('HELD');
});

test('what a suspended agency holds it may still confirm and cancel', async () => {
  const [first, second] = [await desk.held(), await desk.held()];
  await set('SIAM', `status = 'SUSPENDED'`);
  const answers = await desk.commit('H1', move('confirm', first), move('cancel', second));
  expect(answers.map((answer) => answer.ok && answer.value.status)).toEqual([
    'CONFIRMED',
    'CANCELLED',
  ]);
});

test.each([
  ['a hotel that is refused', async () => atHotel('SIAM', 'H1', false), [NOT_SOLD]],
  [
    'a hotel that is not listed, when listed ones are all it may sell',
    async () => set('SIAM', `hotel_access = 'LISTED'`),
    [NOT_SOLD],
  ],
  [
    'a refused hotel while suspended, with both reasons',
    async () => {
      await atHotel('SIAM', 'H1', false);
      await set('SIAM', `status = 'SUSPENDED'`);
    },
    [{ code: 'SUSPENDED' }, NOT_SOLD],
  ],
] as const)('refuses %s and leaves everything as it was', async (_what, agree, reasons) => {
  await agree();
  const before = await everything(admin);
  const [answer] = await desk.commit('H1', hold({ agencyId: 'SIAM' }));
  expect(answer).toEqual(err(reasons));
  expect(await everything(admin)).toEqual(before);
});

test('sells a listed hotel, and is refused one of its own without touching another agency', async () => {
  await set('SIAM', `hotel_access = 'LISTED'`);
  await atHotel('SIAM', 'H1', true);
  await atHotel('ASIA', 'H1', false);
  const answers = await desk.commit('H1', hold({ agencyId: 'SIAM' }), hold({ agencyId: 'ASIA' }));
  expect(answers.map((answer) => answer.ok)).toEqual([true, false]);
});

test('a night is sold at the net rate with the markup of its agency, its own at this hotel before its usual one', async () => {
  await set('SIAM', 'markup_bp = 1250');
  await atHotel('SIAM', 'H2', true, 333);
  const usual = await desk.commit('H1', hold(), hold({ agencyId: 'ASIA' }));
  expect(usual.map(ratesOf)).toEqual([
    [
      [10_000, 11_250],
      [10_000, 11_250],
    ],
    [
      [10_000, 10_000],
      [10_000, 10_000],
    ],
  ]);
  const [own] = await desk.commit('H2', hold({ hotelId: 'H2' }));
  expect(ratesOf(own)).toEqual([
    [10_000, 10_333],
    [10_000, 10_333],
  ]);
});

test('what was held keeps its price whatever becomes of the markup, down to its order', async () => {
  await set('SIAM', 'markup_bp = 1000');
  const group = await desk.held();
  await set('SIAM', 'markup_bp = 5000');
  const [confirmed] = await desk.commit('H1', move('confirm', group));
  expect(ratesOf(confirmed)).toEqual([
    [10_000, 11_000],
    [10_000, 11_000],
  ]);
  const orders: unknown = await admin.query(
    'select total, net_total from reservation.sale_orders where group_id = $1',
    [group.id],
  );
  expect(orders).toEqual([{ total: 22_000, net_total: 20_000 }]);
});

test('an id that no agency could have, and a hotel that could not be stored, are nobody’s', async () => {
  const ask = createAskAgency(desk.dataSource);
  expect([...(await ask('H1', ['SIAM', 'NONE', '\0'])).keys()]).toEqual(['SIAM']);
  expect([...(await ask('\0', ['SIAM'])).values()]).toEqual([
    { id: 'SIAM', active: true, sellsHotel: true, markupBp: 0, currency: 'THB', creditFree: null },
  ]);
});

test('agencies asked about at several hotels in one moment hear what holds at each', async () => {
  await set('ASIA', `status = 'SUSPENDED'`);
  await atHotel('SIAM', 'H1', true, 500);
  await atHotel('SIAM', 'H2', false);
  const ask = createAskAgency(desk.dataSource);
  const [atH1, atH2, atH3] = await Promise.all([
    ask('H1', ['ASIA', 'SIAM', 'SIAM']),
    ask('H2', ['NONE', 'SIAM']),
    ask('H3', []),
  ]);
  expect(Object.fromEntries(atH1)).toMatchObject({
    ASIA: { id: 'ASIA', active: false, sellsHotel: true, markupBp: 0 },
    SIAM: { id: 'SIAM', active: true, sellsHotel: true, markupBp: 500 },
  });
  expect([...atH2.values()]).toMatchObject([{ id: 'SIAM', sellsHotel: false, markupBp: 0 }]);
  expect(atH3.size).toBe(0);
});

test('reservation asks through the function alone: the tables of agency are closed to it', async () => {
  for (const table of ['agencies', 'agency_hotels', 'agency_audit_log']) {
    await expect(desk.dataSource.query(`select 1 from agency.${table}`)).rejects.toThrow(
      'permission denied',
    );
  }
  const agency = await connectDataSource({
    url: database.urls.agency,
    schema: 'agency',
    applicationName: 'test',
  });
  await expect(agency.query(`select agency.booking_terms('{H1}', '{SIAM}')`)).rejects.toThrow(
    'permission denied',
  );
  await agency.destroy();
});
