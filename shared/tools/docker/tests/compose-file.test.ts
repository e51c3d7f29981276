// docker-compose.yml against what the processes really ask for: each reads its settings in exactly the
// environment that its container has. No Docker engine is needed, and none is asked.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { SUBGRAPH_NAMES } from '../../../config/environment.ts';
import { projectPath } from '../../../config/paths.ts';
import { composeFile, printedSecrets, variablesAsked } from './compose-file.ts';
import type { Service, Variables } from './compose-file.ts';
import { reachOf, workerEntries } from './reach.ts';

const FIREBASE = { FIREBASE_PROJECT_ID: 'our-hotels', FIREBASE_CREDENTIALS_FILE: '/etc/key.json' };
const secrets = printedSecrets();
const given: Variables = { ...secrets, ...FIREBASE };
const compose = composeFile(given);
const ours = Object.entries(compose.services).filter(([, { image }]) => image === 'staysync');
const started = ours.map(([name, service]) => [name, service, entryOf(service)] as const);

function entryOf({ command = [] }: Service): string {
  return command[1] ?? '';
}

const isSubgraph = (name: string): boolean => (SUBGRAPH_NAMES as readonly string[]).includes(name);

const NO_SETTINGS = new Set(['databaseVariable', 'launcherEnvironment', 'verifyDatabaseUrl']);

/** `name(arguments)` of everything that the process asks its environment for. */
function settingsOf(name: string, entry: string): string[] {
  const entries = name === 'worker' ? [entry, ...workerEntries(SUBGRAPH_NAMES)] : [entry];
  const asked = [...reachOf(entries).settings].filter((each) => !/^[A-Z]/.test(each));
  const calls = asked
    // These are asked by tools, with arguments, or with nothing that must be there.
    .filter((each) => !NO_SETTINGS.has(each))
    .flatMap((each) => {
      if (each !== 'subgraphEnvironment') return [`${each}()`];
      const of = name === 'worker' ? SUBGRAPH_NAMES : [name].filter(isSubgraph);
      return of.map((subgraph) => `${each}('${subgraph}')`);
    });
  return [...new Set(calls)].sort();
}

const run = promisify(execFile);

/** What the process's settings are in this environment and no other variable; throws as it would. */
async function readIn(environment: Variables, calls: readonly string[]): Promise<string> {
  return inProcess(environment, `[${calls.map((call) => `e.${call}`).join(', ')}]`);
}

/** What it says when one of `variables` is missing, one after the other; null where it starts anyway. */
async function saidWithout(
  environment: Variables,
  calls: readonly string[],
  variables: readonly string[],
): Promise<(string | null)[]> {
  const attempts = `${JSON.stringify(variables)}.map((name) => {
    const { [name]: value } = process.env;
    delete process.env[name];
    try { ${calls.map((call) => `e.${call};`).join(' ')} return null; }
    catch (error) { return error.message; }
    finally { process.env[name] = value; }
  })`;
  return JSON.parse(await inProcess(environment, attempts)) as (string | null)[];
}

/** Evaluates `expression` in a process that has this environment; `e` is the settings' module. */
async function inProcess(environment: Variables, expression: string): Promise<string> {
  const code = `import * as e from ${JSON.stringify(projectPath('shared/config/environment.ts'))};
    console.log(JSON.stringify(${expression}))`;
  const args = ['--input-type=module', '--eval', code];
  const { stdout } = await run(process.execPath, args, { env: { ...environment } });
  return stdout;
}

function environmentOf({ environment = {} }: Service): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, String(value ?? '')]),
  );
}

test('every process of the system has its container', () => {
  const names = ['migrate', ...SUBGRAPH_NAMES, 'worker', 'gateway', 'mhg-simulator'];
  expect(ours.map(([name]) => name).toSorted()).toEqual(names.toSorted());
});

describe.each(started)('%s', (name, service, entry) => {
  const environment = environmentOf(service);
  const calls = settingsOf(name, entry);

  test('starts from a file that the image has, with packages that the image has', () => {
    expect(service.command?.[0]).toBe('node');
    expect(existsSync(projectPath(entry))).toBe(true);
    const { files, packages } = reachOf([
      entry,
      ...(name === 'worker' ? workerEntries(SUBGRAPH_NAMES) : []),
    ]);
    expect(files.size).toBeGreaterThan(5);
    const left = [...files].filter((file) => !isInImage(file));
    expect(left).toEqual([]);
    const { dependencies } = JSON.parse(readFileSync(projectPath('package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    expect([...packages].filter((each) => !(each in dependencies))).toEqual([]);
  });

  test('finds every setting it asks for, and none that is for one machine or for development', async () => {
    expect(calls.length).toBeGreaterThan(0);
    const settings = await readIn(environment, calls);
    expect(settings).not.toMatch(/127\.0\.0\.1|localhost|staysync-local/);
    if (!['migrate', 'mhg-simulator'].includes(name)) {
      expect(settings).toContain('"nodeEnv":"production"');
    }
  });

  test('would not start without any one of those that have no value of their own', async () => {
    const needed = REQUIRED[name] ?? [];
    expect(needed.length).toBeGreaterThan(0);
    expect(needed.filter((variable) => !(environment[variable] ?? ''))).toEqual([]);
    const said = await saidWithout(environment, calls, needed);
    expect(said).toEqual(
      needed.map((variable) => expect.stringContaining(`${variable}: `) as string),
    );
  });

  test('waits for what it cannot do without', () => {
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      const awaited = compose.services[other];
      expect(awaited).toBeDefined();
      const once = condition === 'service_completed_successfully';
      expect(once ? awaited?.restart : awaited?.healthcheck).toEqual(
        once ? 'no' : expect.anything(),
      );
    }
    const waits = Object.keys(service.depends_on ?? {});
    if (isSubgraph(name) || name === 'worker') {
      expect(waits.toSorted()).toEqual(['migrate', 'redis']);
    }
    if (name === 'gateway') expect(waits.toSorted()).toEqual([...SUBGRAPH_NAMES].toSorted());
  });

  test('is asked for its health where it listens', () => {
    if (['migrate', 'worker', 'mhg-simulator'].includes(name)) return;
    const health = service.healthcheck?.test.join(' ') ?? '';
    const path = name === 'gateway' ? '/api/v1/health/ready' : '/health/ready';
    expect(health).toContain(`http://127.0.0.1:${environment['PORT']}${path}'`);
    expect(environment['HOST']).toBe('0.0.0.0');
  });

  test('is in every network and has every volume that it names', () => {
    for (const network of service.networks ?? []) expect(compose.networks).toHaveProperty(network);
    for (const volume of service.volumes ?? []) {
      const [source = '', target = ''] = volume.split(':');
      expect([source === '', target.startsWith('/')]).toEqual([false, true]);
    }
  });
});

test('only those who have somebody to ask outside are in the network that leads there', () => {
  const out = Object.entries(compose.services)
    .filter(([, { networks = [] }]) => networks.includes('outside'))
    .map(([name]) => name);
  expect(out.toSorted()).toEqual(['agency', 'gateway', 'reservation', 'worker']);
  expect(compose.networks).toEqual({ inside: { internal: true }, outside: {} });
});

/** What a process refuses to start without; written here so that a forgotten one is noticed. */
const OF_ALL = ['REDIS_URL', 'INTERNAL_IDENTITY_KEY', 'INTERNAL_IDENTITY_JWKS'];
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  migrate: [
    'DATABASE_URL_ADMIN',
    'DATABASE_URL_VERIFY',
    ...SUBGRAPH_NAMES.map((name) => `DATABASE_URL_${name.toUpperCase()}`),
  ],
  allotment: [...OF_ALL, 'DATABASE_URL_ALLOTMENT'],
  reservation: [...OF_ALL, 'DATABASE_URL_RESERVATION', 'MHG_API_KEY', 'MHG_WEBHOOK_SECRET'],
  hardblock: [...OF_ALL, 'DATABASE_URL_HARDBLOCK'],
  agency: [...OF_ALL, 'DATABASE_URL_AGENCY', 'FIREBASE_PROJECT_ID'],
  worker: [
    ...OF_ALL,
    ...SUBGRAPH_NAMES.map((name) => `DATABASE_URL_${name.toUpperCase()}`),
    'MHG_API_KEY',
  ],
  gateway: [...OF_ALL, 'WEBHOOK_IDENTITY_KEY', 'FIREBASE_PROJECT_ID'],
  'mhg-simulator': ['MHG_API_KEY'],
};

describe('variables of the file', () => {
  test('are printed by compose:secrets, or have a value of their own', () => {
    const open = [...variablesAsked()].filter(
      ([name, hasValue]) => !hasValue && !(name in secrets),
    );
    expect(open).toEqual([]);
  });

  test('are all that compose:secrets prints, and only what its operator knows is left empty', () => {
    expect(Object.keys(secrets).filter((name) => !variablesAsked().has(name))).toEqual([]);
    const empty = Object.entries(secrets).filter(([, value]) => value === '');
    expect(empty.map(([name]) => name)).toEqual(Object.keys(FIREBASE));
  });

  test('may all be missing without the file becoming one that Docker cannot read', () => {
    const bare = composeFile({});
    const volumes = Object.values(bare.services).flatMap((service) => service.volumes ?? []);
    expect(volumes.filter((volume) => volume.split(':').some((part) => part === ''))).toEqual([]);
  });

  test('that switch something reach every process that asks for it', async () => {
    const switched = composeFile({ ...given, BOOKING_LOCK: 'off', BOOKING_EXPIRY_MINUTES: '7' });
    for (const [name, , entry] of started) {
      const calls = settingsOf(name, entry).filter((call) => call === 'bookingSettings()');
      if (calls.length === 0) continue;
      const environment = environmentOf(switched.services[name] ?? {});
      expect([name, JSON.parse(await readIn(environment, calls))]).toEqual([
        name,
        [{ expiryMinutes: 7, lock: 'off' }],
      ]);
    }
  });
});

describe('what containers know of each other', () => {
  test('subgraphs are called where they listen', () => {
    const { environment = {} } = compose.services['gateway'] ?? {};
    for (const name of SUBGRAPH_NAMES) {
      const port = compose.services[name]?.environment?.['PORT'];
      expect(environment[`SUBGRAPH_URL_${name.toUpperCase()}`]).toBe(
        `http://${name}:${port}/graphql`,
      );
    }
  });

  test('each sees the databases and keys of its own and no secret of another', () => {
    for (const [name, service] of ours) {
      const environment = environmentOf(service);
      const held = Object.entries(secrets)
        .filter(([, value]) => value !== '')
        .filter(([, value]) => Object.values(environment).some((told) => told.includes(value)))
        .map(([secret]) => secret);
      expect([name, held.toSorted()]).toEqual([name, (HELD[name] ?? []).toSorted()]);
    }
  });

  test('only the gateway is open to the outside', () => {
    const open = Object.entries(compose.services).filter(([, { ports = [] }]) => ports.length > 0);
    expect(open.map(([name, { ports }]) => [name, ports])).toEqual([['gateway', ['3001:4000']]]);
    expect(compose.services['gateway']?.environment?.['PORT']).toBe(4000);
  });

  test('accounts are asked by those who hold the credentials, from where their variable points', () => {
    for (const name of ['gateway', 'agency']) {
      const { environment = {}, volumes = [] } = compose.services[name] ?? {};
      const file = environment['GOOGLE_APPLICATION_CREDENTIALS'];
      expect(volumes).toContain(`${FIREBASE.FIREBASE_CREDENTIALS_FILE}:${file}:ro`);
    }
  });
});

const SHARED = ['REDIS_PASSWORD', 'INTERNAL_IDENTITY_JWKS'];
const PASSWORDS = [...SUBGRAPH_NAMES, 'verify'].map((name) => `${name.toUpperCase()}_DB_PASSWORD`);
const HELD: Readonly<Record<string, readonly string[]>> = {
  migrate: ['POSTGRES_PASSWORD', ...PASSWORDS],
  allotment: [...SHARED, 'ALLOTMENT_DB_PASSWORD', 'ALLOTMENT_IDENTITY_KEY'],
  reservation: [
    ...SHARED,
    'RESERVATION_DB_PASSWORD',
    'RESERVATION_IDENTITY_KEY',
    'MHG_API_KEY',
    'MHG_WEBHOOK_SECRET',
  ],
  hardblock: [...SHARED, 'HARDBLOCK_DB_PASSWORD', 'HARDBLOCK_IDENTITY_KEY'],
  agency: [...SHARED, 'AGENCY_DB_PASSWORD', 'AGENCY_IDENTITY_KEY'],
  worker: [
    ...SHARED,
    ...PASSWORDS.filter((name) => !name.startsWith('VERIFY')),
    'WORKER_IDENTITY_KEY',
    'MHG_API_KEY',
  ],
  gateway: [...SHARED, 'GATEWAY_IDENTITY_KEY', 'WEBHOOKS_IDENTITY_KEY'],
  'mhg-simulator': ['MHG_API_KEY', 'MHG_WEBHOOK_SECRET'],
};

/** What Dockerfile and Dockerfile.dockerignore let in. */
function isInImage(file: string): boolean {
  return /^(shared|subgraphs|gateway)\//.test(file) && !/(^|\/)tests\/|^shared\/docs\//.test(file);
}
