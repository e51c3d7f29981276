// What we make of a supplier that books, and of one that misbehaves in every way it can be told to.
import type { DownstreamAnswer, UnknownCause } from '../../../domain/downstream.ts';
import { misbehaving, open, request, simulatedSupplier } from './world.ts';
import type { Misbehaving, Supplier } from './world.ts';

let supplier: Supplier;

beforeEach(async () => {
  supplier = await simulatedSupplier();
});
afterEach(() => supplier.stop());

const book = (): Promise<DownstreamAnswer> => supplier.downstream.book(request, open);

test('books once however often it is asked, and knows the booking afterwards', async () => {
  const first = await book();
  expect(first).toMatchObject({ kind: 'CONFIRMED' });
  expect(await book()).toEqual(first);
  expect(await supplier.downstream.status('grp_1', open)).toEqual(first);
  const { items } = (await supplier.admin('GET', '/bookings')) as { items: object[] };
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({
    hotel_code: 'BKK01',
    rooms: [
      {
        room_type: 'SUP',
        stay_from: '2026-12-01',
        stay_to: '2026-12-02',
        rooms: 2,
        amount: '9800.00',
      },
    ],
  });
});

test('fifty at once under one key are one booking with one answer', async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, book));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).toMatchObject({ kind: 'CONFIRMED' });
});

test('the key with other content is unknown, not refused: something stands there', async () => {
  await book();
  const answer = await supplier.downstream.book({ ...request, reference: 'R-2' }, open);
  expect(answer).toMatchObject({ kind: 'UNKNOWN', why: 'KEY_TAKEN' });
});

test('cancels, again alike, and does not find what was never booked', async () => {
  await book();
  const cancelled = { kind: 'CANCELLED', version: 2 };
  expect(await supplier.downstream.cancel('grp_1', open)).toEqual(cancelled);
  expect(await supplier.downstream.cancel('grp_1', open)).toEqual(cancelled);
  expect(await supplier.downstream.status('grp_1', open)).toMatchObject({ kind: 'REFUSED' });
  expect(await supplier.downstream.cancel('grp_2', open)).toEqual({ kind: 'NOT_FOUND' });
  expect(await supplier.downstream.status('grp_2', open)).toEqual({ kind: 'NOT_FOUND' });
});

test('a cancellation that the supplier refuses leaves the booking as it stood', async () => {
  const booked = await book();
  await supplier.admin('POST', '/faults', { kind: 'REFUSE', operation: 'cancel', reason: 'Late' });
  expect(await supplier.downstream.cancel('grp_1', open)).toEqual({
    kind: 'REFUSED',
    reason: 'Late',
  });
  expect(await supplier.downstream.status('grp_1', open)).toEqual(booked);
});

test.each([409, 422])('a refusal with %d is a refusal with its reason', async (http_status) => {
  await supplier.admin('POST', '/faults', { kind: 'REFUSE', http_status, reason: 'Sold out' });
  const refused = { kind: 'REFUSED', reason: 'Sold out' };
  expect(await book()).toEqual(refused);
  expect(await book()).toEqual(refused);
  expect(await supplier.downstream.status('grp_1', open)).toEqual(refused);
});

test.each<[string, UnknownCause, 'CONFIRMED' | 'NOT_FOUND', object]>([
  ['booked, but never answered', 'TIMEOUT', 'CONFIRMED', { kind: 'SILENCE' }],
  ['neither booked nor answered', 'TIMEOUT', 'NOT_FOUND', { kind: 'SILENCE', done: false }],
  ['answered after we gave up', 'TIMEOUT', 'CONFIRMED', { kind: 'DELAY', delay_ms: 60_000 }],
  ['booked, then hung up', 'CONNECTION_LOST', 'CONFIRMED', { kind: 'DROP' }],
  ['hung up before booking', 'CONNECTION_LOST', 'NOT_FOUND', { kind: 'DROP', done: false }],
  ['500 without booking', 'HTTP_STATUS', 'NOT_FOUND', { kind: 'ERROR' }],
  [
    '503 after booking',
    'HTTP_STATUS',
    'CONFIRMED',
    { kind: 'ERROR', http_status: 503, done: true },
  ],
  ['429', 'HTTP_STATUS', 'NOT_FOUND', { kind: 'ERROR', http_status: 429 }],
  ['a web page', 'UNREADABLE', 'CONFIRMED', { kind: 'GARBAGE', text: '<html>' }],
  ['a 200 that is an error', 'UNREADABLE', 'CONFIRMED', { kind: 'GARBAGE', text: '{"error":1}' }],
  ['more than an answer', 'UNREADABLE', 'CONFIRMED', { kind: 'GARBAGE', text: 'x'.repeat(20_000) }],
])('%s is unknown (%s), sent once, and asked later: %s', async (_what, why, later, fault) => {
  await supplier.admin('POST', '/faults', fault);
  const asker = why === 'TIMEOUT' ? supplier.impatient : supplier.downstream;
  expect(await asker.book(request, open)).toMatchObject({ kind: 'UNKNOWN', why });
  expect(await supplier.requests('grp_1')).toBe(later === 'CONFIRMED' ? 1 : 0);
  expect(await supplier.downstream.status('grp_1', open)).toMatchObject({ kind: later });
  // Under the same key one may always go on.
  expect(await book()).toMatchObject({ kind: 'CONFIRMED' });
});

test('an answer that is only slow is an answer', async () => {
  await supplier.admin('POST', '/faults', { kind: 'DELAY', delay_ms: 50 });
  expect(await book()).toMatchObject({ kind: 'CONFIRMED' });
});

test.each<[string, object]>([
  ['OK', { kind: 'CONFIRMED' }],
  ['Confirmed', { kind: 'CONFIRMED' }],
  ['guaranteed', { kind: 'CONFIRMED' }],
  ['RQ', { kind: 'PENDING', keepsRooms: false }],
  ['On request', { kind: 'PENDING', keepsRooms: false }],
  ['Waitlist', { kind: 'PENDING', keepsRooms: false }],
  ['Tentative', { kind: 'PENDING', keepsRooms: true }],
  ['XX', { kind: 'REFUSED' }],
  ['KO', { kind: 'REFUSED' }],
  ['Timeout', { kind: 'UNKNOWN', why: 'UNKNOWN_STATUS' }],
  ['Pending commit', { kind: 'UNKNOWN', why: 'UNKNOWN_STATUS' }],
  ['Released', { kind: 'UNKNOWN', why: 'UNKNOWN_STATUS' }],
  ['NoShow', { kind: 'UNKNOWN', why: 'UNKNOWN_STATUS' }],
  ['BLORP', { kind: 'UNKNOWN', why: 'UNKNOWN_STATUS', detail: 'BLORP' }],
])('the word %s means %j, at once and when asked', async (word, meaning) => {
  await supplier.admin('POST', '/faults', { kind: 'STATUS', word });
  expect(await book()).toMatchObject(meaning);
  expect(await supplier.downstream.status('grp_1', open)).toMatchObject(meaning);
});

test('a pending request that the supplier settles is confirmed when asked', async () => {
  await supplier.admin('POST', '/faults', { kind: 'STATUS', word: 'RQ' });
  expect(await book()).toMatchObject({ kind: 'PENDING' });
  await supplier.admin('PUT', '/bookings/grp_1', { status: 'OK' });
  expect(await supplier.downstream.status('grp_1', open)).toMatchObject({ kind: 'CONFIRMED' });
});

describe('a server that is not the supplier', () => {
  let server: Misbehaving | undefined;
  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });

  const json =
    (status: number, body: unknown): Parameters<typeof misbehaving>[0] =>
    (_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };

  test.each<[string, UnknownCause, Parameters<typeof misbehaving>[0]]>([
    [
      'a redirect',
      'HTTP_STATUS',
      (_request, response) =>
        void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    ],
    ['a 204', 'HTTP_STATUS', (_request, response) => void response.writeHead(204).end()],
    ['a 401', 'HTTP_STATUS', json(401, { detail: 'Invalid or missing API key' })],
    ['a 422 that names a field', 'HTTP_STATUS', json(422, { detail: [] })],
    ['a yes without a reference', 'UNREADABLE', json(201, { key: 'grp_1', status: 'OK' })],
    [
      'a yes for another key',
      'OTHER_BOOKING',
      json(201, { key: 'grp_2', status: 'OK', supplier_reference: 'S' }),
    ],
    [
      'a no for another key',
      'HTTP_STATUS',
      json(422, { key: 'grp_2', status: 'XX', reason: 'No' }),
    ],
    [
      'a yes with an error status',
      'HTTP_STATUS',
      json(500, { key: 'grp_1', status: 'OK', supplier_reference: 'S' }),
    ],
    [
      'a no with an error status',
      'HTTP_STATUS',
      json(500, { key: 'grp_1', status: 'XX', reason: 'No' }),
    ],
    [
      'an answer cut off in the middle',
      'CONNECTION_LOST',
      (_request, response) => {
        response.writeHead(201, { 'content-length': '1000' });
        response.write('{"key":');
        setImmediate(() => response.destroy());
      },
    ],
  ])('%s confirms nothing and refuses nothing', async (_what, why, respond) => {
    server = await misbehaving(respond);
    expect(await server.downstream.book(request, open)).toMatchObject({ kind: 'UNKNOWN', why });
    expect(server.asked).toEqual(['POST /api/v1/bookings']);
  });

  test.each([
    ['a proxy', { detail: 'Not Found' }],
    ['another key', { key: 'grp_2', status: 'NOT_FOUND' }],
  ])('a 404 of %s does not say that the key is unknown', async (_what, body) => {
    server = await misbehaving(json(404, body));
    const unknown = { kind: 'UNKNOWN', why: 'HTTP_STATUS' };
    expect(await server.downstream.status('grp_1', open)).toMatchObject(unknown);
    expect(await server.downstream.cancel('grp_1', open)).toMatchObject(unknown);
  });

  test('a key is never more than one segment of a path', async () => {
    server = await misbehaving(json(404, {}));
    await server.downstream.status('../hotels?x=', open);
    expect(server.asked).toEqual(['GET /api/v1/bookings/..%2Fhotels%3Fx%3D']);
  });

  test('a caller that gives up hears so, and nothing is sent once it has', async () => {
    const caller = new AbortController();
    server = await misbehaving(() => caller.abort());
    const { downstream, asked } = server;
    const book = (): Promise<DownstreamAnswer> => downstream.book(request, caller.signal);
    expect(await book()).toMatchObject({ kind: 'UNKNOWN', why: 'ABORTED' });
    expect(await book()).toMatchObject({ kind: 'UNKNOWN', why: 'NOT_SENT' });
    expect(asked).toHaveLength(1);
  });
});
