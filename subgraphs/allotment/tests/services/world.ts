// A database of its own with the services of this subgraph around it: hotels, facts of any writer,
// and a supplier that says what the test wants.
import type { DataSource } from 'typeorm';
import type { Identity, Role } from '../../../../shared/auth/identity.ts';
import { connectDataSource } from '../../../../shared/database/data-source.ts';
import { inTransaction } from '../../../../shared/database/transaction.ts';
import type { NewFact } from '../../../../shared/domain/new-fact.ts';
import { formatNight } from '../../../../shared/domain/nights.ts';
import { instantOf, localNight } from '../../../../shared/domain/instants.ts';
import { append, readFacts, readHead } from '../../../../shared/ledger/ledger.ts';
import type { LedgerFact } from '../../../../shared/ledger/ledger.ts';
import { createTestDatabase } from '../../../../shared/testing/services/test-database.ts';
import type { TestDatabase } from '../../../../shared/testing/services/test-database.ts';
import { upsertHotel } from '../../repositories/hotels.ts';

export type Writer = 'allotment' | 'reservation' | 'hardblock';

export interface ServicesWorld {
  readonly database: TestDatabase;
  /** The subgraph's own connection. */
  readonly dataSource: DataSource;
  readonly admin: DataSource;
  addHotel(id: string): Promise<void>;
  /** Appends at the head, as the role that may; gives the head afterwards. */
  append(writer: Writer, hotelId: string, ...facts: NewFact[]): Promise<number>;
  /** The whole stream of a hotel. */
  facts(hotelId: string): Promise<readonly LedgerFact[]>;
  stop(): Promise<void>;
}

const APPEND_TRIES_MAX = 50;

export async function startServicesWorld(): Promise<ServicesWorld> {
  const database = await createTestDatabase();
  const connect = (role: Writer | 'admin'): Promise<DataSource> =>
    connectDataSource({ url: database.urls[role], schema: 'ledger', applicationName: 'test' });
  const dataSource = await connect('allotment');
  const admin = await connect('admin');
  const sources = {
    allotment: dataSource,
    reservation: await connect('reservation'),
    hardblock: await connect('hardblock'),
  };
  return {
    database,
    dataSource,
    admin,
    addHotel: (id) =>
      inTransaction(dataSource, async (manager) => {
        await upsertHotel(manager, hotelRow(id), []);
        return { ok: true as const, value: null };
      }).then(() => undefined),
    async append(writer, hotelId, ...facts) {
      for (let tries = 0; tries < APPEND_TRIES_MAX; tries += 1) {
        const expectedSeq = await readHead(sources[writer], hotelId);
        const done = await inTransaction(sources[writer], (manager) =>
          append(manager, { hotelId, expectedSeq, facts }),
        );
        if (done.ok) return done.value.seq;
      }
      throw new Error('the head never stood still');
    },
    facts: async (hotelId) => (await readFacts(dataSource, hotelId, 0)).facts,
    async stop() {
      await Promise.all([admin, ...Object.values(sources)].map((source) => source.destroy()));
      await database.drop();
    },
  };
}

function hotelRow(id: string) {
  return {
    id,
    name: id,
    names: { en: id },
    city: 'Bangkok',
    country: 'TH',
    timezone: 'Asia/Bangkok',
    currency: 'THB',
    updatedAt: '2026-01-01T00:00:00.000000Z',
  };
}

/** Civil date in Bangkok, `days` from today. */
export function night(days: number): string {
  const today = localNight(instantOf(new Date().toISOString()), 'Asia/Bangkok');
  return formatNight(today + days);
}

/** `rooms` of type A per night under contract K1, for 60 nights from today. */
export function contract(rooms: number, rev = 1, id = 'K1'): NewFact {
  return {
    kind: 'CONTRACT',
    id,
    rev,
    stayFrom: night(0),
    stayTo: night(60),
    contractKind: 'ALLOTMENT',
    currency: 'THB',
    lines: [{ roomType: 'A', quantity: rooms }],
  };
}

export function increase(id: string, n: number): NewFact {
  const target = { line: 'K1/A' };
  return {
    kind: 'EVENT',
    type: 'INCREASE_ALLOTMENT',
    id,
    rev: 1,
    target,
    from: night(0),
    to: night(60),
    n,
  };
}

/** A confirmed booking of `rooms` on K1/A for the night `days` from today. */
export function booking(id: string, rooms: number, days: number, agency = 'SIAM'): NewFact {
  return {
    kind: 'BOOKING',
    id,
    rev: 1,
    agency,
    status: 'CONFIRMED',
    heldAt: '2026-01-01T00:00:00Z',
    allocations: [{ line: 'K1/A', date: night(days), rooms }],
  };
}

/** Who asks; `agencyId` and `hotelIds` where the role has them. */
export function identity(role: Role, more: Partial<Identity> = {}): Identity {
  return { subject: `uid-${role}`, role, issuer: 'gateway', requestId: 'test', ...more };
}
