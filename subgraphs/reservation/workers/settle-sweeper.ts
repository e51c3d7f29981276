// Asks the supplier again about what nobody asks about any more. A timer in every worker process;
// leases keep two of them from asking about one group at a time.
import { limits } from '../../../shared/config/limits.ts';
import { startTimer } from '../../../shared/queue/timer.ts';
import type { Timer } from '../../../shared/queue/timer.ts';
import type { Logger } from '../../../shared/telemetry/logger.ts';

/** Starts sweeping; `settle` asks about what is due and gives how many groups it looked at. */
export function startSettleSweeper(settle: () => Promise<number>, logger: Logger): Timer {
  return startTimer(
    { name: 'settle sweep', everyMs: limits.confirmation.sweepEveryMs, logger },
    async () => {
      const looked = await settle();
      if (looked > 0) logger.info({ groups: looked }, 'the supplier was asked again');
    },
  );
}
