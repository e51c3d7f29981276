// Composition root of the reservation subgraph's jobs: outbox relay, expiry per hold, sweeper.
import { bookingSettings, subgraphEnvironment } from '../../shared/config/environment.ts';
import type { BookingSettings, SubgraphEnvironment } from '../../shared/config/environment.ts';
import { readClock } from '../../shared/ledger/ledger.ts';
import { startOutboxRelay } from '../../shared/outbox/relay.ts';
import { createJobQueue, startJobWorker } from '../../shared/queue/job-queue.ts';
import { connectSteady } from '../../shared/queue/redis.ts';
import { createLogger } from '../../shared/telemetry/logger.ts';
import { openWiring } from './wiring.ts';
import { EXPIRY_JOB, queueExpiry } from './workers/expiry-job.ts';
import { startExpirySweeper } from './workers/expiry-sweeper.ts';

/** Runs until it is stopped; any number of these may run side by side. */
export async function startWorker(
  settings: SubgraphEnvironment = subgraphEnvironment('reservation'),
  booking: BookingSettings = bookingSettings(),
): Promise<{ stop(): Promise<void> }> {
  const logger = createLogger('worker', settings.logLevel).child({ subgraph: 'reservation' });
  const prefix = settings.redisPrefix;
  const { dataSource, services, close } = await openWiring(settings, booking, logger, 'worker');
  const connections = {
    jobs: connectSteady(settings.redisUrl, logger),
    worker: connectSteady(settings.redisUrl, logger),
    stream: connectSteady(settings.redisUrl, logger),
  };
  const queue = createJobQueue(EXPIRY_JOB, connections.jobs, prefix, logger);
  const relay = startOutboxRelay({
    dataSource,
    schema: 'reservation',
    redis: connections.stream,
    prefix,
    logger,
    onRow: async (row) => queueExpiry(queue, row, await readClock(dataSource)),
  });
  const sweeper = startExpirySweeper(services.expireDueHolds, logger);
  const jobs = await startJobWorker(EXPIRY_JOB, connections.worker, prefix, logger, (payload) =>
    services.expireHold(payload.hotelId, payload.groupId, 'the hold ran out'),
  );
  return {
    async stop() {
      await relay.stop();
      await sweeper.stop();
      await jobs.stop();
      await queue.close();
      await close();
      for (const connection of Object.values(connections)) connection.disconnect();
    },
  };
}
