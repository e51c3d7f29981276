// The job that carries out sync runs. It is a hint: a timer looks for open runs as well, so a run
// that was requested is carried out even when its job is lost.
import { z } from 'zod';
import { limits } from '../../../shared/config/limits.ts';
import type { JobKind, JobQueue } from '../../../shared/queue/job-queue.ts';
import { startTimer } from '../../../shared/queue/timer.ts';
import type { Timer } from '../../../shared/queue/timer.ts';
import type { OutboxRow } from '../../../shared/outbox/outbox.ts';
import type { Logger } from '../../../shared/telemetry/logger.ts';

const payload = z.strictObject({ runId: z.string().min(1) });
export type SyncPayload = z.infer<typeof payload>;

export const SYNC_JOB: JobKind<SyncPayload> = { name: 'mhg-sync', payload };

/** Queues the run that the outbox tells of; other messages are passed over. */
export async function queueSync(queue: JobQueue<SyncPayload>, row: OutboxRow): Promise<void> {
  if (row.type !== 'sync.requested') return;
  const { runId } = payload.parse(row.payload);
  await queue.add(`sync-${runId}`, { runId }, 0);
}

/** Looks for open runs every so often; `runNext` takes one, if there is any, and carries it out. */
export function startSyncPoll(runNext: () => Promise<boolean>, logger: Logger): Timer {
  return startTimer({ name: 'sync poll', everyMs: limits.sync.pollEveryMs, logger }, runNext);
}
