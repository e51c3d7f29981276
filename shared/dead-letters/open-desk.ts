// Opens the dead letters of a subgraph's server over a Redis connection of their own. Called by its
// composition root.
import type { DataSource } from 'typeorm';
import type { SubgraphName } from '../config/environment.ts';
import { openQueue, queuesOf } from '../queue/queues.ts';
import { connectOrGoOn, connectQueues } from '../queue/redis.ts';
import type { Logger } from '../telemetry/logger.ts';
import { createDeadLetterDesk } from './answers.ts';
import type { DeadLetterDesk } from './answers.ts';
import { openDeadLetters } from './dead-letters.ts';

export interface OpenDesk {
  readonly desk: DeadLetterDesk;
  close(): Promise<void>;
}

export async function openDeadLetterDesk(
  subgraph: SubgraphName,
  settings: { readonly redisUrl: string; readonly redisPrefix: string },
  dataSource: DataSource,
  logger: Logger,
): Promise<OpenDesk> {
  const redis = connectQueues(settings.redisUrl, logger);
  await connectOrGoOn(redis);
  const queues = queuesOf(subgraph).map((name) =>
    openQueue(name, redis, settings.redisPrefix, logger),
  );
  const deadLetters = openDeadLetters({ dataSource, schema: subgraph, queues });
  return {
    desk: createDeadLetterDesk(deadLetters, logger),
    async close() {
      await Promise.all(queues.map((queue) => queue.close()));
      redis.disconnect();
    },
  };
}
