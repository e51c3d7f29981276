// What each role can find out through the gateway: its own schema and nothing beyond, whatever it asks.
import { mintToken } from '../../shared/auth/local-issuer/mint-token.ts';
import { createRoleViews } from '../roles/role-views.ts';
import { composeSupergraph } from '../supergraph/compose.ts';
import { loadSupergraph } from '../supergraph/load.ts';
import { vaultHolds, vaultSdl } from './world/vault.ts';
import { projectId, startWorld, type World } from './world/world.ts';

let world: World;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  world = await startWorld({ withVault: true });
  const claims: Record<string, Record<string, unknown>> = {
    admin: { role: 'ADMIN' },
    operator: { role: 'OPERATOR' },
    'operator without scopes': { role: 'OPERATOR', scopes: [] },
    'operator with another’s scopes': { role: 'OPERATOR', scopes: ['none'] },
    'operator with rates': { role: 'OPERATOR', scopes: ['rates:net'] },
    'partner with rates': { role: 'PARTNER', agencyId: 'SIAM', scopes: ['rates:net'] },
    agent: { role: 'AGENT' },
    partner: { role: 'PARTNER', agencyId: 'SIAM' },
    supplier: { role: 'SUPPLIER', hotelIds: ['H1'] },
  };
  for (const [who, claim] of Object.entries(claims)) tokens[who] = await world.token(claim);
});
afterAll(() => world.stop());
afterEach(() => {
  Object.assign(vaultHolds, { lodging: 'Plain', parcel: 'Plain', kind: 'PLAIN' });
});

const ask = (who: string, query: string, variables?: Record<string, unknown>) =>
  world.ask(query, { token: tokens[who] ?? null, ...(variables ? { variables } : {}) });

/** Operations that reached vault or shelf. */
const fetched = () => world.guarded.flatMap(({ received }) => received.map(({ query }) => query));

describe('what is not in the role’s schema answers exactly like what does not exist', () => {
  const named = (text: string, name: string) => text.replaceAll(name, 'nothing');
  const attempts: [string, string, string, Record<string, unknown>?][] = [
    ['a field', '{ cellar }', 'cellar'],
    ['a field under an alias', '{ a: cellar }', 'cellar'],
    ['a field in a fragment', '{ ...F } fragment F on Query { cellar }', 'cellar'],
    ['a field in an inline fragment', '{ ... on Query { ... { cellar } } }', 'cellar'],
    ['an argument', '{ rooms(ceiling: 1) { id } }', 'ceiling'],
    ['an input field', '{ rooms(only: { secret: "a" }) { id } }', 'secret'],
    [
      'an input field in a variable',
      'query ($only: RoomFilter) { rooms(only: $only) { id } }',
      'secret',
      { only: { secret: 'a' } },
    ],
    ['an enum value', '{ rooms(kinds: [HIDDEN]) { id } }', 'HIDDEN'],
    [
      'an enum value in a variable',
      'query ($kinds: [Kind!]) { rooms(kinds: $kinds) { id } }',
      'HIDDEN',
      { kinds: ['HIDDEN'] },
    ],
    ['a type', '{ parcel { ... on Cellar { id } } }', 'Cellar'],
    ['a type as the type of a variable', 'query ($a: Cellar) { __typename }', 'Cellar'],
    ['a type by introspection', '{ __type(name: "Cellar") { name } }', 'Cellar'],
    [
      'what federation adds: entities',
      '{ _entities(representations: []) { __typename } }',
      '_entities',
    ],
    ['what federation adds: the service', '{ _service { sdl } }', '_service'],
    ['what federation adds: its types', '{ __type(name: "_Entity") { name } }', '_Entity'],
    ['what is inaccessible', '{ decideHolds }', 'decideHolds'],
    ['a directive of federation', '{ box { id @tag(name: "x") } }', 'tag'],
  ];
  test.each(attempts)('%s', async (...[, query, name, variables = {}]) => {
    const before = fetched().length;
    const hidden = await ask('partner', query, variables);
    const renamed = JSON.parse(named(JSON.stringify(variables), name)) as Record<string, unknown>;
    const missing = await ask('partner', named(query, name), renamed);
    expect(hidden.status).toBe(missing.status);
    // Locations count characters: the two names differ in length.
    const told = (body: unknown) =>
      JSON.stringify(body, (key, value: unknown) => (key === 'locations' ? undefined : value));
    expect(named(told(hidden.body), name)).toBe(told(missing.body));
    expect(fetched().length).toBe(before);
  });
});

test('introspection tells each role its own schema', async () => {
  const query =
    '{ __schema { types { name fields { name args { name } } inputFields { name } enumValues { name } } } }';
  const partner = JSON.stringify((await ask('partner', query)).data);
  const operator = JSON.stringify((await ask('operator', query)).data);
  for (const name of ['cellar', 'Cellar', 'ceiling', 'HIDDEN', 'margin', 'force']) {
    expect(operator).toContain(`"${name}"`);
    expect(partner).not.toContain(`"${name}"`);
  }
  expect(operator + partner).not.toMatch(/_entities|_service|_Any|decideHolds|netRate|join__/);
});

test('no message guesses a hidden name from one that is nearly it', async () => {
  for (const query of [
    '{ cella }',
    '{ rooms(ceilin: 1) { id } }',
    '{ rooms(kinds: [HIDDE]) { id } }',
  ]) {
    const { status, body } = await ask('partner', query);
    expect(status).toBe(400);
    expect(JSON.stringify(body)).not.toMatch(/cellar|ceiling\b|HIDDEN|did you mean/i);
  }
});

test('one role’s documents never serve another', async () => {
  const query = 'query Same { cellar }';
  expect((await ask('operator', query)).data).toEqual({ cellar: 14 });
  expect((await ask('partner', query)).status).toBe(400);
  expect((await ask('operator', query)).data).toEqual({ cellar: 14 });
});

test('a role for which there is hardly anything gets just that', async () => {
  expect((await ask('supplier', '{ box { id } }')).status).toBe(400);
  expect((await ask('supplier', '{ me { role } }')).data).toEqual({ me: { role: 'SUPPLIER' } });
});

describe('when a service gives what the role may not see', () => {
  test('a hidden type is null, and its name is not told', async () => {
    vaultHolds.lodging = 'Cellar';
    vaultHolds.parcel = 'Cellar';
    const query = '{ lodging(id: "1") { __typename id } parcel { __typename } }';
    const { data, body } = await ask('partner', query);
    expect(data).toEqual({ lodging: null, parcel: null });
    expect(JSON.stringify(body)).not.toContain('Cellar');
    expect((await ask('operator', query)).data).toEqual({
      lodging: { __typename: 'Cellar', id: '1' },
      parcel: { __typename: 'Cellar' },
    });
  });

  test('a hidden enum value is null, takes with it what may not be null, and is an error', async () => {
    vaultHolds.kind = 'HIDDEN';
    const query = '{ strictKind { a: kinds ...F } } fragment F on Kinds { one also }';
    const { data, errors, body } = await ask('partner', query);
    expect(data).toEqual({ strictKind: null });
    expect(errors.map(({ path }) => path)).toEqual([['strictKind', 'a', 1]]);
    expect(errors[0]?.extensions.code).toBe('INTERNAL_SERVER_ERROR');
    expect(JSON.stringify(body)).not.toContain('HIDDEN');
    const one = await ask('partner', '{ strictKind { one also } }');
    expect(one.data).toEqual({ strictKind: { one: null, also: 'PLAIN' } });
    const odd = await ask('partner', '{ strictKind { one toString: also constructor: also } }');
    expect(odd.data).toEqual({
      strictKind: { one: null, toString: 'PLAIN', constructor: 'PLAIN' },
    });
    expect((await ask('operator', query)).data).toEqual({
      strictKind: { a: ['PLAIN', 'HIDDEN'], one: 'HIDDEN', also: 'PLAIN' },
    });
  });
});

describe('guards within a role’s schema', () => {
  test.each<[string, string, unknown]>([
    ['admin', '{ margin ledger named }', { margin: 11, ledger: 12, named: 13 }],
    ['operator', '{ margin ledger named }', { margin: 11, ledger: 12, named: 13 }],
    ['agent', '{ margin ledger named }', { margin: null, ledger: null, named: 13 }],
    ['operator with rates', '{ margin ledger }', { margin: 11, ledger: null }],
    ['operator without scopes', '{ margin ledger }', { margin: null, ledger: null }],
    ['operator with another’s scopes', '{ margin ledger }', { margin: null, ledger: null }],
  ])(
    '%s: each list is alternatives, each alternative wants all of its scopes',
    async (who, query, expected) => {
      const { data, codes } = await ask(who, query);
      expect(data).toEqual(expected);
      const nulls = Object.values(expected as object).filter((value) => value === null);
      expect(codes).toEqual(nulls.map(() => 'FORBIDDEN'));
    },
  );

  test('a policy is asked about the caller', async () => {
    const other = await mintToken({
      dir: world.issuerDir,
      projectId,
      uid: 'uid-2',
      claims: { role: 'OPERATOR' },
      ttlSeconds: 60,
    });
    expect((await ask('operator', '{ named }')).data).toEqual({ named: 13 });
    const { data, codes } = await world.ask('{ named }', { token: other });
    expect([data, codes]).toEqual([{ named: null }, ['FORBIDDEN']]);
  });

  test('a token names fewer scopes than its role has, never more', async () => {
    const { status, codes } = await ask('partner with rates', '{ box { secret } }');
    expect([status, codes]).toEqual([403, ['FORBIDDEN']]);
  });

  test('staff get the rest, with null and an error in the very place of what is denied', async () => {
    const query = `{
      box { s: secret id ...B }
      rooms { id ... on Plain { mine: rate } ... on Loft { mine: rate } }
    } fragment B on Box { inner { code } }`;
    const before = fetched().length;
    const { status, data, errors } = await ask('agent', query);
    expect(status).toBe(200);
    expect(data).toEqual({
      box: { s: null, id: 'B1', inner: null },
      rooms: [
        { id: 'P1', mine: null },
        { id: 'F1', mine: 900 },
      ],
    });
    expect(errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['box', 's'], 'FORBIDDEN'],
      [['box', 'inner'], 'FORBIDDEN'],
      [['rooms', 0, 'mine'], 'FORBIDDEN'],
    ]);
    expect(fetched().slice(before).join()).not.toMatch(/secret|inner|code/);
  });

  test('a denied field is denied through the interface too, on every type that has it', async () => {
    const query = '{ rooms { id rate ... on Loft { again: rate } ... on Lodging { rate } } }';
    const { data, errors } = await ask('agent', query);
    expect(data).toEqual({
      rooms: [
        { id: 'P1', rate: null },
        { id: 'F1', rate: null, again: 900 },
      ],
    });
    expect(errors).toHaveLength(2);
  });

  test('a denied field never takes the value of another under the same response key', async () => {
    // `id` is fetched as the key of the entity; asked for under its name, the secret stays null.
    const { data, errors } = await ask('agent', '{ box { id: secret place } }');
    expect(data).toEqual({ box: { id: null, place: 'left' } });
    expect(errors.map(({ path }) => path)).toEqual([['box', 'id']]);
    expect((await ask('agent', '{ box { __typename: secret } }')).data).toEqual({
      box: { __typename: null },
    });
  });

  test('an object of which nothing is allowed is there all the same', async () => {
    const { data } = await ask('agent', '{ box { secret } margin }');
    expect(data).toEqual({ box: { secret: null }, margin: null });
  });

  test('what is skipped is not denied', async () => {
    const query = 'query ($yes: Boolean!) { box { id secret @skip(if: $yes) } }';
    const { body } = await ask('agent', query, { yes: true });
    expect(body).toEqual({ data: { box: { id: 'B1' } } });
    expect((await ask('agent', query, { yes: false })).codes).toEqual(['FORBIDDEN']);
  });

  test.each([
    ['partner', '{ box { id secret } }', 'Box.secret'],
    ['partner', '{ box { id inner { code } } }', 'Box.inner'],
    ['agent', 'mutation { close(input: { id: "1" }) open(id: "1") { id } }', 'Mutation.open'],
    ['agent', 'mutation { open(id: "1") { id } }', 'Mutation.open'],
  ])('%s is refused whole, and nothing is fetched or done: %s', async (who, query, coordinate) => {
    const before = fetched().length;
    const { status, data, errors, codes } = await ask(who, query);
    expect([status, data ?? null, codes[0]]).toEqual([403, null, 'FORBIDDEN']);
    expect(errors.map(({ message }) => message).join()).toContain(coordinate);
    expect(fetched().length).toBe(before);
  });

  test('callers of one role who differ in scopes do not share plans', async () => {
    const query = 'query Shared { margin }';
    expect((await ask('operator', query)).data).toEqual({ margin: 11 });
    expect((await ask('operator without scopes', query)).data).toEqual({ margin: null });
    expect((await ask('operator', query)).data).toEqual({ margin: 11 });
  });
});

test('a supergraph with a guard that nobody can pass is not served', () => {
  const composed = composeSupergraph([{ name: 'vault', url: 'http://vault', sdl: vaultSdl }]);
  const supergraph = loadSupergraph(composed.ok ? composed.value : '');
  expect(() => createRoleViews(supergraph, { scopes: new Map(), policies: {} })).toThrow(
    /is guarded by what nobody knows: /,
  );
});
