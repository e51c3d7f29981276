// What server.ts and worker.ts open alike: database, lock, calls to other subgraphs, and the booking
// queue on top of them.
import type { DataSource } from 'typeorm';
import { createIdentitySigner } from '../../shared/auth/identity-signer.ts';
import type { BookingSettings, SubgraphEnvironment } from '../../shared/config/environment.ts';
import { connectDataSource } from '../../shared/database/data-source.ts';
import { openHotelLock } from '../../shared/lock/open-hotel-lock.ts';
import { createSubgraphClient } from '../../shared/server/subgraph-client.ts';
import type { Logger } from '../../shared/telemetry/logger.ts';
import { createReservation } from './services/reservation.ts';
import type { ReservationServices } from './services/reservation.ts';

export interface Wiring {
  readonly dataSource: DataSource;
  readonly services: ReservationServices;
  /** Lets batches finish, then closes what was opened. */
  readonly close: () => Promise<void>;
}

/** Opens everything; `role` names the process in pg_stat_activity. */
export async function openWiring(
  settings: SubgraphEnvironment,
  booking: BookingSettings,
  logger: Logger,
  role: 'server' | 'worker',
): Promise<Wiring> {
  const dataSource = await connectDataSource({
    url: settings.databaseUrl,
    schema: 'reservation',
    applicationName: `reservation ${role}`,
    logger,
  });
  const lock = await openHotelLock({ ...settings, lock: booking.lock }, logger);
  // The worker runs the jobs of all subgraphs under a key of its own.
  const self = role === 'worker' ? 'worker' : 'reservation';
  const client = createSubgraphClient({
    self,
    urls: settings.subgraphUrls,
    signer: createIdentitySigner({ privateJwk: settings.identityKey, issuer: self }),
  });
  const services = createReservation({
    dataSource,
    lock,
    client,
    expiryMinutes: booking.expiryMinutes,
    logger,
  });
  return {
    dataSource,
    services,
    close: async () => {
      await services.drain();
      await lock.close();
      await client.close();
      await dataSource.destroy();
    },
  };
}
