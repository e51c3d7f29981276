// No mutation without its table of refusals, no member of its union without a row, no row out of order.
import { Kind, parse } from 'graphql';
import type { TypeNode } from 'graphql';
import { readSubgraphSdl } from '../../../../shared/schema/subgraph-sdl.ts';
import { tables } from './tables.ts';

const PRECEDENCE = [
  'NotPermitted',
  'InvalidInput',
  'DuplicateReference',
  'NotFound',
  'InvalidState',
  'NotAvailable',
  'TryAgain',
];

const { definitions } = parse(readSubgraphSdl('reservation'));
const mutations = definitions.flatMap((definition) =>
  definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === 'Mutation'
    ? (definition.fields ?? [])
    : [],
);

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}

function refusalsOf(mutation: string): string[] {
  const field = mutations.find(({ name }) => name.value === mutation);
  const result = field && nameOf(field.type);
  const members = definitions.flatMap((definition) =>
    definition.kind === Kind.UNION_TYPE_DEFINITION && definition.name.value === result
      ? (definition.types ?? []).map(({ name }) => name.value)
      : [],
  );
  return members.filter((member) => PRECEDENCE.includes(member));
}

test('every mutation of the schema has its table of refusals', () => {
  expect(tables.map(({ mutation }) => mutation).toSorted()).toEqual(
    mutations.map(({ name }) => name.value).toSorted(),
  );
});

describe.each(tables)('the table of $mutation', ({ mutation, rows }) => {
  test('has a row for each refusal that its union lists, and no others', () => {
    expect([...new Set(rows.map(({ type }) => type))].toSorted()).toEqual(
      refusalsOf(mutation).toSorted(),
    );
  });

  test('stands in order of precedence, as its union does', () => {
    const places = rows.map(({ type }) => PRECEDENCE.indexOf(type));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    const listed = refusalsOf(mutation).map((type) => PRECEDENCE.indexOf(type));
    expect(listed).toEqual(listed.toSorted((a, b) => a - b));
  });

  test('labels each row with something of its own', () => {
    const labels = rows.map(({ label }) => label);
    expect(new Set(labels).size).toBe(labels.length);
  });
});
