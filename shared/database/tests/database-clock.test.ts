// The database's time as a process knows it.
import { createLogger } from '../../telemetry/logger.ts';
import { startDatabaseClock } from '../database-clock.ts';

const logger = createLogger('test', 'silent');

test('the clock shows what the database showed and goes on from there, whatever the process’s own clock says', async () => {
  const shown = Date.parse('2031-05-06T07:08:09Z');
  const clock = await startDatabaseClock({ query: () => Promise.resolve([{ ms: shown }]) }, logger);
  const first = clock.now();
  expect(first).toBeGreaterThanOrEqual(shown);
  expect(first).toBeLessThan(shown + 10_000);
  await new Promise((resolve) => setImmediate(resolve));
  expect(clock.now()).toBeGreaterThan(first);
  await clock.stop();
});

test('a process does not start without the time', async () => {
  const away = { query: () => Promise.reject(new Error('away')) };
  await expect(startDatabaseClock(away, logger)).rejects.toThrow('away');
});
