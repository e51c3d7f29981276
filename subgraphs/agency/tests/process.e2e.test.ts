// The life of a subgraph's process, shown on this one: ready, serving, gone.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { testServicesEnvironment } from '../../../shared/config/environment.ts';
import { projectPath, projectRoot } from '../../../shared/config/paths.ts';
import { createTestDatabase } from '../../../shared/testing/services/test-database.ts';
import type { TestDatabase } from '../../../shared/testing/services/test-database.ts';
import { callers, callSubgraph, testIdentities } from '../../../shared/testing/subgraph-call.ts';
import type { TestIdentities } from '../../../shared/testing/subgraph-call.ts';

let database: TestDatabase;
let identities: TestIdentities;

beforeAll(async () => {
  database = await createTestDatabase();
  identities = await testIdentities();
});
afterAll(() => database.drop());

function start(changes: Record<string, string> = {}) {
  const child = spawn(process.execPath, [projectPath('subgraphs', 'agency', 'server.ts')], {
    cwd: projectRoot(),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      LOG_LEVEL: 'error',
      PORT: '0',
      DATABASE_URL_AGENCY: database.urls.agency,
      REDIS_URL: testServicesEnvironment().redisUrl,
      INTERNAL_IDENTITY_KEY: identities.keys.agency,
      INTERNAL_IDENTITY_JWKS: identities.jwks,
      ...changes,
    },
  });
  return { child, exit: once(child, 'exit'), lines: createInterface({ input: child.stdout }) };
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  'announces its port, answers there, and on %s ends with 0',
  async (signal) => {
    const { child, exit, lines } = start();
    const [line] = (await once(lines, 'line')) as [string];
    const ready = JSON.parse(line) as { msg: string; process: string; port: number };
    expect(ready).toEqual({ msg: 'ready', process: 'agency', port: expect.any(Number) as number });
    const { data } = await callSubgraph({
      url: `http://127.0.0.1:${ready.port}/graphql`,
      subgraph: 'agency',
      signer: identities.signers.gateway,
      identity: callers.operator,
      query: '{ me { role } }',
    });
    expect(data).toEqual({ me: { role: 'OPERATOR' } });
    child.kill(signal);
    expect(await exit).toEqual([0, null]);
  },
);

test('a database that is not there ends the start with 1', async () => {
  const { exit } = start({ DATABASE_URL_AGENCY: 'postgres://nobody@127.0.0.1:1/none' });
  expect(await exit).toEqual([1, null]);
});

test('an emulator, under which anybody could make users, ends the start with 1', async () => {
  const { exit } = start({ FIREBASE_AUTH_EMULATOR_HOST: '127.0.0.1:9099' });
  expect(await exit).toEqual([1, null]);
});

test('a missing setting ends the start with 1 and is named', async () => {
  const { child, exit } = start({ INTERNAL_IDENTITY_JWKS: '' });
  const told: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => told.push(chunk.toString()));
  expect(await exit).toEqual([1, null]);
  expect(told.join('')).toContain('INTERNAL_IDENTITY_JWKS');
});
