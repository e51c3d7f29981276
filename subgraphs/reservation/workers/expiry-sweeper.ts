// Sweeps up holds whose job was lost. A timer in every worker process; sweeping twice is harmless.
import { limits } from '../../../shared/config/limits.ts';
import { startTimer } from '../../../shared/queue/timer.ts';
import type { Timer } from '../../../shared/queue/timer.ts';
import type { Logger } from '../../../shared/telemetry/logger.ts';

/** Starts sweeping; `expireDue` ends what is due and gives how many holds it looked at. */
export function startExpirySweeper(expireDue: () => Promise<number>, logger: Logger): Timer {
  return startTimer(
    { name: 'expiry sweep', everyMs: limits.expiry.sweepEveryMs, logger },
    async () => {
      const looked = await expireDue();
      if (looked > 0) logger.info({ holds: looked }, 'holds expired by the sweeper');
    },
  );
}
