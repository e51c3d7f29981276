// Builds the world of one test straight in its database: hotels, their supply, agencies. What a
// supplier and an operator would have told beforehand, without the processes that hear it.
import type { DataSource } from 'typeorm';
import { connectDataSource } from '../database/data-source.ts';
import type { ContractFact } from '../domain/facts.ts';
import { invariant } from '../domain/invariant.ts';
import type { NewFact } from '../domain/new-fact.ts';
import { append, readHead } from '../ledger/ledger.ts';
import type { TestDatabase } from './services/test-database.ts';

export interface SeedHotel {
  /** IANA zone; UTC unless said. */
  readonly timezone?: string;
  /** Codes; `['A']` unless said. */
  readonly roomTypes?: readonly string[];
  readonly currency?: string;
}

/** An ALLOTMENT contract in the hotel's currency, revision 1, unless said. */
export type SeedContract = Pick<ContractFact, 'id' | 'stayFrom' | 'stayTo' | 'lines'> &
  Partial<Omit<ContractFact, 'kind' | 'recordedAt' | 'retracted'>>;

export interface Seed {
  /** What follows is told of this hotel, until the next one. */
  hotel(id: string, hotel?: SeedHotel): Seed;
  contract(contract: SeedContract): Seed;
  /** Any other fact that allotment may write: events, pools, sub-allotments, audiences. */
  fact(fact: NewFact): Seed;
  agency(code: string, status?: 'ACTIVE' | 'SUSPENDED'): Seed;
  /** Writes all of it; nothing is written before. */
  plant(): Promise<void>;
}

interface PlannedHotel extends Required<SeedHotel> {
  readonly id: string;
  readonly contracts: SeedContract[];
  readonly facts: NewFact[];
}

/** `await seed(database).hotel('H1').contract({ … }).agency('SIAM').plant()`. */
export function seed(database: TestDatabase): Seed {
  const hotels: PlannedHotel[] = [];
  const agencies: [string, string][] = [];
  const lastHotel = (): PlannedHotel => {
    const hotel = hotels.at(-1);
    invariant(hotel !== undefined, 'supply is told of a hotel: call hotel() before');
    return hotel;
  };
  const self: Seed = {
    hotel(id, { timezone = 'UTC', roomTypes = ['A'], currency = 'THB' } = {}) {
      hotels.push({ id, timezone, roomTypes, currency, contracts: [], facts: [] });
      return self;
    },
    contract(contract) {
      const hotel = lastHotel();
      hotel.contracts.push(contract);
      return self.fact(toContractFact(contract, hotel.currency));
    },
    fact(fact) {
      lastHotel().facts.push(fact);
      return self;
    },
    agency(code, status = 'ACTIVE') {
      agencies.push([code, status]);
      return self;
    },
    async plant() {
      await connected(database.urls.admin, async (admin) => {
        for (const agency of agencies) await insertAgency(admin, agency);
        for (const hotel of hotels) await insertHotel(admin, hotel);
      });
      // As its own role: the ledger takes facts from their writers alone, from the owner none.
      await connected(database.urls.allotment, async (allotment) => {
        for (const hotel of hotels) await appendFacts(allotment, hotel);
      });
    },
  };
  return self;
}

async function connected(url: string, work: (source: DataSource) => Promise<void>): Promise<void> {
  const source = await connectDataSource({ url, schema: 'public', applicationName: 'test seed' });
  try {
    await work(source);
  } finally {
    await source.destroy();
  }
}

function toContractFact(contract: SeedContract, currency: string): NewFact {
  return { kind: 'CONTRACT', rev: 1, contractKind: 'ALLOTMENT', currency, ...contract };
}

async function insertAgency(admin: DataSource, [code, status]: [string, string]): Promise<void> {
  await admin.query(
    `insert into agency.agencies (id, name, country, currency, status)
     values ($1, $1, 'TH', 'THB', $2)`,
    [code, status],
  );
}

async function insertHotel(admin: DataSource, hotel: PlannedHotel): Promise<void> {
  await admin.query(
    `insert into allotment.hotels (id, name, names, city, country, timezone, currency, updated_at)
     values ($1, $1, '{}', 'Bangkok', 'TH', $2, $3, '2026-01-01T00:00:00Z')`,
    [hotel.id, hotel.timezone, hotel.currency],
  );
  await admin.query(
    `insert into allotment.room_types (hotel_id, code, name, names, max_occupancy, beds)
     select $1, code, code, '{}', 2, 1 from unnest($2::text[]) code`,
    [hotel.id, hotel.roomTypes],
  );
  await admin.query(
    `insert into allotment.contracts (hotel_id, id, name, rev, supplier_version)
     select $1, id, id, 1, '{}' from unnest($2::text[]) id`,
    [hotel.id, hotel.contracts.map((contract) => contract.id)],
  );
}

async function appendFacts(allotment: DataSource, hotel: PlannedHotel): Promise<void> {
  if (hotel.facts.length === 0) return;
  await allotment.transaction(async (manager) => {
    const expectedSeq = await readHead(manager, hotel.id);
    const { id: hotelId, facts } = hotel;
    const appended = await append(manager, { hotelId, expectedSeq, facts });
    invariant(appended.ok, 'nobody else writes while a test is seeded');
  });
}
