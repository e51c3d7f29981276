import { buildSchema, execute, parse, validate } from 'graphql';
import type { GraphQLScalarType, GraphQLSchema } from 'graphql';
import { answerText, intRowOf } from '../int-row.ts';
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
  expect(JSON.parse(JSON.stringify(answer))).toEqual({ data: { row } });
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

test('an answer with rows reads like any JSON, the second time as the first', () => {
  const long = Array.from({ length: 400 }, (_, at) => at - 1);
  const answer = (a: unknown, b: unknown) => ({
    a,
    text: '"[1]',
    list: [b, { a, empty: null }],
    b,
  });
  const plain = JSON.stringify(answer(long, [7]));
  for (let time = 0; time < 2; time += 1) {
    expect(answerText(answer(intRowOf(long), intRowOf([7])))).toBe(plain);
  }
  expect(answerText({ data: null })).toBe('{"data":null}');
  expect(answerText(intRowOf([]))).toBe('[]');
});

test('an answer that cannot be written leaves the next one as it should be', () => {
  const endless: Record<string, unknown> = { row: intRowOf([1]) };
  endless['self'] = endless;
  expect(() => answerText(endless)).toThrow('circular');
  expect(answerText({ row: intRowOf([2]) })).toBe('{"row":[2]}');
});

test('a row in any other JSON is its array', () => {
  const row = intRowOf([1, 2]);
  expect(JSON.stringify({ row })).toBe('{"row":[1,2]}');
  expect(intRowOf(row.items)).toBe(row);
});
