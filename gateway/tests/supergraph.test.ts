// What may be composed, and what may be left out of a plan: nothing.
import { operationFromDocument } from '@apollo/federation-internals';
import { parse } from 'graphql';
import { findUnplannedRootFields } from '../execution/unplanned-root-fields.ts';
import { composeSupergraph } from '../supergraph/compose.ts';
import { readSupergraphConfig } from '../supergraph/config.ts';
import { loadSupergraph } from '../supergraph/load.ts';
import { bookingsSdl, hotelsSdl } from './world/schemas.ts';

const source = (name: string, sdl: string) => ({ name, url: `http://${name}/graphql`, sdl });
const both = [source('hotels', hotelsSdl), source('bookings', bookingsSdl)];
const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires"])';

test('supergraph.yaml lists the four subgraphs and their ports', () => {
  expect(readSupergraphConfig().map(({ name, routingUrl }) => [name, routingUrl])).toEqual([
    ['allotment', 'http://127.0.0.1:4101/graphql'],
    ['reservation', 'http://127.0.0.1:4102/graphql'],
    ['hardblock', 'http://127.0.0.1:4103/graphql'],
    ['agency', 'http://127.0.0.1:4104/graphql'],
  ]);
});

test.each<[string, string, RegExp]>([
  ['does not parse', 'type Query {', /^\[broken\] Syntax Error.*line 1/],
  [
    'names an unknown type',
    `${LINK} type Query { a: Nowhere }`,
    /^\[broken\] Unknown type Nowhere \(INVALID_GRAPHQL\)$/,
  ],
  ['contradicts another', `${LINK} type Query { x: Int } type City { title: Int! }`, /City\.title/],
  [
    'requires a field with arguments',
    `${LINK} type Query { x: Int } type Hotel @key(fields: "id") { id: ID! rooms(first: Int): Int @external n: Int @requires(fields: "rooms(first: 3)") }`,
    /^\[broken\] n: @requires\(fields: "rooms\(first: 3\)"\) has arguments$/,
  ],
])('a subgraph that %s is refused by name', (_what, sdl, expected) => {
  const composed = composeSupergraph([...both, source('broken', sdl)]);
  expect(composed.ok).toBe(false);
  expect(composed.ok ? [] : composed.error).toEqual(
    expect.arrayContaining([expect.stringMatching(expected)]),
  );
});

describe('a plan', () => {
  const composed = composeSupergraph(both);
  const supergraph = loadSupergraph(composed.ok ? composed.value : '');
  const operationOf = (text: string) =>
    operationFromDocument(supergraph.federationApiSchema, parse(text));

  test.each([
    '{ hotel(id: "A") { name bookings { id } } b: booking(id: "1") { id } }',
    '{ __typename me { role } ... on Query { again: me { role } } ...F } fragment F on Query { refused }',
    'mutation { count second: count }',
    'query ($a: Boolean!) { me @include(if: $a) { role } refused @skip(if: $a) }',
    '{ me { role } broken @skip(if: true) slow @include(if: false) }',
    '{ __schema { queryType { name } } }',
  ])('fetches every root field that is selected: %s', (text) => {
    const operation = operationOf(text);
    const plan = supergraph.planner.buildQueryPlan(operation);
    expect(findUnplannedRootFields(plan, operation)).toEqual([]);
  });

  test('that leaves out a selected root field is noticed', () => {
    const operation = operationOf(
      '{ me { role } lost: refused ...F } fragment F on Query { broken }',
    );
    const partial = supergraph.planner.buildQueryPlan(operationOf('{ me { role } }'));
    expect(findUnplannedRootFields(partial, operation)).toEqual(['lost', 'broken']);
    expect(findUnplannedRootFields({ kind: 'QueryPlan' }, operation)).toHaveLength(3);
  });
});
