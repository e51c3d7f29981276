// Every queue by its name and the subgraph whose worker empties it. A kind of job takes its name from
// here, so that none is missing where jobs are shown or replayed.
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { SubgraphName } from '../config/environment.ts';
import type { Logger } from '../telemetry/logger.ts';

const QUEUES = {
  'mhg-sync': 'allotment',
  'booking-expiry': 'reservation',
  'booking-settle': 'reservation',
  'supplier-errand': 'reservation',
} as const satisfies Record<string, SubgraphName>;

export type QueueName = keyof typeof QUEUES;
export const QUEUE_NAMES = Object.keys(QUEUES) as QueueName[];

/** The queues that this subgraph's worker empties. */
export function queuesOf(subgraph: SubgraphName): QueueName[] {
  return QUEUE_NAMES.filter((name) => QUEUES[name] === subgraph);
}

/** A queue to look into or to add to; `redis` is a connection of its own. */
export function openQueue(name: QueueName, redis: Redis, prefix: string, logger: Logger): Queue {
  const queue = new Queue(name, { connection: redis, prefix: bullPrefix(prefix) });
  queue.on('error', (error) => {
    logger.warn({ err: error, queue: name }, 'job queue error');
  });
  return queue;
}

/** All keys of the jobs share one slot of a cluster. */
export function bullPrefix(prefix: string): string {
  return `{${prefix}-jobs}`;
}
