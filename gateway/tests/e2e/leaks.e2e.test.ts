// What the gateway lets slip to those who ask in odd ways: introspection over every transport, guesses at
// names, objections to variables. Nobody reads a name that is neither in its schema nor its own word.
import { request } from 'node:http';
import {
  getIntrospectionQuery,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isObjectType,
} from 'graphql';
import { SUBGRAPH_NAMES } from '../../../shared/config/environment.ts';
import type { UserRole } from '../../../shared/auth/identity.ts';
import { startTestSystem } from '../../../shared/testing/services/test-system.ts';
import type { TestSystem } from '../../../shared/testing/services/test-system.ts';
import { composeFromSources, readSubgraphSources } from '../../supergraph/from-sources.ts';
import { loadSupergraph } from '../../supergraph/load.ts';
import { isTelling, namesIn, schemaFile, wordsOf } from './access/names.ts';
import { CALLERS } from './access/two-tenants.ts';
import { tokens } from './world.ts';

jest.setTimeout(240_000);

const NARROW: readonly UserRole[] = ['AGENT', 'PARTNER', 'SUPPLIER'];
/** Of no role alone: some names only a hotel's own user has. */
const whole = loadSupergraph(composeFromSources(readSubgraphSources())).apiSchema;
let system: TestSystem;
let tokenOf: ReturnType<typeof tokens>;

beforeAll(async () => {
  system = await startTestSystem({ only: ['gateway', ...SUBGRAPH_NAMES] });
  tokenOf = tokens(system);
});
afterAll(() => system.stop());

/** Names of the whole schema that the role does not have. */
function hiddenFrom(role: UserRole): Set<string> {
  const own = namesIn(schemaFile(role));
  return new Set([...namesIn(whole)].filter((name) => !own.has(name) && isTelling(name)));
}

async function post(
  role: UserRole | null,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; text: string }> {
  const token = role === null ? {} : { authorization: `Bearer ${await tokenOf(CALLERS[role])}` };
  const response = await fetch(system.gatewayUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...token, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

describe('introspection', () => {
  const query = getIntrospectionQuery();

  test.each(NARROW)('tells %s no name that is not in its schema', async (role) => {
    for (const accept of ['application/json', 'text/event-stream, application/json', '*/*']) {
      const { text } = await post(role, { query }, { accept });
      const told = new Set(wordsOf(text.replaceAll(/"description":"(?:[^"\\]|\\.)*"/g, '')));
      expect([...hiddenFrom(role)].filter((name) => told.has(name))).toEqual([]);
    }
  });

  const odd: [string, () => Promise<{ status: number; text: string }>][] = [
    ['in a batch', () => post('PARTNER', [{ query }, { query }])],
    ['as text', () => post('PARTNER', JSON.stringify({ query }), { 'content-type': 'text/plain' })],
    ['as a document', () => post('PARTNER', query, { 'content-type': 'application/graphql' })],
    [
      'as a form',
      () =>
        post('PARTNER', `query=${encodeURIComponent(query)}`, {
          'content-type': 'application/x-www-form-urlencoded',
        }),
    ],
    [
      'by hash',
      () => post('PARTNER', { extensions: { persistedQuery: { version: 1, sha256Hash: 'a' } } }),
    ],
    ['by GET', () => get(`?query=${encodeURIComponent(query)}`)],
    ['by GET under another path', () => get(`/?query=${encodeURIComponent(query)}`)],
    ['by GET of a subgraph’s schema', () => get(`?query=${encodeURIComponent('{_service{sdl}}')}`)],
    ['without a token', () => post(null, { query })],
    ['without a token, in a batch', () => post(null, [{ query }])],
  ];
  test.each(odd)('%s answers no schema', async (_how, ask) => {
    const { text } = await ask();
    expect(text).not.toMatch(/__schema"|BookingGroup|HotelConnection|join__|type Query/);
  });

  test.each(['graphql-transport-ws', 'graphql-ws'])(
    'finds no socket that speaks %s',
    async (spoken) => {
      const { status, upgraded } = await knock(spoken);
      expect(upgraded).toBe(false);
      expect(status).toBeGreaterThanOrEqual(400);
    },
  );
});

async function get(rest: string): Promise<{ status: number; text: string }> {
  const token = await tokenOf(CALLERS.PARTNER);
  const response = await fetch(`${system.gatewayUrl}${rest}`, {
    headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
  });
  return { status: response.status, text: await response.text() };
}

/** Asks for a WebSocket, as graphql-ws clients do. */
async function knock(protocol: string): Promise<{ status: number; upgraded: boolean }> {
  const authorization = `Bearer ${await tokenOf(CALLERS.PARTNER)}`;
  return new Promise((resolve, reject) => {
    const asked = request(system.gatewayUrl, {
      headers: {
        authorization,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        'sec-websocket-protocol': protocol,
      },
    });
    asked.on('response', (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, upgraded: false });
    });
    asked.on('upgrade', () => resolve({ status: 101, upgraded: true }));
    asked.on('error', reject);
    asked.end();
  });
}

/** A name as somebody would guess it who has heard it once. */
const nearly = (name: string): string => name.slice(0, -1);

describe.each(NARROW)('no objection tells %s a hidden name that it nearly guessed', (role) => {
  const own = schemaFile(role);
  const hidden = hiddenFrom(role);

  async function expectSilence(query: string, variables?: object): Promise<void> {
    const { text } = await post(role, { query, variables });
    const sent = new Set(wordsOf(JSON.stringify({ query, variables })));
    const told = wordsOf(text).filter((word) => hidden.has(word) && !sent.has(word));
    expect([query.slice(0, 200), told]).toEqual([query.slice(0, 200), []]);
    expect(text).not.toContain('Did you mean');
  }

  test('among fields and types', async () => {
    for (const type of Object.values(own.getTypeMap())) {
      const full = whole.getType(type.name);
      if (!isObjectType(type) || !isObjectType(full)) continue;
      const guesses = Object.keys(full.getFields()).filter((name) => hidden.has(name));
      if (guesses.length === 0) continue;
      const fields = guesses.map((name) => nearly(name)).join(' ');
      await expectSilence(`{ ...F } fragment F on ${type.name} { ${fields} }`);
    }
    const types = [...hidden].filter((name) => whole.getType(name)).slice(0, 40);
    const spread = types.map((name) => `... on ${nearly(name)} { __typename }`).join(' ');
    await expectSilence(`{ ${spread} }`);
  });

  const roots = [
    ['query', own.getQueryType()],
    ['mutation', own.getMutationType()],
  ] as const;
  const places = roots.flatMap(([kind, root]) =>
    Object.values(root?.getFields() ?? {}).flatMap(({ name: field, args }) =>
      args.map(({ name, type }) => ({ kind, field, name, type })),
    ),
  );
  const below = ' { __typename }';

  test('among arguments and input fields, written or in variables', async () => {
    for (const { kind, field, name, type } of places) {
      const named = getNamedType(type);
      const full = whole.getType(named.name);
      if (isInputObjectType(named) && isInputObjectType(full)) {
        const wrong = Object.fromEntries(
          Object.keys(full.getFields()).map((key) => [nearly(key), 1]),
        );
        const literal = Object.keys(wrong)
          .map((key) => `${key}: 1`)
          .join(', ');
        await expectSilence(`${kind} { ${field}(${name}: { ${literal} })${below} }`);
        const operation = `${kind} ($v: ${String(type)}) { ${field}(${name}: $v)${below} }`;
        await expectSilence(operation, { v: wrong });
      }
      await expectSilence(`${kind} { ${field}(${nearly(name)}x: 1)${below} }`);
    }
  });

  test('among enum values, written or in variables', async () => {
    let guesses = 0;
    for (const { kind, field, name, type } of places) {
      const named = getNamedType(type);
      const within = isInputObjectType(named) ? Object.values(named.getFields()) : [];
      for (const key of isEnumType(named) ? [null] : within) {
        const values = whole.getType(getNamedType(key?.type ?? type).name);
        if (!isEnumType(values)) continue;
        for (const value of values.getValues()) {
          const guess = nearly(value.name);
          const written = key === null ? guess : `{ ${key.name}: ${guess} }`;
          await expectSilence(`${kind} { ${field}(${name}: ${written})${below} }`);
          const operation = `${kind} ($v: ${String(type)}) { ${field}(${name}: $v)${below} }`;
          await expectSilence(operation, { v: key === null ? guess : { [key.name]: guess } });
          guesses += 1;
        }
      }
    }
    expect(guesses).toBeGreaterThan(0);
  });
});
