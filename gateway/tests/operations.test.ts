// What clients get when they ask: joins, mutations, shapes, nulls and errors.
import { startWorld, type World } from './world/world.ts';
import { slowCalls } from './world/schemas.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
afterEach(() => {
  world.hotels.answerInstead = null;
  world.bookings.answerInstead = null;
});

test('joins an entity across subgraphs, there and back', async () => {
  const { status, body } = await world.ask(
    '{ hotels(ids: ["A", "B"]) { name bookings { guests hotel { name } } } }',
  );
  expect(status).toBe(200);
  expect(body).toEqual({
    data: {
      hotels: ['A', 'B'].map((id) => ({
        name: `Hotel ${id}`,
        bookings: [{ guests: 2, hotel: { name: `Hotel ${id}` } }],
      })),
    },
  });
});

test('runs a mutation and joins its result', async () => {
  const { body } = await world.ask(
    `mutation Book($guests: Int!) {
      book(hotelId: "BKK1", guests: $guests) {
        ... on Booked { booking { guests hotel { name } } }
        ... on NotAvailable { left }
      }
    }`,
    { variables: { guests: 3 } },
  );
  expect(body).toEqual({
    data: { book: { booking: { guests: 3, hotel: { name: 'Hotel BKK1' } } } },
  });
});

test('runs root fields of a mutation one after the other', async () => {
  const { data } = await world.ask('mutation { a: count b: count c: count }');
  const { a, b, c } = data as Record<'a' | 'b' | 'c', number>;
  expect([b - a, c - b]).toEqual([1, 1]);
});

test('shapes unions and interfaces by what each member is', async () => {
  const { body } = await world.ask(
    `query ($n: Int!) {
      search(text: "X") { __typename ... on Hotel { rooms(first: $n) { ...R } } ... on City { title } }
    }
    fragment R on Room { code kind: __typename ... on Suite { terrace } ... on Dorm { shared } }`,
    { variables: { n: 2 } },
  );
  expect(body).toEqual({
    data: {
      search: [
        {
          __typename: 'Hotel',
          rooms: [
            { code: 'S1', kind: 'Suite', terrace: true },
            { code: 'D1', kind: 'Dorm', shared: 3 },
          ],
        },
        { __typename: 'City', title: 'City of X' },
      ],
    },
  });
});

test('keeps aliases of one field with different arguments apart', async () => {
  const { body } = await world.ask(
    `query ($id: ID!, $more: Boolean!) {
      one: hotel(id: $id) { few: rooms(first: 1) { code } all: rooms(first: 3) { code } }
      two: hotel(id: "B") { id name @include(if: $more) bookings @skip(if: $more) { id } }
    }`,
    { variables: { id: 'A', more: true } },
  );
  expect(body).toEqual({
    data: {
      one: { few: [{ code: 'S1' }], all: [{ code: 'S1' }, { code: 'D1' }, { code: 'S2' }] },
      two: { id: 'B', name: 'Hotel B' },
    },
  });
});

test('executes the operation that is named', async () => {
  const query = 'query A { hotel(id: "A") { id } } query B { hotel(id: "B") { id } }';
  expect((await world.ask(query, { operationName: 'A' })).data).toEqual({ hotel: { id: 'A' } });
  expect((await world.ask(query, { operationName: 'B' })).data).toEqual({ hotel: { id: 'B' } });
  const unnamed = await world.ask(query);
  expect([unnamed.status, unnamed.codes[0]]).toEqual([400, 'OPERATION_RESOLUTION_FAILURE']);
});

test('what does not exist is null without an error', async () => {
  const { body } = await world.ask('{ hotel(id: "NONE") { name bookings { id } } }');
  expect(body).toEqual({ data: { hotel: null } });
});

test('an error of one entity names its place, the others stay', async () => {
  const { body } = await world.ask('{ hotels(ids: ["A", "BAD"]) { name fragile } }');
  expect(body).toEqual({
    data: {
      hotels: [
        { name: 'Hotel A', fragile: 7 },
        { name: 'Hotel BAD', fragile: null },
      ],
    },
    errors: [
      {
        message: 'Not yours.',
        path: ['hotels', 1, 'fragile'],
        extensions: { code: 'FORBIDDEN' },
      },
    ],
  });
});

test('a null where the schema forbids it takes its parent with it and is an error', async () => {
  const { data, errors } = await world.ask('{ hotel(id: "A") { name strict } }');
  expect(data).toEqual({ hotel: null });
  expect(errors[0]).toMatchObject({
    message: 'Internal error',
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  });
});

test('a null that the schema forbids is an error even when no subgraph reported one', async () => {
  world.bookings.answerInstead = { status: 200, body: '{"data":{"_entities":[{}]}}' };
  const { body, data, errors } = await world.ask('{ hotel(id: "A") { name strict } }');
  expect(data).toEqual({ hotel: null });
  expect(errors).toHaveLength(1);
  expect(body).not.toHaveProperty('extensions');
});

test('words of a subgraph reach the client when they were meant for it, and nothing else does', async () => {
  const { status, body } = await world.ask('{ refused }');
  expect(status).toBe(200);
  expect(body).toEqual({
    data: { refused: null },
    errors: [
      {
        message: 'No such night.',
        path: ['refused'],
        extensions: { code: 'NOT_FOUND', retryable: false },
      },
    ],
  });
});

test('an unexpected error of a subgraph is an id to the client and a line in the log', async () => {
  const { data, errors } = await world.ask('{ broken me { role } }');
  expect(data).toEqual({ broken: null, me: { role: 'OPERATOR' } });
  const errorId = errors[0]?.extensions.errorId ?? 'none';
  expect(errors).toEqual([
    {
      message: 'Internal error',
      path: ['broken'],
      extensions: { code: 'INTERNAL_SERVER_ERROR', errorId },
    },
  ]);
  const lines = world.log().split('\n');
  const line = lines.find((text) => text.includes(errorId));
  expect(line).toContain('hunter2');
  expect(line).toContain('"subgraph":"hotels"');
  expect(line).toMatch(/"requestId":"[0-9a-f-]{36}"/);
});

test('a code that a subgraph may not use towards clients is masked with its words', async () => {
  const error = { message: 'internal names', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } };
  world.hotels.answerInstead = { status: 400, body: JSON.stringify({ errors: [error] }) };
  const { status, errors } = await world.ask('{ me { role } }');
  expect(status).toBe(200);
  expect(errors).toEqual([
    {
      message: 'Internal error',
      extensions: {
        code: 'INTERNAL_SERVER_ERROR',
        errorId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      },
    },
  ]);
});

test.each([
  ['is down', { status: 503, body: '' }],
  ['answers no JSON', { status: 200, body: '<html>' }],
  ['answers no GraphQL', { status: 200, body: '[1]' }],
  ['does not believe the gateway', { status: 401, body: '' }],
])('a subgraph that %s costs its own fields only', async (_what, answer) => {
  world.bookings.answerInstead = answer;
  const { status, data, errors } = await world.ask(
    '{ hotels(ids: ["A", "B"]) { name fragile } b: booking(id: "1") { guests } }',
  );
  expect(status).toBe(200);
  expect(data).toEqual({
    hotels: [
      { name: 'Hotel A', fragile: null },
      { name: 'Hotel B', fragile: null },
    ],
    b: null,
  });
  const paths = errors.map((error) => JSON.stringify(error.path)).sort();
  expect(paths).toEqual(['["b"]', '["hotels",0]', '["hotels",1]']);
  for (const error of errors) {
    expect(error.extensions).toEqual({ code: 'TEMPORARILY_UNAVAILABLE', retryable: true });
  }
});

test('a mutation whose answer is lost is not sent twice, and its outcome is called unknown', async () => {
  world.bookings.answerInstead = { status: 502, body: '' };
  const before = world.bookings.received.length;
  const { data, errors } = await world.ask('mutation { count }');
  expect(data).toBeNull();
  expect(errors[0]).toMatchObject({
    path: ['count'],
    extensions: { code: 'OUTCOME_UNKNOWN', retryable: true },
  });
  expect(world.bookings.received.length - before).toBe(1);
});

test('what is inaccessible cannot be seen', async () => {
  const { data } = await world.ask(
    '{ q: __type(name: "Query") { fields { name } } h: __type(name: "Hotel") { fields { name } } }',
  );
  const seen = JSON.stringify(data);
  expect(seen).toContain('"hotel"');
  expect(seen).not.toMatch(/decideHolds|netRate/);
});

test.each([
  '{ decideHolds }',
  '{ hotel(id: "A") { netRate } }',
  '{ _entities(representations: []) { __typename } }',
  '{ _service { sdl } }',
])('what is inaccessible cannot be asked for: %s', async (query) => {
  const before = world.hotels.received.length;
  const { status, codes } = await world.ask(query);
  expect(status).toBe(400);
  expect(codes[0]).toBe('GRAPHQL_VALIDATION_FAILED');
  expect(world.hotels.received.length).toBe(before);
});

test.each([
  '{ hote(id: "A") { id } }',
  '{ hotel(id: "A") { netRat } }',
  '{ hotel(idd: "A") { id } }',
  '{ hotel(id: "A") }',
  '{ search(text: "A") { name } }',
  'query ($x: Hote) { me { role } }',
])('no message guesses what was meant: %s', async (query) => {
  const { status, body } = await world.ask(query);
  expect(status).toBe(400);
  expect(JSON.stringify(body)).not.toMatch(/did you mean|netRate/i);
});

test('guesses of a subgraph are cut off too', async () => {
  const { errors } = await world.ask('{ guessing }');
  expect(errors[0]?.message).toBe('Unknown field "a".');
});

test('wrong variables are refused before any subgraph is asked', async () => {
  const before = world.hotels.received.length;
  const { status, codes } = await world.ask('query ($id: ID!) { hotel(id: $id) { id } }', {
    variables: { id: { $ne: 1 } },
  });
  expect([status, codes[0]]).toEqual([400, 'BAD_USER_INPUT']);
  expect(world.hotels.received.length).toBe(before);
});

test('a plan is made once per document and operation', async () => {
  const query = 'query Once { hotel(id: "P") { id name } }';
  const { made } = world.gateway.planCounts();
  await world.ask(query);
  await world.ask(query);
  await world.ask(query, { variables: { unused: 1 } });
  expect(world.gateway.planCounts().made).toBe(made + 1);
});

test('a query is given up when its client has gone', async () => {
  const controller = new AbortController();
  const { started, abandoned } = slowCalls;
  const asked = world.ask('{ slow }', { signal: controller.signal });
  while (slowCalls.started === started) await new Promise(setImmediate);
  controller.abort();
  await expect(asked).rejects.toThrow();
  while (slowCalls.abandoned === abandoned) await new Promise(setImmediate);
  expect(slowCalls.abandoned).toBe(abandoned + 1);
});
