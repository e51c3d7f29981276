// One delayed job per confirmation that begins or stays unknown, which asks the supplier what became
// of it. A hint: the sweeper finds what is lost.
import { z } from 'zod';
import { limits } from '../../../shared/config/limits.ts';
import type { OutboxRow } from '../../../shared/outbox/outbox.ts';
import type { JobKind, JobQueue } from '../../../shared/queue/job-queue.ts';

const payload = z.strictObject({ hotelId: z.string().min(1), groupId: z.string().min(1) });
export type SettlePayload = z.infer<typeof payload>;

export const SETTLE_JOB: JobKind<SettlePayload> = { name: 'booking-settle', payload };

const groupPayload = z.looseObject({ groupId: z.string() });

/** When to look, by what the outbox tells of a group; other messages are passed over. */
const LOOK_AFTER_MS: Readonly<Record<string, number>> = {
  // Its confirmer has died if the lease runs out.
  'booking.confirming': limits.confirmation.leaseMs,
  'booking.unknown': limits.confirmation.askAgainMs,
};

/** Queues the look at a group. The head's seq is part of the job's id: each change gets its own. */
export async function queueSettle(queue: JobQueue<SettlePayload>, row: OutboxRow): Promise<void> {
  const delayMs = LOOK_AFTER_MS[row.type];
  if (delayMs === undefined) return;
  const { groupId } = groupPayload.parse(row.payload);
  const jobId = `settle-${groupId}-${row.seq}`;
  await queue.add(jobId, { hotelId: row.hotelId, groupId }, delayMs + limits.expiry.jobSlackMs);
}
