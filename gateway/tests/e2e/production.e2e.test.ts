// A process of production as people start it: with a way to make tokens at hand it does not start, and the
// tool that makes them makes none.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testIdentities } from '../../../shared/testing/subgraph-call.ts';
import { runTool } from './run-tool.ts';

jest.setTimeout(60_000);

const PRODUCTION = { NODE_ENV: 'production', FIREBASE_PROJECT_ID: 'staysync' };
let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'staysync-production-'));
});
afterAll(() => {
  rmSync(dir, { recursive: true });
});

/** All that a process asks for; nothing listens there, and none comes so far as to notice. */
async function variables(): Promise<Readonly<Record<string, string>>> {
  const { jwks, keys } = await testIdentities();
  return {
    ...PRODUCTION,
    PORT: '0',
    REDIS_URL: 'redis://127.0.0.1:1',
    DATABASE_URL_AGENCY: 'postgres://nobody@127.0.0.1:1/none',
    INTERNAL_IDENTITY_JWKS: jwks,
    INTERNAL_IDENTITY_KEY: keys.gateway,
    WEBHOOK_IDENTITY_KEY: keys.gateway,
  };
}

describe.each([
  ['the gateway', 'gateway/server.ts'],
  ['agency', 'subgraphs/agency/server.ts'],
])('%s does not start', (_name, entry) => {
  test.each([
    ['the folder of the local issuer', { LOCAL_ISSUER_DIR: 'DIR' }, 'refused in production'],
    [
      'the local issuer',
      { LOCAL_ISSUER_DIR: 'DIR', LOCAL_ISSUER_URL: 'https://127.0.0.1:1' },
      'refused in production',
    ],
    [
      'the emulator, which signs nothing',
      { FIREBASE_AUTH_EMULATOR_HOST: '127.0.0.1:9099' },
      'refusing to accept unsigned tokens',
    ],
    ['no project', { FIREBASE_PROJECT_ID: '' }, 'must be named in production'],
  ])('with %s', async (_what, more, why) => {
    const env = { ...(await variables()), ...more };
    const { exitCode, output } = await runTool(entry, [], env);
    expect(output).toContain(why);
    expect(exitCode).toBe(1);
  });
});

test('and no token is made', async () => {
  const env = { ...PRODUCTION, LOCAL_ISSUER_DIR: dir };
  const made = await runTool('shared/tools/token.ts', ['admin'], env);
  expect(made).toEqual({ exitCode: 1, output: expect.stringContaining('in production') as string });
  expect(made.output).not.toContain('eyJ');
  expect(readdirSync(dir)).toEqual([]);
});
