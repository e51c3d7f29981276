import { buildSchema, execute, parse, validate } from 'graphql';
import type { GraphQLScalarType, GraphQLSchema } from 'graphql';
import { scalarResolvers } from '../scalars.ts';

const SDL = 'scalar IntRow type Query { row(like: IntRow): IntRow! }';

function schema(): GraphQLSchema {
  const built = buildSchema(SDL);
  Object.assign(built.getType('IntRow') as GraphQLScalarType, scalarResolvers.IntRow.toConfig());
  return built;
}

test('a row of integers is answered as it stands', () => {
  const row = [3, -1, 0];
  const answer = execute({ schema: schema(), document: parse('{ row }'), rootValue: { row } });
  expect(answer).toEqual({ data: { row } });
});

test('anything but an array is an error, not data', () => {
  const answer = execute({ schema: schema(), document: parse('{ row }'), rootValue: { row: '3' } });
  expect(answer).toMatchObject({ data: null, errors: [{ path: ['row'] }] });
});

test('a row is no input, neither written out nor as a variable', () => {
  expect(validate(schema(), parse('{ row(like: 1) }'))).toHaveLength(1);
  const document = parse('query ($like: IntRow) { row(like: $like) }');
  const answer = execute({ schema: schema(), document, variableValues: { like: [1] } });
  expect(answer).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
});
