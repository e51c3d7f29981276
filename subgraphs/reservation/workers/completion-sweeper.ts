// Completes stays that are over. A timer in every worker process; sweeping twice is harmless.
import { limits } from '../../../shared/config/limits.ts';
import { startTimer } from '../../../shared/queue/timer.ts';
import type { Timer } from '../../../shared/queue/timer.ts';
import type { Logger } from '../../../shared/telemetry/logger.ts';

/** Starts sweeping; `complete` ends what is over and gives how many groups it looked at. */
export function startCompletionSweeper(complete: () => Promise<number>, logger: Logger): Timer {
  return startTimer(
    { name: 'completion sweep', everyMs: limits.completion.sweepEveryMs, logger },
    async () => {
      const looked = await complete();
      if (looked > 0) logger.info({ groups: looked }, 'stays were completed');
    },
  );
}
