// Jobs over BullMQ: a payload is parsed when it is queued and again when it is run, handlers are safe
// to run twice, exhausted jobs stay visible. Jobs are hints: what they do is found by sweepers too.
import { Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { z } from 'zod';
import { limits } from '../config/limits.ts';
import type { Logger } from '../telemetry/logger.ts';
import { bullPrefix, openQueue } from './queues.ts';
import type { QueueName } from './queues.ts';

export interface JobKind<Payload> {
  readonly name: QueueName;
  readonly payload: z.ZodType<Payload>;
}

export interface JobQueue<Payload> {
  /**
   * Queues a job to run in `delayMs`. The same `jobId` is queued once, for as long as BullMQ
   * remembers it: put what makes a deadline different into the id. Ids contain no `:`.
   */
  add(jobId: string, payload: Payload, delayMs: number): Promise<void>;
  close(): Promise<void>;
}

/** The producing side; `redis` is a steady connection of its own. */
export function createJobQueue<Payload>(
  kind: JobKind<Payload>,
  redis: Redis,
  prefix: string,
  logger: Logger,
): JobQueue<Payload> {
  const queue = openQueue(kind.name, redis, prefix, logger);
  return {
    async add(jobId, payload, delayMs) {
      await queue.add(kind.name, kind.payload.parse(payload), {
        jobId,
        delay: Math.max(0, Math.ceil(delayMs)),
        attempts: limits.jobs.attemptsMax,
        backoff: { type: 'exponential', delay: limits.jobs.backoffMs },
        removeOnComplete: { count: limits.jobs.keepCompletedMax },
        removeOnFail: false,
      });
    },
    close: () => queue.close(),
  };
}

export interface JobWorker {
  stop(): Promise<void>;
}

/** The consuming side; `redis` is a steady connection of its own. `run` must be safe to run twice. */
export async function startJobWorker<Payload>(
  kind: JobKind<Payload>,
  redis: Redis,
  prefix: string,
  logger: Logger,
  run: (payload: Payload) => Promise<void>,
): Promise<JobWorker> {
  const worker = new Worker(kind.name, async (job) => run(kind.payload.parse(job.data)), {
    connection: redis,
    prefix: bullPrefix(prefix),
    concurrency: limits.jobs.concurrency,
  });
  worker.on('error', (error) => {
    logger.warn({ err: error, queue: kind.name }, 'job worker error');
  });
  worker.on('failed', (job, error) => {
    const dead = job !== undefined && job.attemptsMade >= limits.jobs.attemptsMax;
    logger.error(
      { err: error, queue: kind.name, jobId: job?.id, attempts: job?.attemptsMade },
      dead ? 'dead letter: job gave up' : 'job failed, will be tried again',
    );
  });
  await worker.waitUntilReady();
  return { stop: () => worker.close() };
}
