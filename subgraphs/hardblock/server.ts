// The hardblock subgraph's composition root: the only place that builds things. Run as
// `node subgraphs/hardblock/server.ts`; tests call `startServer` with settings of their own.
import { createIdentityVerifier } from '../../shared/auth/identity-verifier.ts';
import type { SubgraphEnvironment } from '../../shared/config/environment.ts';
import { connectDataSource } from '../../shared/database/data-source.ts';
import { startDatabaseClock } from '../../shared/database/database-clock.ts';
import { runSubgraph } from '../../shared/server/run-until-signalled.ts';
import { startSubgraphServer } from '../../shared/server/subgraph-server.ts';
import type { RunningSubgraph } from '../../shared/server/subgraph-server.ts';
import type { Logger } from '../../shared/telemetry/logger.ts';
import { createHardBlocksByHotel } from './loaders/hard-blocks-by-hotel.ts';
import { HardBlock } from './resolvers/HardBlock.ts';
import { hardBlock } from './resolvers/Query/hardBlock.ts';
import { hardBlocks } from './resolvers/Query/hardBlocks.ts';
import type { HardBlockContext } from './resolvers/context.ts';
import { loadHotelBlocks } from './services/load-hotel-blocks.ts';

const resolvers = {
  Query: { hardBlock, hardBlocks },
  HardBlock,
};

export async function startServer(
  settings: SubgraphEnvironment,
  logger: Logger,
): Promise<RunningSubgraph> {
  const dataSource = await connectDataSource({
    url: settings.databaseUrl,
    schema: 'hardblock',
    applicationName: 'hardblock',
    logger,
  });
  const clock = await startDatabaseClock(dataSource, logger);
  const dependencies = { dataSource };
  const server = await startSubgraphServer<HardBlockContext>({
    name: 'hardblock',
    host: settings.host,
    port: settings.port,
    logger,
    verifier: createIdentityVerifier({
      jwks: settings.identityJwks,
      audience: 'hardblock',
      now: clock.now,
    }),
    resolvers,
    context: (identity) => ({
      hardBlocksByHotel: createHardBlocksByHotel((hotelIds) =>
        loadHotelBlocks(dependencies, identity, hotelIds),
      ),
    }),
    isReady: async () => {
      await dataSource.query('select 1');
      return true;
    },
  });
  return {
    port: server.port,
    stop: async () => {
      await server.stop();
      await clock.stop();
      await dataSource.destroy();
    },
  };
}

runSubgraph('hardblock', startServer);
