// The services of this subgraph, strung together once for its server and once for its worker.
import { uuidv7 } from 'uuidv7';
import type { DataSource } from 'typeorm';
import type { HotelLock } from '../../../shared/lock/hotel-lock.ts';
import type { SubgraphClient } from '../../../shared/server/subgraph-client.ts';
import type { Logger } from '../../../shared/telemetry/logger.ts';
import { createAskAgency } from './ask-agency.ts';
import { createAskAllotment } from './ask-allotment.ts';
import { commitBatch } from './commit-batch.ts';
import type { BatchDependencies } from './commit-batch.ts';
import { createHotelBatches } from './hotel-batches.ts';
import type { HotelBatches } from './hotel-batches.ts';

/** The queue through which every change of a booking goes, wherever it comes from. */
export function createReservation(options: {
  readonly dataSource: DataSource;
  readonly lock: HotelLock;
  readonly client: SubgraphClient;
  readonly expiryMinutes: number;
  readonly logger: Logger;
}): HotelBatches {
  const deps: BatchDependencies = {
    dataSource: options.dataSource,
    lock: options.lock,
    askAllotment: createAskAllotment(options.client),
    askAgency: createAskAgency(options.client),
    expiryMinutes: options.expiryMinutes,
    newId: (prefix) => `${prefix}_${uuidv7()}`,
    logger: options.logger,
  };
  return createHotelBatches((hotelId, commands) => commitBatch(deps, hotelId, commands));
}
