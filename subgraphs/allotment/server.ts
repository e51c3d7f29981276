// Composition root of the allotment subgraph's server.
import { createIdentityVerifier } from '../../shared/auth/identity-verifier.ts';
import { bookingSettings } from '../../shared/config/environment.ts';
import type { SubgraphEnvironment } from '../../shared/config/environment.ts';
import { connectDataSource } from '../../shared/database/data-source.ts';
import { startDatabaseClock } from '../../shared/database/database-clock.ts';
import { openHotelLock } from '../../shared/lock/open-hotel-lock.ts';
import { openDeadLetterDesk } from '../../shared/dead-letters/open-desk.ts';
import { runSubgraph } from '../../shared/server/run-until-signalled.ts';
import { startSubgraphServer } from '../../shared/server/subgraph-server.ts';
import type { RunningSubgraph } from '../../shared/server/subgraph-server.ts';
import type { Logger } from '../../shared/telemetry/logger.ts';
import { createLoaders } from './loaders/loaders.ts';
import type { AllotmentContext } from './resolvers/context.ts';
import { resolvers } from './resolvers/resolvers.ts';
import { findHotelsByIds, findRoomTypes } from './repositories/hotels.ts';
import { createAllotment } from './services/allotment.ts';

/** Serves until it is stopped. */
export async function startAllotment(
  settings: SubgraphEnvironment,
  logger: Logger,
  lockSetting: 'redis' | 'off' = bookingSettings().lock,
): Promise<RunningSubgraph> {
  const dataSource = await connectDataSource({
    url: settings.databaseUrl,
    schema: 'allotment',
    applicationName: 'allotment server',
    logger,
  });
  const clock = await startDatabaseClock(dataSource, logger);
  const finders = {
    findHotels: (ids: readonly string[]) => findHotelsByIds(dataSource, ids),
    findRoomTypes: (hotelIds: readonly string[]) => findRoomTypes(dataSource, hotelIds),
  };
  const lock = await openHotelLock({ ...settings, lock: lockSetting }, logger);
  const services = createAllotment(dataSource, lock);
  const deadLetters = await openDeadLetterDesk('allotment', settings, dataSource, logger);
  const server = await startSubgraphServer<AllotmentContext>({
    name: 'allotment',
    host: settings.host,
    port: settings.port,
    logger,
    verifier: createIdentityVerifier({
      jwks: settings.identityJwks,
      audience: 'allotment',
      now: clock.now,
    }),
    resolvers,
    context: (identity) => ({
      identity,
      loaders: createLoaders(finders, identity),
      services,
      deadLetters: deadLetters.desk,
    }),
    isReady: async () => {
      await dataSource.query('select 1');
      return true;
    },
  });
  return {
    port: server.port,
    async stop() {
      await server.stop();
      await deadLetters.close();
      await lock.close();
      await clock.stop();
      await dataSource.destroy();
    },
  };
}

runSubgraph('allotment', startAllotment);
