// What the gateway refuses before it works on it, how it says so, and how long that takes.
import { boundsOf, gatewayLimits } from '../limits.ts';
import { whatIsTooLarge } from '../plugins/measure-document.ts';
import { startWorld, type World } from './world/world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
  await world.ask('{ me { role } }');
});
afterAll(() => world.stop());

const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');
const nested = (depth: number) =>
  `{ hotel(id: "A") ${times(depth, () => '{ bookings { hotel')} { id } ${times(depth, () => '} }')} }`;
const doubling = (levels: number) =>
  `{ hotel(id: "A") { ...F0 } } ${times(levels, (n) => `fragment F${n} on Hotel { bookings { a: hotel { ...F${n + 1} } b: hotel { ...F${n + 1} } } }`)} fragment F${levels} on Hotel { id }`;

const tooLarge: [string, string][] = [
  ['a thousand aliases', `{ ${times(1_000, (n) => `a${n}: me { role }`)} }`],
  ['ten thousand aliases', `{ ${times(10_000, (n) => `a${n}: me { role }`)} }`],
  ['a depth of thirty', nested(15)],
  ['a depth of thousands', '{ a '.repeat(10_000)],
  ['a list value of thousands of levels', `{ hotel(id: ${'['.repeat(5_000)}1) { id } }`],
  [
    'a circle of fragments',
    '{ me { ...A } } fragment A on Caller { ...B } fragment B on Caller { ...A }',
  ],
  ['a fragment within itself', '{ me { ...A } } fragment A on Caller { ...A }'],
  ['a circle nobody uses', '{ me { role } } fragment A on Caller { ...A }'],
  ['fragments that double ten times', doubling(10)],
  ['a megabyte of query', `{ me { ${'role '.repeat(200_000)} } }`],
  ['a megabyte of one string', `{ hotel(id: "${'x'.repeat(1_000_000)}") { id } }`],
  ['thousands of repeated fields', `{ me { ${'role '.repeat(5_000)} } }`],
];

test.each(tooLarge)(
  '%s answers 400 in bounded time, and no subgraph hears of it',
  async (_what, query) => {
    const before = world.hotels.received.length + world.bookings.received.length;
    const startedAt = performance.now();
    const { status, errors, codes } = await world.ask(query);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(status).toBe(400);
    expect(errors).toHaveLength(1);
    expect(codes[0]).toBe('QUERY_TOO_LARGE');
    expect(world.hotels.received.length + world.bookings.received.length).toBe(before);
  },
);

test('half a character cannot make a text pass for another one that is too large', async () => {
  const after = (remark: string): string => `# ${remark}\n${doubling(10)}`;
  expect(await world.ask(after('\ud800'))).toMatchObject({ status: 400, codes: ['BAD_REQUEST'] });
  expect(await world.ask(after('\ufffd'))).toMatchObject({ codes: ['QUERY_TOO_LARGE'] });
  expect((await world.ask('# \u{1f3e8}\n{ me { role } }')).status).toBe(200);
});

describe('what is just within the limits of its role is served, one more is not', () => {
  const tokens = {
    OPERATOR: () => world.token(),
    AGENT: () => world.token({ role: 'AGENT', agencyIds: ['SIAM'] }),
    PARTNER: () => world.token({ role: 'PARTNER', agencyId: 'SIAM' }),
    SUPPLIER: () => world.token({ role: 'SUPPLIER', hotelIds: ['BKK1'] }),
  };

  test.each(['OPERATOR', 'AGENT', 'PARTNER', 'SUPPLIER'] as const)('to %s', async (role) => {
    const token = await tokens[role]();
    const { aliasesMax } = gatewayLimits.roles[role];
    const aliases = (count: number): string => `{ ${times(count, (n) => `a${n}: me { role }`)} }`;
    const { status, data } = await world.ask(aliases(aliasesMax), { token });
    expect(status).toBe(200);
    expect(Object.keys(data as object)).toHaveLength(aliasesMax);
    expect((await world.ask(aliases(aliasesMax + 1), { token })).status).toBe(400);
  });

  test.each(['OPERATOR', 'AGENT', 'PARTNER', 'SUPPLIER'] as const)('to %s by depth', (role) => {
    const bounds = boundsOf(role);
    const deep = (depth: number): string => `${'{ a '.repeat(depth)}${'} '.repeat(depth)}`;
    expect(whatIsTooLarge(deep(bounds.depthMax), bounds)).toBeNull();
    expect(whatIsTooLarge(deep(bounds.depthMax + 1), bounds)).toBe('The query is too deep.');
  });
});

test('the depth of fragments counts where they are used', () => {
  const fragments = times(20, (n) => `fragment F${n} on T { a { ...F${n + 1} } }`);
  expect(whatIsTooLarge(`{ ...F0 } ${fragments} fragment F20 on T { a }`, boundsOf('ADMIN'))).toBe(
    'The query is too deep.',
  );
});

test.each(['OPERATOR', 'SUPPLIER'])(
  'pages within pages answer %s 400, whatever the depth',
  async (role) => {
    const claims = role === 'SUPPLIER' ? { role, hotelIds: ['A'] } : { role };
    const token = await world.token(claims);
    const before = world.hotels.received.length;
    const bomb =
      '{ hotels(ids: ["A"]) { bookings { hotel { bookings { hotel { bookings { hotel { rooms(first: 200) { code } } } } } } } } }';
    const { status, codes, errors } = await world.ask(bomb, { token });
    expect([status, codes]).toEqual([400, ['QUERY_TOO_EXPENSIVE']]);
    expect(errors[0]?.message).toMatch(
      /^This may cost \d+; at most \d+ may be asked for at once\.$/,
    );
    expect(world.hotels.received.length).toBe(before);
  },
);

test('a page that is too large answers 400, as a number and as a variable', async () => {
  const query = 'query ($n: Int) { hotel(id: "A") { rooms(first: $n) { code } } }';
  const asked = await world.ask(query, { variables: { n: 201 } });
  expect([asked.status, asked.codes]).toEqual([400, ['BAD_USER_INPUT']]);
  const written = await world.ask('{ hotel(id: "A") { rooms(first: 100000) { code } } }');
  expect(written.errors[0]?.message).toBe('A page has at most 200 items.');
  expect((await world.ask(query, { variables: { n: 200 } })).status).toBe(200);
});

test('a batch answers 400', async () => {
  const batch = Array.from({ length: 100 }, () => ({ query: '{ me { role } }' }));
  const { status, codes } = await world.send('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await world.token()}`,
    },
    body: JSON.stringify(batch),
  });
  expect([status, codes[0]]).toEqual([400, 'BAD_REQUEST']);
});

test.each<[string, number, string, string]>([
  ['a body that is no JSON', 400, 'application/json', '{'],
  ['an empty body', 400, 'application/json', ''],
  ['a body without a query', 400, 'application/json', '{"variables":{}}'],
  ['a query that is no text', 400, 'application/json', '{"query":1}'],
  ['a query that does not parse', 400, 'application/json', '{"query":"{"}'],
  ['a body that is too large', 400, 'application/json', `{"query":"${'x'.repeat(1_100_000)}"}`],
  ['a simple request, as forged forms send them', 415, 'text/plain', '{"query":"{ me { role } }"}'],
  ['a form', 415, 'application/x-www-form-urlencoded', 'query={me{role}}'],
])('%s answers %i', async (_what, expected, contentType, body) => {
  const answer = await world.send('/graphql', {
    method: 'POST',
    headers: { 'content-type': contentType, authorization: `Bearer ${await world.token()}` },
    body,
  });
  expect(answer.status).toBe(expected);
  expect(answer.errors).toHaveLength(1);
  expect(answer.codes[0]).toMatch(/^(BAD_REQUEST|GRAPHQL_PARSE_FAILED|QUERY_TOO_LARGE)$/);
});

test('a subscription is told that it does not run here', async () => {
  const { status, data } = await world.ask('subscription { ticks }');
  expect(status).toBe(400);
  expect(data).toBeUndefined();
});

test('a caller who is nobody learns nothing about size or schema', async () => {
  for (const [, query] of tooLarge.slice(0, 3)) {
    expect((await world.ask(query, { token: null })).status).toBe(401);
  }
  const introspection = await world.ask('{ __schema { queryType { name } } }', { token: null });
  expect(introspection.status).toBe(401);
});
