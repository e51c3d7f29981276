// The shaping of plain answers against that of plans: what it shapes at all, it shapes to the letter as
// @apollo/gateway does, and what it cannot it leaves alone.
import { executeQueryPlan, buildOperationContext } from '@apollo/gateway';
import { buildSchemaFromAST } from '@apollo/federation-internals';
import type { QueryPlan } from '@apollo/query-planner';
import fc from 'fast-check';
import { buildASTSchema, OperationTypeNode, parse } from 'graphql';
import { compileShape } from '../execution/shape.ts';
import type { GatewayRequestContext } from '../execution/types.ts';

const SDL = parse(`
  type Query { stay: Stay one: Thing! things: [Thing] any: Any }
  type Stay implements Thing { id: ID! nights: Int! rate: Float note: String status: Status! tags: [String!] free: Blob inner: Stay rows: [[Int!]] }
  type Group implements Thing { id: ID! members: [Thing!]! note: String status: Status }
  type Lone { ok: Boolean! }
  interface Thing { id: ID! note: String }
  union Any = Stay | Lone
  enum Status { HELD CONFIRMED }
  scalar Blob
`);
const schema = buildASTSchema(SDL);
const federationSchema = buildSchemaFromAST(SDL);

const DOCUMENT = parse(`
  query Everything {
    kind: __typename
    stay { ...S inner { __typename id nights more: note } inner { rate } }
    one { __typename ...T ... on Stay { nights status } }
    things { __typename note ...T ... on Group { members { __typename ... { id } ... on Stay { tags } } } ... on Thing { note } }
    any { __typename ... on Stay { id } ... on Lone { ok } ... on Thing { note } }
  }
  fragment S on Stay { id nights rate status tags free rows }
  fragment T on Thing { id ... on Group { status } }
`);
const context = buildOperationContext({ schema, operationDocument: DOCUMENT });

const STAY = { __typename: 'Stay', id: 'a', nights: 1, rate: 1, note: null, status: 'HELD' };

/** As a plan of one fetch that answers `data` is executed. */
async function byPlan(data: Record<string, unknown>) {
  const plan = {
    kind: 'QueryPlan',
    node: {
      kind: 'Fetch',
      serviceName: 'it',
      operation: '{ stay { id } }',
      operationName: undefined,
      operationKind: OperationTypeNode.QUERY,
    },
  } as QueryPlan;
  return executeQueryPlan(
    plan,
    { it: { process: () => Promise.resolve({ data }) } },
    { request: {}, context: {}, metrics: {} } as unknown as GatewayRequestContext,
    context,
    schema,
    federationSchema,
  );
}

function shaped(data: Record<string, unknown>) {
  const shape = compileShape(context, context.operation);
  if (!shape) throw new Error('this operation is plain');
  return shape(data);
}

const LEAF = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('HELD', 'CONFIRMED', 'x', 1, 2, 1.5, true, null) },
  { weight: 1, arbitrary: fc.constantFrom('LOST', 2 ** 40, {}, [], undefined) },
);

/** `likely` most of the time: an answer of nothing but mistakes would never get far. */
function mostly(likely: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 30, arbitrary: likely }, { weight: 1, arbitrary: LEAF });
}

function oneOf(...values: readonly unknown[]): fc.Arbitrary<unknown> {
  return mostly(fc.constantFrom(...values));
}

function list(items: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.array(items, { maxLength: 3 });
}

const { thing } = fc.letrec<{ thing: unknown; stay: unknown; group: unknown }>((tie) => ({
  thing: fc.oneof({ depthSize: 'small', withCrossShrink: true }, tie('stay'), tie('group')),
  stay: fc.record({
    __typename: oneOf('Stay'),
    id: oneOf('a', 'b'),
    nights: oneOf(1, 7),
    rate: oneOf(1, 1.5, null),
    note: oneOf('n', null),
    more: oneOf('m', null),
    status: oneOf('HELD', 'CONFIRMED'),
    tags: mostly(list(oneOf('t', 'u'))),
    free: oneOf({ deep: [1] }, 'any', 0),
    rows: mostly(list(list(oneOf(1, 2)))),
    inner: fc.oneof(
      { depthSize: 'small', maxDepth: 2 },
      { weight: 3, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: tie('stay') },
    ),
  }),
  group: fc.record({
    __typename: oneOf('Group'),
    id: oneOf('g'),
    note: oneOf('n', null),
    status: oneOf('HELD', null),
    members: fc.array(tie('stay'), { maxLength: 2 }),
  }),
}));

const ANSWER = fc.record(
  {
    kind: oneOf('Query'),
    stay: mostly(fc.oneof(fc.constant(null), thing)),
    one: mostly(thing),
    things: mostly(list(mostly(thing))),
    any: oneOf({ __typename: 'Lone', ok: true }, { __typename: 'Stay', id: 'a' }, null),
  },
  { requiredKeys: ['one'] },
);

test('answers are shaped to the letter as plans shape them, or left alone', async () => {
  let plain = 0;
  await fc.assert(
    fc.asyncProperty(ANSWER, async (answer) => {
      const data = answer as Record<string, unknown>;
      const before = JSON.stringify(data);
      const mine = shaped(data);
      expect(JSON.stringify(data)).toBe(before);
      if (!mine) return;
      plain += 1;
      const theirs = await byPlan(JSON.parse(before) as typeof data);
      expect(JSON.stringify({ data: mine })).toBe(JSON.stringify(theirs));
    }),
    { numRuns: 500 },
  );
  expect(plain).toBeGreaterThan(50);
});

test.each([
  ['depends on a variable', 'query ($v: Boolean!) { stay { id @include(if: $v) } }'],
  ['introspects', '{ __schema { queryType { name } } }'],
  ['names a key that every object inherits', '{ toString: stay { id } }'],
])('an operation that %s is left to plans', (_what, source) => {
  const plain = buildOperationContext({ schema, operationDocument: parse(source) });
  expect(compileShape(plain, plain.operation)).toBeNull();
});

test.each([
  ['a null that is forbidden', { one: null }],
  ['a type that the role does not know', { one: { __typename: 'Secret', id: 'a' } }],
  ['a type that cannot stand there', { one: { __typename: 'Lone', id: 'a' } }],
  ['an enum value that the role does not know', { one: { ...STAY, status: 'LOST' } }],
  ['a number that is no Int', { one: { ...STAY, nights: 1.5 } }],
])('%s is left to plans', (_what, data) => {
  expect(shaped({ one: STAY })).not.toBeNull();
  expect(shaped(data)).toBeNull();
});
