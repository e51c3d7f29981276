// Decides messages of the supplier whose process died over them, or that wait for something. A timer
// in every worker process; deciding twice is harmless.
import { limits } from '../../../shared/config/limits.ts';
import { startTimer } from '../../../shared/queue/timer.ts';
import type { Timer } from '../../../shared/queue/timer.ts';
import type { Logger } from '../../../shared/telemetry/logger.ts';

/** Starts sweeping; `land` decides what is due and gives how many messages it looked at. */
export function startLandingSweeper(land: () => Promise<number>, logger: Logger): Timer {
  const { sweepEveryMs: everyMs } = limits.landing;
  return startTimer({ name: 'landing sweep', everyMs, logger }, async () => {
    const looked = await land();
    if (looked > 0) logger.info({ messages: looked }, 'messages of the supplier were decided');
  });
}
