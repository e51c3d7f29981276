// What every end-to-end test relies on.
import { startTestSystem } from '../services/test-system.ts';
import type { TestSystem } from '../services/test-system.ts';

let system: TestSystem;
beforeAll(async () => {
  system = await startTestSystem({ only: ['agency', 'mhg-simulator'] });
});
afterAll(() => system.stop());

test('serves on ports of its own, with a database of its own', async () => {
  const ready = await fetch(`${system.urls.agency}/health/ready`);
  expect(await ready.json()).toEqual({ status: 'ready' });
  expect(system.process('agency').port).toBe(Number(new URL(system.urls.agency).port));
});

test('a process that was killed comes back on the same port', async () => {
  const killed = system.process('agency');
  killed.kill('SIGKILL');
  expect(await killed.exited).toBe(137);
  await expect(fetch(`${system.urls.agency}/health/live`)).rejects.toThrow();
  const again = await system.restart('agency');
  expect(again.port).toBe(killed.port);
  expect((await fetch(`${system.urls.agency}/health/live`)).status).toBe(200);
});

test('a second system beside it shares nothing but the servers', async () => {
  const other = await startTestSystem({ only: ['agency'] });
  expect(other.database.name).not.toBe(system.database.name);
  expect(other.redis.prefix).not.toBe(system.redis.prefix);
  expect(other.settings.identityKeys.jwks).not.toEqual(system.settings.identityKeys.jwks);
  await other.stop();
});

test('a process that cannot start is an error in words, and leaves nothing behind', async () => {
  const start = startTestSystem({ only: ['agency'], env: { REDIS_URL: 'nonsense' } });
  await expect(start).rejects.toThrow(/agency ended while starting[\s\S]*REDIS_URL/);
});

test('a process that was not asked for is not there', () => {
  expect(() => system.process('gateway')).toThrow('gateway was not started');
});
