// Sweeps up holds whose job was lost. A timer in every worker process; one at a time has the turn.
import type { DataSource } from 'typeorm';
import { limits } from '../../../shared/config/limits.ts';
import type { Logger } from '../../../shared/telemetry/logger.ts';
import { expireDueHolds } from '../services/expire-holds.ts';
import type { HotelBatches } from '../services/hotel-batches.ts';

export interface Sweeper {
  stop(): Promise<void>;
}

/** Starts sweeping every `limits.expiry.sweepEveryMs`. */
export function startExpirySweeper(deps: {
  readonly dataSource: DataSource;
  readonly batches: HotelBatches;
  readonly logger: Logger;
}): Sweeper {
  let running: Promise<void> = Promise.resolve();
  let idle = true;
  const timer = setInterval(() => {
    if (!idle) return;
    idle = false;
    running = sweep(deps).finally(() => {
      idle = true;
    });
  }, limits.expiry.sweepEveryMs);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

async function sweep(deps: {
  readonly dataSource: DataSource;
  readonly batches: HotelBatches;
  readonly logger: Logger;
}): Promise<void> {
  try {
    const looked = await expireDueHolds(deps);
    if (looked > 0) deps.logger.info({ holds: looked }, 'holds expired by the sweeper');
  } catch (error) {
    deps.logger.warn({ err: error }, 'expiry sweep failed, the next one tries again');
  }
}
