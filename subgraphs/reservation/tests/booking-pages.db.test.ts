// Lists of bookings: in a stable order, filtered, and each tenant its own alone.
import type { DataSource } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';
import { connectDataSource } from '../../../shared/database/data-source.ts';
import { createTestDatabase } from '../../../shared/testing/services/test-database.ts';
import type { TestDatabase } from '../../../shared/testing/services/test-database.ts';
import { callers } from '../../../shared/testing/subgraph-call.ts';
import { findBookings } from '../services/find-bookings.ts';
import type { BookingQuery } from '../services/find-bookings.ts';
import { move, openDesk } from './desk.ts';
import type { Desk } from './desk.ts';

const gateway = { issuer: 'gateway', requestId: 'r' };
const operator: Identity = { ...callers.operator, ...gateway };
const siam: Identity = { ...callers.partner('SIAM'), ...gateway };
const asia: Identity = { ...callers.partner('ASIA'), ...gateway };
const supplier: Identity = { ...callers.supplier('H1'), ...gateway };

let database: TestDatabase;
let admin: DataSource;
let desk: Desk;
beforeAll(async () => {
  database = await createTestDatabase();
  desk = await openDesk(database);
  admin = await connectDataSource({
    url: database.urls.admin,
    schema: 'reservation',
    applicationName: 'test',
  });
});
afterAll(async () => {
  await desk.close();
  await admin.destroy();
  await database.drop();
});
beforeEach(async () => {
  await admin.query(
    'truncate reservation.booking_groups, reservation.client_references, reservation.outbox cascade',
  );
});

async function idsOf(
  identity: Identity,
  query: BookingQuery = {},
  page: { size?: number; after?: string } = {},
): Promise<string[]> {
  const { size = 100, after = null } = page;
  const rows = await findBookings(desk.dataSource, identity, query, { size, after });
  return rows.map((row) => row.bookingId);
}

async function book(changes: Parameters<Desk['held']>[0] = {}): Promise<string> {
  const group = await desk.held(changes);
  return group.bookings[0]!.id;
}

test('the latest hold comes first, its bookings with it', async () => {
  const line = { roomType: 'A', checkIn: '2099-03-10', checkOut: '2099-03-12', rooms: 1 };
  const first = await book();
  const second = await desk.held({ lines: [line, line] });
  const [a, b] = second.bookings.map((booking) => booking.id);
  const ids = await idsOf(operator);
  expect(ids.at(-1)).toBe(first);
  expect(new Set(ids.slice(0, 2))).toEqual(new Set([a, b]));
});

test('pages go on where they were while new bookings arrive: nothing twice, nothing left out', async () => {
  const held: string[] = [];
  for (let count = 0; count < 9; count += 1) held.push(await book());
  const seen: string[] = [];
  for (;;) {
    const page = await idsOf(
      operator,
      {},
      { size: 2, ...(seen.length ? { after: seen.at(-1)! } : {}) },
    );
    await book();
    seen.push(...page.slice(0, 2));
    // One more than the page's size says that there are more.
    if (page.length <= 2) break;
  }
  expect(seen).toEqual(held.toReversed());
});

test('each filter keeps what it says and nothing else', async () => {
  const line = { roomType: 'A', checkIn: '2099-05-01', checkOut: '2099-05-03', rooms: 1 };
  const march = await book({ clientReference: 'march' });
  const may = await book({ hotelId: 'H2', lines: [line] });
  const of = await desk.held({ agencyId: 'ASIA' });
  await desk.commit('H1', move('cancel', of));
  const cancelled = of.bookings[0]!.id;
  const cases: [BookingQuery, string[]][] = [
    [{}, [cancelled, may, march]],
    [{ hotelIds: ['H2'] }, [may]],
    [{ hotelIds: ['H1'] }, [cancelled, march]],
    [{ agencyIds: ['ASIA'] }, [cancelled]],
    [{ agencyIds: [] }, []],
    [{ statuses: ['CANCELLED'] }, [cancelled]],
    [{ statuses: ['HELD', 'CANCELLED'] }, [cancelled, may, march]],
    [{ statuses: [] }, []],
    [{ clientReference: 'march' }, [march]],
    // Nights of 10 and 11 March; 1 and 2 May. The day of departure is not occupied.
    [{ from: '2099-03-11' }, [cancelled, may, march]],
    [{ from: '2099-03-12' }, [may]],
    [{ to: '2099-05-01' }, [cancelled, march]],
    [{ to: '2099-05-02' }, [cancelled, may, march]],
    [{ from: '2099-03-12', to: '2099-05-01' }, []],
  ];
  for (const [query, expected] of cases) {
    expect([query, await idsOf(operator, query)]).toEqual([query, expected]);
  }
});

describe('a tenant', () => {
  let ours: string;
  let theirs: string;
  beforeEach(async () => {
    ours = await book({ agencyId: 'SIAM', clientReference: 'same' });
    theirs = await book({ agencyId: 'ASIA', clientReference: 'same' });
  });

  test('sees its own bookings and no filter shows it another’s', async () => {
    expect(await idsOf(siam)).toEqual([ours]);
    expect(await idsOf(asia, { clientReference: 'same' })).toEqual([theirs]);
    expect(await idsOf(siam, { agencyIds: ['ASIA'] })).toEqual([]);
    expect(await idsOf(siam, { agencyIds: ['ASIA', 'SIAM'] })).toEqual([ours]);
    expect(await idsOf(supplier)).toEqual([]);
    expect(await idsOf(supplier, { agencyIds: ['SIAM'] })).toEqual([]);
    expect(await idsOf(operator)).toEqual([theirs, ours]);
  });

  test('learns nothing from a cursor on another’s booking', async () => {
    expect(await idsOf(siam, {}, { after: theirs })).toEqual([]);
    expect(await idsOf(siam, {}, { after: 'bkg_none' })).toEqual([]);
    expect(await idsOf(operator, {}, { after: theirs })).toEqual([ours]);
  });
});

test.each([{ hotelIds: ['\0'] }, { agencyIds: ['\0'] }, { clientReference: '\0' }])(
  'text that no row can have finds nothing: %j',
  async (query) => {
    await book();
    expect(await idsOf(operator, query)).toEqual([]);
  },
);
