// The allotment subgraph as its callers meet it: over HTTP, under signed identities, on a real ledger.
// Used by the *.db.test.ts beside this file that go through the server.
import type { DataSource } from 'typeorm';
import type { IdentityClaims } from '../../../../shared/auth/identity.ts';
import { testServicesEnvironment } from '../../../../shared/config/environment.ts';
import { connectDataSource } from '../../../../shared/database/data-source.ts';
import { append, readHead } from '../../../../shared/ledger/ledger.ts';
import type { NewFact } from '../../../../shared/domain/new-fact.ts';
import { createLogger } from '../../../../shared/telemetry/logger.ts';
import { seed } from '../../../../shared/testing/seed.ts';
import { createTestDatabase } from '../../../../shared/testing/services/test-database.ts';
import type { TestDatabase } from '../../../../shared/testing/services/test-database.ts';
import {
  callSubgraph,
  testIdentities,
  testSubgraphSettings,
} from '../../../../shared/testing/subgraph-call.ts';
import type { SubgraphAnswer } from '../../../../shared/testing/subgraph-call.ts';
import { startAllotment } from '../../server.ts';

export const NIGHT = '2031-03-10';
export const NEXT = '2031-03-11';
export interface ServedWorld {
  ask(
    identity: IdentityClaims,
    query: string,
    input: Record<string, unknown>,
  ): Promise<SubgraphAnswer<Record<string, unknown>>>;
  /**
   * 10 rooms of A and 2 of B; on the night, a block of 4 for ASIA, 1 sold to SIAM and then 2 to ASIA;
   * `before` that last one.
   */
  openHotel(): Promise<{ readonly hotelId: string; readonly before: string }>;
  /** Opens or changes an agency; `hotels` says at which hotels its terms differ. */
  agency(code: string, terms: AgencyTerms): Promise<void>;
  stop(): Promise<void>;
}

export interface AgencyTerms {
  readonly access?: 'ALL' | 'LISTED';
  readonly markupBp?: number;
  readonly commissionBp?: number;
  readonly hotels?: Readonly<
    Record<string, { readonly sells: boolean; readonly markupBp?: number }>
  >;
}

type Writer = 'allotment' | 'reservation' | 'hardblock';

export async function serveWorld(): Promise<ServedWorld> {
  const database = await createTestDatabase();
  const identities = await testIdentities();
  const settings = testSubgraphSettings({
    name: 'allotment',
    identities,
    databaseUrl: database.urls.allotment,
    redisUrl: testServicesEnvironment().redisUrl,
  });
  const server = await startAllotment(settings, createLogger('allotment', 'silent'));
  const connect = (writer: Writer): Promise<DataSource> =>
    connectDataSource({ url: database.urls[writer], schema: 'ledger', applicationName: 'test' });
  const admin = await connectDataSource({
    url: database.urls.admin,
    schema: 'agency',
    applicationName: 'test',
  });
  const sources = {
    allotment: await connect('allotment'),
    reservation: await connect('reservation'),
    hardblock: await connect('hardblock'),
  };
  let hotels = 0;
  return {
    ask: (identity, query, input) =>
      callSubgraph({
        url: `http://127.0.0.1:${server.port}/graphql`,
        subgraph: 'allotment',
        signer: identities.signers.gateway,
        identity,
        query,
        variables: { input },
      }),
    async openHotel() {
      hotels += 1;
      const hotelId = `H${hotels}`;
      await plantHotel(database, hotelId);
      const cells = [{ line: 'K1/A', date: NIGHT, rooms: 4 }];
      const head = { kind: 'EVENT', type: 'BLOCK_CONTRACT', id: 'b1', rev: 1 } as const;
      const block = { ...head, status: 'DEFINITE', agency: 'ASIA', cells } as const;
      await record(sources.hardblock, hotelId, block);
      const before = await record(sources.reservation, hotelId, booking('bkg_s', 1, 'SIAM'));
      await record(sources.reservation, hotelId, booking('bkg_a', 2, 'ASIA'));
      return { hotelId, before };
    },
    agency: (code, terms) => agree(admin, code, terms),
    async stop() {
      await server.stop();
      await admin.destroy();
      await Promise.all(Object.values(sources).map((source) => source.destroy()));
      await database.drop();
    },
  };
}

async function agree(admin: DataSource, code: string, terms: AgencyTerms): Promise<void> {
  const { access = 'ALL', markupBp = 0, commissionBp = 0, hotels = {} } = terms;
  await admin.query(
    `insert into agency.agencies (id, name, currency, status, hotel_access, markup_bp, commission_bp)
     values ($1, $1, 'THB', 'ACTIVE', $2, $3, $4)
     on conflict (id) do update set hotel_access = $2, markup_bp = $3, commission_bp = $4`,
    [code, access, markupBp, commissionBp],
  );
  await admin.query('delete from agency.agency_hotels where agency_id = $1', [code]);
  for (const [hotelId, { sells, markupBp: own = null }] of Object.entries(hotels)) {
    await admin.query('insert into agency.agency_hotels values ($1, $2, $3, $4)', [
      code,
      hotelId,
      sells,
      own,
    ]);
  }
}

function plantHotel(database: TestDatabase, hotelId: string): Promise<void> {
  return seed(database)
    .hotel(hotelId, { roomTypes: ['A', 'B'] })
    .contract({
      id: 'K1',
      stayFrom: '2031-01-01',
      stayTo: '2032-01-01',
      lines: [
        { roomType: 'A', quantity: 10, rate: 150_000 },
        { roomType: 'B', quantity: 2, rate: 90_000 },
      ],
    })
    .plant();
}

/** Appends and tells when it was recorded. */
async function record(source: DataSource, hotelId: string, fact: NewFact): Promise<string> {
  const expectedSeq = await readHead(source, hotelId);
  const done = await source.transaction((manager) =>
    append(manager, { hotelId, expectedSeq, facts: [fact] }),
  );
  if (!done.ok) throw new Error(done.error.code);
  return done.value.recordedAt;
}

function booking(id: string, rooms: number, agency: string): NewFact {
  return {
    kind: 'BOOKING',
    id,
    rev: 1,
    agency,
    status: 'CONFIRMED',
    heldAt: '2026-01-01T00:00:00Z',
    allocations: [{ line: 'K1/A', date: NIGHT, rooms }],
  };
}

export const REFUSED = '... on Refusal { reasons { code path } }';
