// The MHG supplier simulator as a process of its own: `node shared/testing/mhg-simulator/server.ts
// [--seed N]`. Started by the launcher in development and by end-to-end tests.
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { simulatorEnvironment } from '../../config/environment.ts';
import { announceReady, createLogger } from '../../telemetry/logger.ts';
import { createSimulator } from './simulator.ts';

const environment = simulatorEnvironment();
const { values } = parseArgs({ options: { seed: { type: 'string' } } });
const seed = values.seed === undefined ? environment.seed : Number(values.seed);
if (!Number.isSafeInteger(seed)) throw new Error('--seed takes an integer');

const logger = createLogger('mhg-simulator', environment.logLevel);
const now = (): Date => new Date();
const { app } = createSimulator({
  seed,
  hotels: environment.hotels,
  today: environment.today ?? now().toISOString().slice(0, 10),
  apiKey: environment.apiKey,
  now,
  webhooks: environment.webhooks,
});

const stop = async (): Promise<void> => {
  await app.close();
  process.exit(0);
};
process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());

await app.listen({ host: environment.host, port: environment.port });
logger.info({ seed, hotels: environment.hotels }, 'the supplier simulator serves its seed');
announceReady('mhg-simulator', (app.server.address() as AddressInfo).port);
