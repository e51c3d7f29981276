// What operations may cost: the arithmetic, on a small schema.
import { buildSchema, Kind, parse, validate } from 'graphql';
import type { OperationDefinitionNode } from 'graphql';
import { gatewayLimits } from '../../limits.ts';
import { readCostRules } from '../cost-rules.ts';
import { estimateCost } from '../estimate-cost.ts';

const sdl = `
directive @cost(weight: Int!) on FIELD_DEFINITION | OBJECT
directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean) on FIELD_DEFINITION
type Query { one: Thing  page(first: Int): Page  days: [Thing!]! @listSize(assumedSize: 31)
  some: [Thing!]!  top(n: Int = 3): [Thing!] @listSize(slicingArguments: ["n"])  dear: Int @cost(weight: 7) any: Any
  calendar(input: In!): Calendar  range(from: String!, to: String!): Rooms }
type Mutation { do: Thing }
input In { hotelIds: [ID!]! from: String! to: String! }
union Calendar = Nights | Heavy  type Nights { hotels: [Rooms!]! }
type Rooms { roomType: RoomTypeCalendar }  type RoomTypeCalendar { days: [Thing!]! }
type Page { edges: [Edge!]! }  type Edge { node: Thing! }
type Thing { id: ID! things(first: Int): Page  heavy: Heavy }
type Heavy @cost(weight: 50) { id: ID! }
union Any = Thing | Heavy`;
const schema = buildSchema(sdl);
const rules = readCostRules(parse(sdl));

function costOf(query: string, variables: Record<string, unknown> = {}) {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const operation = document.definitions.find(
    (each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION,
  );
  if (!operation) throw new Error('no operation');
  return estimateCost({ schema, rules, document, operation })(variables);
}

const costs: [string, string, number, Record<string, unknown>?][] = [
  ['a scalar is free, an object costs one', '{ one { id } }', 1],
  [
    'a page: itself, and each edge with its node',
    '{ page(first: 10) { edges { node { id } } } }',
    21,
  ],
  ['a page of the usual size', '{ page { edges { node { id } } } }', 51],
  [
    'a page of a variable size',
    'query ($n: Int) { page(first: $n) { edges { node { id } } } }',
    9,
    { n: 4 },
  ],
  ['a variable’s default', 'query ($n: Int = 2) { page(first: $n) { edges { node { id } } } }', 5],
  [
    'a variable that is null',
    'query ($n: Int) { page(first: $n) { edges { node { id } } } }',
    51,
    { n: null },
  ],
  [
    'pages within pages',
    '{ page(first: 10) { edges { node { things(first: 10) { edges { node { id } } } } } } }',
    231,
  ],
  [
    'the size is passed on through fragments',
    '{ page(first: 10) { ...P } } fragment P on Page { ... on Page { edges { node { id } } } }',
    21,
  ],
  ['aliases count each', '{ a: one { id } b: one { id } }', 2],
  ['an assumed size', '{ days { id } }', 31],
  ['a list of which nobody says how long', '{ some { id } }', gatewayLimits.listSizeAssumed],
  ['an argument’s default', '{ top { id } }', 3],
  ['a weight on a field', '{ dear }', 7],
  ['a weight on a type', '{ one { heavy { id } } }', 51],
  ['what a union may be', '{ any { ... on Thing { id heavy { id } } } }', 51],
  ['a write', 'mutation { do { id } }', gatewayLimits.writeCost + 1],
  [
    'writes, each for itself, in fragments too',
    'mutation { do { id } ...M } fragment M on Mutation { a: do { id } ... { b: do { id } } }',
    3 * (gatewayLimits.writeCost + 1),
  ],
  ['introspection, as large as schemas are', '{ __schema { types { name } } __typename }', 301],
  ['one type of introspection', '{ __type(name: "Thing") { fields { name } } }', 6],
  [
    'ids and nights of an input, through a union',
    `{ calendar(input: { hotelIds: ["A", "B"], from: "2030-01-01", to: "2030-01-11" }) { ... on Nights { hotels { roomType { days { id } } } } } }`,
    1 + 2 * (1 + 1 + 10),
  ],
  [
    'the same by a variable',
    'query ($in: In!) { calendar(input: $in) { ... on Nights { hotels { roomType { days { id } } } } } }',
    1 + 3 * (1 + 1 + 31),
    { in: { hotelIds: ['A', 'B', 'C'], from: '2030-01-01', to: '2030-02-01' } },
  ],
  [
    'the same by variables within the input',
    'query ($id: ID!, $to: String!) { calendar(input: { hotelIds: [$id, $id], from: "2030-01-01", to: $to }) { ... on Nights { hotels { roomType { days { id } } } } } }',
    1 + 2 * (1 + 1 + 2),
    { id: 'A', to: '2030-01-03' },
  ],
  [
    'one id in place of a list of one',
    'query ($in: In!) { calendar(input: $in) { ... on Nights { hotels { roomType { days { id } } } } } }',
    1 + 1 * (1 + 1 + 1),
    { in: { hotelIds: 'A', from: '2030-01-01', to: '2030-01-02' } },
  ],
  [
    'nights of arguments',
    '{ range(from: "2030-01-01", to: "2030-01-08") { roomType { days { id } } } }',
    1 + 1 + 7,
  ],
  [
    'a range that is none counts as the longest',
    '{ range(from: "soon", to: "later") { roomType { days { id } } } }',
    2 + gatewayLimits.nightsAssumed,
  ],
  [
    'a range that goes backwards',
    '{ range(from: "2030-01-08", to: "2030-01-01") { roomType { days { id } } } }',
    2,
  ],
  ['a negative size', '{ page(first: -5) { edges { node { id } } } }', 1],
];

// All in one object: a row that is shorter than the parameters would be given a callback to call.
test.each(costs.map(([what, query, cost, variables]) => ({ what, query, cost, variables })))(
  '$what',
  ({ query, cost, variables }) => {
    expect(costOf(query, variables).cost).toBe(cost);
  },
);

test('the largest page is told', () => {
  expect(
    costOf('{ page(first: 3) { edges { node { things(first: 900) { edges { node { id } } } } } } }')
      .page,
  ).toBe(900);
});

test('what hangs on no variable is worked out once', () => {
  const document = parse('{ page(first: 10) { edges { node { id } } } }');
  const operation = document.definitions[0] as OperationDefinitionNode;
  const costOf = estimateCost({ schema, rules, document, operation });
  expect(costOf({})).toBe(costOf({ n: 5 }));
});
