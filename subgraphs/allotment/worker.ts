// Composition root of the allotment subgraph's jobs: outbox relay and supplier sync.
import {
  bookingSettings,
  subgraphEnvironment,
  supplierSettings,
} from '../../shared/config/environment.ts';
import type { SubgraphEnvironment, SupplierSettings } from '../../shared/config/environment.ts';
import { limits } from '../../shared/config/limits.ts';
import { connectDataSource } from '../../shared/database/data-source.ts';
import { openHotelLock } from '../../shared/lock/open-hotel-lock.ts';
import { startOutboxRelay } from '../../shared/outbox/relay.ts';
import { createJobQueue, startJobWorker } from '../../shared/queue/job-queue.ts';
import { connectSteady } from '../../shared/queue/redis.ts';
import { createLogger } from '../../shared/telemetry/logger.ts';
import type { ReadSupply } from './domain/supply/told-supply.ts';
import { createMhgClient } from './integrations/mhg/client.ts';
import { fetchSupply } from './integrations/mhg/fetch-supply.ts';
import { runNextSync } from './services/run-sync.ts';
import { queueSync, startSyncPoll, SYNC_JOB } from './workers/sync-job.ts';

/** Runs until it is stopped; any number of these may run side by side. */
export async function startWorker(
  settings: SubgraphEnvironment = subgraphEnvironment('allotment'),
  supplier: SupplierSettings = supplierSettings(),
  lockSetting: 'redis' | 'off' = bookingSettings().lock,
): Promise<{ stop(): Promise<void> }> {
  const logger = createLogger('worker', settings.logLevel).child({ subgraph: 'allotment' });
  const prefix = settings.redisPrefix;
  const dataSource = await connectDataSource({
    url: settings.databaseUrl,
    schema: 'allotment',
    applicationName: 'allotment worker',
    logger,
  });
  const lock = await openHotelLock({ ...settings, lock: lockSetting }, logger);
  const client = createMhgClient({ ...supplier, limits: limits.mhg });
  const connections = {
    jobs: connectSteady(settings.redisUrl, logger),
    worker: connectSteady(settings.redisUrl, logger),
    stream: connectSteady(settings.redisUrl, logger),
  };
  const readSupply: ReadSupply = (request) =>
    fetchSupply(client, { ...request, limits: limits.mhg });
  const runNext = (): Promise<boolean> => runNextSync({ dataSource, readSupply, lock, logger });
  const queue = createJobQueue(SYNC_JOB, connections.jobs, prefix, logger);
  const relay = startOutboxRelay({
    dataSource,
    schema: 'allotment',
    redis: connections.stream,
    prefix,
    logger,
    onRow: (row) => queueSync(queue, row),
  });
  const jobs = await startJobWorker(SYNC_JOB, connections.worker, prefix, logger, async () => {
    await runNext();
  });
  const poll = startSyncPoll(runNext, logger);
  return {
    async stop() {
      await relay.stop();
      await poll.stop();
      await jobs.stop();
      await queue.close();
      await client.close();
      await lock.close();
      await dataSource.destroy();
      for (const connection of Object.values(connections)) connection.disconnect();
    },
  };
}
