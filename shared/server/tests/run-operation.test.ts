// What a subgraph answers to an operation: executed, refused before it was, or an error told as an id.
import { buildSchema, GraphQLError } from 'graphql';
import { OutcomeUnknownError } from '../../database/passing-errors.ts';
import { createLogger } from '../../telemetry/logger.ts';
import { createOperationRunner } from '../run-operation.ts';

const schema = buildSchema(`
  type Query { twice(n: Int!): Int, must: Int!, wrong: Int, refused: Int, caller: String, away: Int, unheard: Int }
  type Mutation { away: Int, unheard: Int }
`);
const logged: unknown[] = [];
const logger = createLogger('test', 'silent');
logger.error = (about: unknown) => logged.push(about);
const run = createOperationRunner(schema, logger);

// graphql-js calls functions of the root value with arguments and context.
Object.assign(schema.getQueryType()?.getFields()['twice'] ?? {}, {
  resolve: (_: unknown, { n }: { n: number }) => 2 * n,
});
Object.assign(schema.getQueryType()?.getFields()['caller'] ?? {}, {
  resolve: (_: unknown, __: unknown, context: { caller: string }) => context.caller,
});
for (const field of ['wrong', 'must']) {
  Object.assign(schema.getQueryType()?.getFields()[field] ?? {}, {
    resolve: () => Promise.reject(new Error('table bookings has no column x')),
  });
}
Object.assign(schema.getQueryType()?.getFields()['refused'] ?? {}, {
  resolve: () => {
    throw new GraphQLError('Services only', { extensions: { code: 'FORBIDDEN' } });
  },
});

for (const type of [schema.getQueryType(), schema.getMutationType()]) {
  Object.assign(type?.getFields()['away'] ?? {}, {
    resolve: () => Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })),
  });
  Object.assign(type?.getFields()['unheard'] ?? {}, {
    resolve: () => Promise.reject(new OutcomeUnknownError()),
  });
}

async function ask(body: unknown, context: () => unknown = () => ({ caller: 'me' })) {
  const { status, text } = await run(body, context);
  const answer = JSON.parse(text) as {
    data?: unknown;
    errors?: { message: string; path?: string[]; extensions: { code: string; errorId?: string } }[];
  };
  return { status, data: answer.data, errors: answer.errors ?? [] };
}

beforeEach(() => {
  logged.length = 0;
});

test('an operation is executed with its variables and the context of its caller', async () => {
  const query = 'query Q($n: Int!) { twice(n: $n) caller }';
  for (const n of [2, 3]) {
    expect(await ask({ query, variables: { n }, operationName: 'Q' })).toEqual({
      status: 200,
      data: { twice: 2 * n, caller: 'me' },
      errors: [],
    });
  }
});

describe('what cannot be executed is a 400 with its code, also the second time', () => {
  test.each<[string, unknown, string]>([
    ['no object', 'query', 'BAD_REQUEST'],
    ['a batch', [{ query: '{ caller }' }], 'BAD_REQUEST'],
    ['no query', { variables: {} }, 'BAD_REQUEST'],
    ['variables that are no object', { query: '{ caller }', variables: [1] }, 'BAD_REQUEST'],
    ['a name that is no text', { query: '{ caller }', operationName: 7 }, 'BAD_REQUEST'],
    ['no GraphQL', { query: '{ caller' }, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', { query: '{ nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['introspection', { query: '{ __schema { types { name } } }' }, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'no such operation',
      { query: 'query A { caller }', operationName: 'B' },
      'OPERATION_RESOLUTION_FAILURE',
    ],
    [
      'one of several, unnamed',
      { query: 'query A { caller } query B { caller }' },
      'OPERATION_RESOLUTION_FAILURE',
    ],
    [
      'a variable of another type',
      { query: 'query ($n: Int!) { twice(n: $n) }', variables: { n: 'x' } },
      'BAD_USER_INPUT',
    ],
  ])('%s', async (_what, body, code) => {
    for (let time = 1; time <= 2; time += 1) {
      const { status, data, errors } = await ask(body);
      expect([status, data, errors[0]?.extensions.code]).toEqual([400, undefined, code]);
    }
    expect(logged).toEqual([]);
  });
});

test('an error raised on purpose keeps its words and its place, beside the rest of the data', async () => {
  const { status, data, errors } = await ask({ query: '{ caller refused }' });
  expect([status, data]).toEqual([200, { caller: 'me', refused: null }]);
  expect(errors).toMatchObject([
    { message: 'Services only', path: ['refused'], extensions: { code: 'FORBIDDEN' } },
  ]);
});

test.each([
  ['wrong', { wrong: null }],
  ['must', null],
])('a defect leaves as an id, under which the log has the rest: %s', async (field, data) => {
  const answer = await ask({ query: `{ ${field} }` });
  expect([answer.status, answer.data]).toEqual([200, data]);
  expect(JSON.stringify(answer)).not.toContain('column');
  const { errorId } = answer.errors[0]?.extensions ?? {};
  expect(logged).toEqual([
    { err: new Error('table bookings has no column x'), errorId, path: [field] },
  ]);
});

test('a context that cannot be made is a 500 that tells nothing', async () => {
  const answer = await ask({ query: '{ caller }' }, () => {
    throw new Error('no such table');
  });
  expect([answer.status, answer.data, answer.errors[0]?.message]).toEqual([
    500,
    undefined,
    'Internal error',
  ]);
  expect(logged).toHaveLength(1);
});

test('a database that is away is no defect: a query may be sent again, of a change nobody knows', async () => {
  for (const field of ['away', 'unheard']) {
    const read = await ask({ query: `{ ${field} caller }` });
    expect(read).toMatchObject({
      status: 200,
      data: { [field]: null, caller: 'me' },
      errors: [{ path: [field], extensions: { code: 'TEMPORARILY_UNAVAILABLE', retryable: true } }],
    });
    const change = await ask({ query: `mutation { ${field} }` });
    expect(change).toMatchObject({
      data: { [field]: null },
      errors: [{ path: [field], extensions: { code: 'OUTCOME_UNKNOWN', retryable: true } }],
    });
  }
  expect(logged).toEqual([]);
});
