// One delayed job per hold, which ends it at `expiresAt`. A hint: the sweeper finds what is lost.
import { z } from 'zod';
import type { JobKind, JobQueue } from '../../../shared/queue/job-queue.ts';
import { limits } from '../../../shared/config/limits.ts';
import type { OutboxRow } from '../../../shared/outbox/outbox.ts';

const payload = z.strictObject({ hotelId: z.string().min(1), groupId: z.string().min(1) });
export type ExpiryPayload = z.infer<typeof payload>;

export const EXPIRY_JOB: JobKind<ExpiryPayload> = { name: 'booking-expiry', payload };

const heldPayload = z.looseObject({ groupId: z.string(), expiresAt: z.string() });

/**
 * Queues the expiry of a hold that the outbox tells of; other messages are passed over. `clock` is
 * the database's now, because the deadline was set by it. The deadline is part of the job's id, so
 * that a hold whose deadline moved gets a job of its own.
 */
export async function queueExpiry(
  queue: JobQueue<ExpiryPayload>,
  row: OutboxRow,
  clock: string,
): Promise<void> {
  if (row.type !== 'booking.held') return;
  const { groupId, expiresAt } = heldPayload.parse(row.payload);
  const deadlineMs = Date.parse(expiresAt);
  const delayMs = deadlineMs - Date.parse(clock) + limits.expiry.jobSlackMs;
  await queue.add(`expire-${groupId}-${deadlineMs}`, { hotelId: row.hotelId, groupId }, delayMs);
}
