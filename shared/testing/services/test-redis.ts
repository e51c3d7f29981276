// A corner of the shared Redis for one test file. A prefix, not a database number: published messages
// cross those, and parallel test files would hear each other.
import { testServicesEnvironment } from '../../config/environment.ts';
import { newId } from '../../tools/up/secrets.ts';

export interface TestRedis {
  readonly url: string;
  /** For keys, channels and queues alike; the value of REDIS_PREFIX. */
  readonly prefix: string;
}

/** URL of the run's Redis and a prefix that no other test uses. */
export function testRedis(): TestRedis {
  return { url: testServicesEnvironment().redisUrl, prefix: `t-${newId()}` };
}
