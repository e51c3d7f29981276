// What server.ts and worker.ts open alike: database, lock, calls to other subgraphs and to the
// supplier, and the booking queue on top of them.
import type { DataSource } from 'typeorm';
import { createIdentitySigner } from '../../shared/auth/identity-signer.ts';
import type {
  BookingSettings,
  SubgraphEnvironment,
  SupplierSettings,
} from '../../shared/config/environment.ts';
import { limits } from '../../shared/config/limits.ts';
import { connectDataSource } from '../../shared/database/data-source.ts';
import { startDatabaseClock } from '../../shared/database/database-clock.ts';
import type { DatabaseClock } from '../../shared/database/database-clock.ts';
import { openHotelLock } from '../../shared/lock/open-hotel-lock.ts';
import { createSubgraphClient } from '../../shared/server/subgraph-client.ts';
import type { SubgraphClient } from '../../shared/server/subgraph-client.ts';
import type { Logger } from '../../shared/telemetry/logger.ts';
import { createDownstream } from './integrations/mhg/client.ts';
import { createMessageReader } from './integrations/mhg/message-reader.ts';
import { createReservation } from './services/reservation.ts';
import type { ReservationServices } from './services/reservation.ts';

export interface Wiring {
  readonly dataSource: DataSource;
  readonly clock: DatabaseClock;
  readonly services: ReservationServices;
  /** Asks other subgraphs in this process's own name. */
  readonly client: SubgraphClient;
  /** Begins nothing new at the supplier and waits for none of its answers any more. */
  readonly stopAsking: () => void;
  /** Lets batches finish, then closes what was opened. */
  readonly close: () => Promise<void>;
}

/** Opens everything; `role` names the process in pg_stat_activity. */
export async function openWiring(
  settings: SubgraphEnvironment,
  booking: BookingSettings,
  /** The secret is told to the server that hears the supplier; without it no message is genuine. */
  supplier: SupplierSettings & { readonly webhookSecret?: string },
  logger: Logger,
  role: 'server' | 'worker',
): Promise<Wiring> {
  const dataSource = await connectDataSource({
    url: settings.databaseUrl,
    schema: 'reservation',
    applicationName: `reservation ${role}`,
    logger,
  });
  const clock = await startDatabaseClock(dataSource, logger);
  const lock = await openHotelLock({ ...settings, lock: booking.lock }, logger);
  // The worker runs the jobs of all subgraphs under a key of its own.
  const self = role === 'worker' ? 'worker' : 'reservation';
  const client = createSubgraphClient({
    self,
    urls: settings.subgraphUrls,
    signer: createIdentitySigner({
      privateJwk: settings.identityKey,
      issuer: self,
      now: clock.now,
    }),
  });
  const downstream = createDownstream({ ...supplier, limits: limits.downstream });
  const stopping = new AbortController();
  const services = createReservation({
    dataSource,
    lock,
    client,
    downstream,
    reader: createMessageReader({ secret: supplier.webhookSecret ?? '', now: () => new Date() }),
    stopping: stopping.signal,
    expiryMinutes: booking.expiryMinutes,
    logger,
  });
  return {
    dataSource,
    clock,
    services,
    client,
    stopAsking: () => {
      stopping.abort();
    },
    close: async () => {
      stopping.abort();
      await services.drain();
      await lock.close();
      await client.close();
      await downstream.close();
      await clock.stop();
      await dataSource.destroy();
    },
  };
}
