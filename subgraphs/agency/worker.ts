// Composition root of the agency subgraph's jobs: its outbox is sent on. Started by the worker
// process, which runs the jobs of all subgraphs.
import { subgraphEnvironment } from '../../shared/config/environment.ts';
import type { SubgraphEnvironment } from '../../shared/config/environment.ts';
import { connectDataSource } from '../../shared/database/data-source.ts';
import { startOutboxRelay } from '../../shared/outbox/relay.ts';
import { connectOrGoOn, connectSteady } from '../../shared/queue/redis.ts';
import { createLogger } from '../../shared/telemetry/logger.ts';

export async function startWorker(
  settings: SubgraphEnvironment = subgraphEnvironment('agency'),
): Promise<{ stop(): Promise<void> }> {
  const logger = createLogger('agency-worker', settings.logLevel);
  const dataSource = await connectDataSource({
    url: settings.databaseUrl,
    schema: 'agency',
    applicationName: 'agency-worker',
    logger,
  });
  const redis = connectSteady(settings.redisUrl, logger);
  await connectOrGoOn(redis);
  const relay = startOutboxRelay({
    dataSource,
    schema: 'agency',
    redis,
    prefix: settings.redisPrefix,
    logger,
    // No job follows from an agency's messages: the stream of events is all they are for.
    onRow: () => Promise.resolve(),
  });
  return {
    stop: async () => {
      await relay.stop();
      redis.disconnect();
      await dataSource.destroy();
    },
  };
}
