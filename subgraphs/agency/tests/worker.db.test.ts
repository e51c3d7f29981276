// The agency subgraph's jobs: what it has to tell is sent on.
import { Redis } from 'ioredis';
import { testServicesEnvironment } from '../../../shared/config/environment.ts';
import { connectDataSource } from '../../../shared/database/data-source.ts';
import { enqueue } from '../../../shared/outbox/outbox.ts';
import { eventStream } from '../../../shared/outbox/relay-turn.ts';
import { createTestDatabase } from '../../../shared/testing/services/test-database.ts';
import { testIdentities, testSubgraphSettings } from '../../../shared/testing/subgraph-call.ts';
import { startWorker } from '../worker.ts';

const WAIT_MS = 10_000;

test('what lies in the outbox reaches the stream of events', async () => {
  const database = await createTestDatabase();
  const { redisUrl } = testServicesEnvironment();
  const settings = testSubgraphSettings({
    name: 'agency',
    identities: await testIdentities(),
    databaseUrl: database.urls.agency,
    redisUrl,
  });
  const dataSource = await connectDataSource({
    url: database.urls.agency,
    schema: 'agency',
    applicationName: 'test',
  });
  const redis = new Redis(redisUrl);
  const worker = await startWorker(settings);
  try {
    const message = { hotelId: '', seq: 0, type: 'agency.created', v: 1, payload: {} };
    await dataSource.transaction((manager) =>
      enqueue(manager, 'agency', [{ ...message, agencyId: 'SIAM' }]),
    );
    const stream = eventStream(settings.redisPrefix);
    const read = await redis.xread('COUNT', 10, 'BLOCK', WAIT_MS, 'STREAMS', stream, '0');
    const [, fields] = read?.[0]?.[1][0] ?? [];
    expect(JSON.parse(fields?.[1] ?? 'null')).toMatchObject({ ...message, agencyId: 'SIAM' });
  } finally {
    await worker.stop();
    redis.disconnect();
    await dataSource.destroy();
    await database.drop();
  }
});
