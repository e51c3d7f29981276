// Operations made to cost much: thousands of aliases, depths without end, fragments in circles, batches,
// a megabyte of anything. Each is answered 400 in bounded time, tells no name that its sender did not
// send, and leaves the gateway as it was.
import { SUBGRAPH_NAMES } from '../../../shared/config/environment.ts';
import type { UserRole } from '../../../shared/auth/identity.ts';
import { startTestSystem } from '../../../shared/testing/services/test-system.ts';
import type { TestSystem } from '../../../shared/testing/services/test-system.ts';
import { isTelling, namesIn, schemaFile, wordsOf } from '../e2e/access/names.ts';
import { CALLERS } from '../e2e/access/two-tenants.ts';
import { complaintsIn, tokens } from '../e2e/world.ts';

jest.setTimeout(240_000);

/** Each takes some milliseconds; a machine that does much else besides may need this. */
const ANSWER_MS = 3_000;
const MEGABYTE = 1_000_000;
const ROLES: readonly UserRole[] = ['OPERATOR', 'PARTNER', 'SUPPLIER'];
/** Words of the gateway's own sentences, which it says whatever was asked. */
const OWN_WORDS = new Set(['fields', 'time']);
const names = [...namesIn(schemaFile('ADMIN'))].filter(
  (name) => isTelling(name) && !OWN_WORDS.has(name),
);
let system: TestSystem;
let tokenOf: ReturnType<typeof tokens>;

beforeAll(async () => {
  system = await startTestSystem({ only: ['gateway', ...SUBGRAPH_NAMES] });
  tokenOf = tokens(system);
});
afterAll(() => system.stop());

const times = (count: number, text: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => text(at)).join(' ');
const deep = (levels: number): string => `${'{ me '.repeat(levels)}{ role }${' }'.repeat(levels)}`;
const of = (query: string, variables?: object): string => JSON.stringify({ query, variables });
const doubled = (levels: number): string =>
  `{ ...F0 } ${times(levels, (at) => `fragment F${at} on Query { ...F${at + 1} ... { ...F${at + 1} } }`)} fragment F${levels} on Query { me { role } }`;

/** Bodies, made when they are sent: some are as long as a body may be, and longer. */
const BOMBS: readonly { readonly what: string; readonly body: () => string }[] = [
  {
    what: 'a thousand aliases',
    body: () => of(`{ ${times(1_000, (at) => `a${at}: me { role }`)} }`),
  },
  {
    what: 'a thousand aliases below one field',
    body: () => of(`{ me { ${times(1_000, (at) => `a${at}: role`)} } }`),
  },
  {
    what: 'a thousand aliases of introspection',
    body: () => of(`{ ${times(1_000, (at) => `a${at}: __schema { types { name } }`)} }`),
  },
  {
    what: 'a thousand writes',
    body: () =>
      of(
        `mutation { ${times(1_000, (at) => `a${at}: cancelBooking(input: { groupId: "x" }) { __typename }`)} }`,
      ),
  },
  { what: 'a depth of thirty', body: () => of(deep(30)) },
  { what: 'a depth of ten thousand', body: () => of(deep(10_000)) },
  {
    what: 'a depth of thirty in fragments',
    body: () =>
      of(
        `{ ...F0 } ${times(30, (at) => `fragment F${at} on Query { me { ...F${at + 1} } }`)} fragment F30 on Query { me { role } }`,
      ),
  },
  {
    what: 'a fragment within itself',
    body: () => of('{ me { ...A } } fragment A on Me { ...A }'),
  },
  {
    what: 'two fragments in a circle',
    body: () => of('{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'),
  },
  {
    what: 'a circle of a hundred fragments',
    body: () =>
      of(`{ ...F0 } ${times(100, (at) => `fragment F${at} on Query { ...F${(at + 1) % 100} }`)}`),
  },
  {
    what: 'a circle that nobody uses',
    body: () => of('{ me { role } } fragment A on Query { ... { ...A } }'),
  },
  { what: 'fragments that double thirty times', body: () => of(doubled(30)) },
  {
    what: 'a batch of a hundred',
    body: () => JSON.stringify(Array.from({ length: 100 }, () => ({ query: '{ me { role } }' }))),
  },
  { what: 'a batch of one', body: () => '[{"query":"{ me { role } }"}]' },
  { what: 'an empty batch', body: () => '[]' },
  { what: 'a megabyte of fields', body: () => of(`{ me { ${'role '.repeat(MEGABYTE / 5)}} }`) },
  { what: 'a megabyte of nothing', body: () => of(`{ me { role } }${' '.repeat(MEGABYTE)}`) },
  { what: 'a megabyte of a remark', body: () => of(`{ me { role } } #${'x'.repeat(MEGABYTE)}`) },
  {
    what: 'a megabyte of a string',
    body: () => of(`{ hotel(id: "${'x'.repeat(MEGABYTE)}") { id } }`),
  },
  { what: 'a megabyte of a name', body: () => of(`{ ${'x'.repeat(MEGABYTE)} }`) },
  { what: 'a mebibyte and more', body: () => of(`{ ${'x '.repeat(1_048_576)} }`) },
  {
    what: 'a megabyte of ids where one is wanted',
    body: () =>
      of('query ($id: ID!) { hotel(id: $id) { id } }', {
        id: Array.from({ length: 100_000 }, (_, at) => `H${at}`),
      }),
  },
  {
    what: 'a list within lists, a hundred thousand times',
    body: () =>
      `{"query":"query ($a: ID!) { hotel(id: $a) { id } }","variables":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
  },
  { what: 'objects within objects', body: () => '{"query":'.repeat(100_000) },
  {
    what: 'the same field over and over',
    body: () => of(`{ me { ${'role '.repeat(1_900)}} }`),
  },
];

describe.each(ROLES)('%s', (role) => {
  test.each(BOMBS)('is answered 400 in bounded time: $what', async ({ body }) => {
    const sent = body();
    const { status, text, ms } = await post(role, sent);
    expect(status).toBe(400);
    expect(ms).toBeLessThan(ANSWER_MS);
    expect(text.length).toBeLessThan(10_000);
    const said = new Set(wordsOf(sent));
    const { errors } = JSON.parse(text) as { errors: { message: string }[] };
    const told = new Set(errors.flatMap(({ message }) => wordsOf(message)));
    expect(names.filter((name) => told.has(name) && !said.has(name))).toEqual([]);
    expect(text).not.toContain('Did you mean');
  });

  test('all of them at once hold up nobody else', async () => {
    const bombs = Promise.all(BOMBS.map(({ body }) => post(role, body())));
    const { status, ms } = await post(role, of('{ me { role } }'));
    expect([status, ms < ANSWER_MS]).toEqual([200, true]);
    expect(new Set((await bombs).map((each) => each.status))).toEqual(new Set([400]));
  });
});

test('no process complains of any of it', () => {
  for (const name of ['gateway', ...SUBGRAPH_NAMES] as const) {
    expect([name, complaintsIn(system.process(name).logFile)]).toEqual([name, []]);
  }
});

async function post(
  role: UserRole,
  body: string,
): Promise<{ status: number; text: string; ms: number }> {
  const authorization = `Bearer ${await tokenOf(CALLERS[role])}`;
  const startedAt = performance.now();
  const response = await fetch(system.gatewayUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body,
  });
  const text = await response.text();
  return { status: response.status, text, ms: performance.now() - startedAt };
}
