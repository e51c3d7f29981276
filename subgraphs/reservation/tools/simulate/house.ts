// What outlives a seed: a database with a clock that stands still, the allotment processes, the
// supplier. Each seed begins in emptied tables and takes hotels with names of its own, because the
// allotment processes remember what they have read.
import type { AddressInfo } from 'node:net';
import type { DataSource } from 'typeorm';
import { limits } from '../../../../shared/config/limits.ts';
import { createIdentitySigner } from '../../../../shared/auth/identity-signer.ts';
import { connectDataSource } from '../../../../shared/database/data-source.ts';
import { createSubgraphClient } from '../../../../shared/server/subgraph-client.ts';
import type { SubgraphClient } from '../../../../shared/server/subgraph-client.ts';
import { installStoppedClock } from '../../../../shared/testing/clock.ts';
import { createSimulator } from '../../../../shared/testing/mhg-simulator/simulator.ts';
import type { Simulator } from '../../../../shared/testing/mhg-simulator/simulator.ts';
import { createTestDatabase } from '../../../../shared/testing/services/test-database.ts';
import type { TestDatabase } from '../../../../shared/testing/services/test-database.ts';
import { startTestSystem } from '../../../../shared/testing/services/test-system.ts';
import type { TestSystem } from '../../../../shared/testing/services/test-system.ts';
import type { Downstream } from '../../domain/downstream.ts';
import { createDownstream } from '../../integrations/mhg/client.ts';

export const SUPPLIER_KEY = 'simulation';

export interface House {
  readonly database: TestDatabase;
  /** The owner's connection, which no gate stops. */
  readonly admin: DataSource;
  /** Appends the supply that a seed begins with, as the allotment role. */
  readonly supplyWriter: DataSource;
  /** Asks the allotment process; one client for all replicas. */
  readonly allotment: SubgraphClient;
  readonly supplier: Simulator;
  /** The client that reservation asks the supplier with. */
  readonly downstream: Downstream;
  /** Grows with every seed: part of the names of its hotels. */
  nextRun(): number;
  /** Empties all tables. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** Needs the services of jest's global setup, or of the command. */
export async function openHouse(): Promise<House> {
  const database = await createTestDatabase();
  const system = await startTestSystem({
    only: ['allotment'],
    database,
    env: { BOOKING_LOCK: 'off', LOG_LEVEL: 'warn' },
  });
  const admin = await connectDataSource({
    url: database.urls.admin,
    schema: 'public',
    applicationName: 'simulation',
  });
  const supplyWriter = await connectDataSource({
    url: database.urls.allotment,
    schema: 'allotment',
    applicationName: 'simulation supply',
    poolConnectionsMax: 1,
  });
  await installStoppedClock(admin);
  const supplier = createSimulator({
    seed: 1,
    hotels: 0,
    today: '2026-01-01',
    apiKey: SUPPLIER_KEY,
    now: () => new Date(0),
  });
  await supplier.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = supplier.app.server.address() as AddressInfo;
  const downstream = createDownstream({
    baseUrl: `http://127.0.0.1:${port}`,
    apiKey: SUPPLIER_KEY,
    limits: limits.downstream,
  });
  const allotment = clientOf(system);
  let runs = 0;
  return {
    database,
    admin,
    supplyWriter,
    allotment,
    supplier,
    downstream,
    nextRun: () => (runs += 1),
    clear: () => emptyTables(admin),
    close: async () => {
      await allotment.close();
      await downstream.close();
      await supplier.app.close();
      await system.stop();
      await supplyWriter.destroy();
      await admin.destroy();
      await database.drop();
    },
  };
}

function clientOf(system: TestSystem): SubgraphClient {
  const { identityKeys, ports } = system.settings;
  const url = (port: number): string => `http://127.0.0.1:${port}/graphql`;
  return createSubgraphClient({
    self: 'reservation',
    urls: {
      allotment: url(ports.allotment),
      reservation: url(ports.reservation),
      hardblock: url(ports.hardblock),
      agency: url(ports.agency),
    },
    signer: createIdentitySigner({
      privateJwk: identityKeys.private.reservation,
      issuer: 'reservation',
    }),
  });
}

/** Every table of the subgraphs and of the ledger, the sequences with them. */
async function emptyTables(admin: DataSource): Promise<void> {
  const tables: { name: string }[] = await admin.query(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname in ('ledger', 'reservation', 'allotment', 'hardblock', 'agency')
        and tablename not in ('stopped_clock', 'status_transform_configs')`,
  );
  await admin.query(
    `truncate ${tables.map(({ name }) => name).join(', ')} restart identity cascade`,
  );
}
