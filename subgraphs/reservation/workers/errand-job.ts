// One job per booking of which the supplier has to hear something. A hint: the sweeper finds what is
// lost, and what is to be told again.
import { z } from 'zod';
import { limits } from '../../../shared/config/limits.ts';
import type { OutboxRow } from '../../../shared/outbox/outbox.ts';
import type { JobKind, JobQueue } from '../../../shared/queue/job-queue.ts';
import { startTimer } from '../../../shared/queue/timer.ts';
import type { Timer } from '../../../shared/queue/timer.ts';
import type { Logger } from '../../../shared/telemetry/logger.ts';

const payload = z.strictObject({ groupId: z.string().min(1) });
export type ErrandPayload = z.infer<typeof payload>;

export const ERRAND_JOB: JobKind<ErrandPayload> = { name: 'supplier-errand', payload };

const groupPayload = z.looseObject({ groupId: z.string() });

/** Of what becomes of a booking, what the supplier may have to hear. */
const TOLD: ReadonlySet<string> = new Set(['booking.cancelled', 'booking.amended']);

/** Queues the telling for a booking that was cancelled or amended; other messages are passed over. */
export async function queueErrand(queue: JobQueue<ErrandPayload>, row: OutboxRow): Promise<void> {
  if (!TOLD.has(row.type)) return;
  const { groupId } = groupPayload.parse(row.payload);
  await queue.add(`errand-${groupId}-${row.seq}`, { groupId }, 0);
}

/** Starts sweeping; `run` tells what is due and gives how many errands it looked at. */
export function startErrandSweeper(run: () => Promise<number>, logger: Logger): Timer {
  const { sweepEveryMs: everyMs } = limits.errands;
  return startTimer({ name: 'errand sweep', everyMs, logger }, async () => {
    const looked = await run();
    if (looked > 0) logger.info({ errands: looked }, 'the supplier was told');
  });
}
