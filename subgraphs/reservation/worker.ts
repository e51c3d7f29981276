// Composition root of the reservation subgraph's jobs: outbox relay, expiry per hold, questions to the
// supplier about confirmations without an end, and the sweepers of both.
import {
  bookingSettings,
  subgraphEnvironment,
  supplierSettings,
} from '../../shared/config/environment.ts';
import type {
  BookingSettings,
  SubgraphEnvironment,
  SupplierSettings,
} from '../../shared/config/environment.ts';
import { raiseFrom } from '../../shared/incidents/raise.ts';
import { readClock } from '../../shared/ledger/ledger.ts';
import { startOutboxRelay } from '../../shared/outbox/relay.ts';
import { createJobQueue, startJobWorker } from '../../shared/queue/job-queue.ts';
import { connectSteady } from '../../shared/queue/redis.ts';
import type { Timer } from '../../shared/queue/timer.ts';
import { createLogger } from '../../shared/telemetry/logger.ts';
import type { Logger } from '../../shared/telemetry/logger.ts';
import type { ReservationServices } from './services/reservation.ts';
import { openWiring } from './wiring.ts';
import { startCompletionSweeper } from './workers/completion-sweeper.ts';
import { EXPIRY_JOB, queueExpiry } from './workers/expiry-job.ts';
import { startExpirySweeper } from './workers/expiry-sweeper.ts';
import { ERRAND_JOB, queueErrand, startErrandSweeper } from './workers/errand-job.ts';
import { startLandingSweeper } from './workers/landing-sweeper.ts';
import { queueSettle, SETTLE_JOB } from './workers/settle-job.ts';
import { startSettleSweeper } from './workers/settle-sweeper.ts';

/** Runs until it is stopped; any number of these may run side by side. */
export async function startWorker(
  settings: SubgraphEnvironment = subgraphEnvironment('reservation'),
  booking: BookingSettings = bookingSettings(),
  supplier: SupplierSettings = supplierSettings(),
): Promise<{ stop(): Promise<void> }> {
  const logger = createLogger('worker', settings.logLevel).child({ subgraph: 'reservation' });
  const prefix = settings.redisPrefix;
  const wiring = await openWiring(settings, booking, supplier, logger, 'worker');
  const { dataSource, services } = wiring;
  const connections = {
    jobs: connectSteady(settings.redisUrl, logger),
    expiry: connectSteady(settings.redisUrl, logger),
    settling: connectSteady(settings.redisUrl, logger),
    telling: connectSteady(settings.redisUrl, logger),
    stream: connectSteady(settings.redisUrl, logger),
  };
  const expiries = createJobQueue(EXPIRY_JOB, connections.jobs, prefix, logger);
  const settlings = createJobQueue(SETTLE_JOB, connections.jobs, prefix, logger);
  const errands = createJobQueue(ERRAND_JOB, connections.jobs, prefix, logger);
  const relay = startOutboxRelay({
    dataSource,
    schema: 'reservation',
    redis: connections.stream,
    prefix,
    logger,
    onRow: async (row) => {
      await queueExpiry(expiries, row, await readClock(dataSource));
      await queueSettle(settlings, row);
      await queueErrand(errands, row);
      await raiseFrom(wiring.client, row);
    },
  });
  const sweepers = startSweepers(services, logger);
  const jobs = await Promise.all([
    startJobWorker(EXPIRY_JOB, connections.expiry, prefix, logger, (payload) =>
      services.expireHold(payload.hotelId, payload.groupId, 'the hold ran out'),
    ),
    startJobWorker(SETTLE_JOB, connections.settling, prefix, logger, (payload) =>
      services.settleGroup(payload.hotelId, payload.groupId),
    ),
    startJobWorker(ERRAND_JOB, connections.telling, prefix, logger, ({ groupId }) =>
      services.supplier.runErrandsOf(groupId),
    ),
  ]);
  return {
    async stop() {
      wiring.stopAsking();
      await relay.stop();
      await Promise.all([...sweepers, ...jobs].map((one) => one.stop()));
      await Promise.all([expiries.close(), settlings.close(), errands.close()]);
      await wiring.close();
      for (const connection of Object.values(connections)) connection.disconnect();
    },
  };
}

function startSweepers(services: ReservationServices, logger: Logger): Timer[] {
  return [
    startExpirySweeper(services.expireDueHolds, logger),
    startSettleSweeper(services.settleDue, logger),
    startLandingSweeper(services.supplier.landDueMessages, logger),
    startErrandSweeper(services.supplier.runDueErrands, logger),
    startCompletionSweeper(services.completeStays, logger),
  ];
}
