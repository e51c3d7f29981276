// What StaySync may rely on when it books with the simulated supplier, and how the supplier is made
// to misbehave.
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSimulator } from '../simulator.ts';
import type { Simulator } from '../simulator.ts';

const API_KEY = 'test-key';
const SECRET = 'a-secret-for-tests';
const NOW = new Date('2026-11-22T08:00:00Z');

interface Received {
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
}

let made: Simulator;
let partner: Server;
let partnerUrl: string;
let received: Received[];
let waiting: { count: number; resolve: () => void } | undefined;

beforeEach(async () => {
  received = [];
  waiting = undefined;
  partner = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({
        url: request.url,
        headers: request.headers,
        raw: Buffer.concat(chunks).toString(),
      });
      response.writeHead(202).end();
      if (waiting && received.length >= waiting.count) waiting.resolve();
    });
  });
  await new Promise<void>((resolve) => partner.listen(0, '127.0.0.1', resolve));
  partnerUrl = `http://127.0.0.1:${(partner.address() as AddressInfo).port}`;
  made = createSimulator({
    seed: 7,
    hotels: 3,
    today: '2026-11-22',
    apiKey: API_KEY,
    now: () => NOW,
    webhooks: { secret: SECRET },
  });
});
afterEach(async () => {
  await made.app.close();
  partner.closeAllConnections();
  await new Promise((resolve) => partner.close(resolve));
});

/** Resolves once the partner has received that many confirmations in all. */
function arrivals(count: number): Promise<void> {
  return new Promise((resolve) => {
    if (received.length >= count) resolve();
    else waiting = { count, resolve };
  });
}

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function call(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  payload?: object,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await made.app.inject({
    method,
    url,
    headers: { 'x-api-key': API_KEY, ...headers },
    ...(payload ? { payload } : {}),
  });
  return { status: response.statusCode, body: response.body === '' ? {} : response.json() };
}

const stay = (changes: object = {}): object => ({
  hotel_code: 'BKK01',
  agency_reference: 'R-1',
  currency: 'THB',
  rooms: [
    {
      room_type: 'SUP',
      stay_from: '2026-12-01',
      stay_to: '2026-12-02',
      rooms: 2,
      amount: '9800.00',
    },
  ],
  ...changes,
});

const book = (key: string, body: object = stay()): Promise<Answer> =>
  call('POST', '/api/v1/bookings', body, { 'idempotency-key': key });
const plan = (fault: object): Promise<Answer> => call('POST', '/admin/faults', fault);

test('one key is one booking: the same again answers the same, another body is refused', async () => {
  const first = await book('grp_1');
  expect(first).toMatchObject({ status: 201, body: { key: 'grp_1', status: 'OK', version: 1 } });
  expect(first.body['supplier_reference']).toMatch(/^MHG-[0-9A-F]{12}$/);
  expect(await book('grp_1')).toEqual({ status: 200, body: first.body });
  const other = await book('grp_1', stay({ agency_reference: 'R-2' }));
  expect(other.status).toBe(409);
  expect(other.body).toHaveProperty('detail');
  expect((await book('grp_2')).body['supplier_reference']).not.toBe(
    first.body['supplier_reference'],
  );
  const { items } = (await call('GET', '/admin/bookings')).body as { items: object[] };
  expect(items).toHaveLength(2);
  expect(items).toContainEqual(expect.objectContaining({ key: 'grp_1', requests: 3 }));
});

test('tells what became of a key, and that it never heard of another', async () => {
  const { body } = await book('grp_1');
  expect(await call('GET', '/api/v1/bookings/grp_1')).toEqual({ status: 200, body });
  expect(await call('GET', '/api/v1/bookings/grp_2')).toEqual({
    status: 404,
    body: { key: 'grp_2', status: 'NOT_FOUND' },
  });
});

test('cancels once, and the second time alike', async () => {
  await book('grp_1');
  const first = await call('POST', '/api/v1/bookings/grp_1/cancel');
  expect(first).toMatchObject({ status: 200, body: { status: 'XX', version: 2 } });
  expect(await call('POST', '/api/v1/bookings/grp_1/cancel')).toEqual(first);
  expect((await call('POST', '/api/v1/bookings/nope/cancel')).status).toBe(404);
});

test.each([
  ['a hotel it does not have', stay({ hotel_code: 'NOPE' })],
  [
    'a room type the hotel does not have',
    stay({
      rooms: [
        {
          room_type: 'NOPE',
          stay_from: '2026-12-01',
          stay_to: '2026-12-01',
          rooms: 1,
          amount: null,
        },
      ],
    }),
  ],
])('refuses %s in its own words, and again when asked again', async (_what, body) => {
  const refusal = await book('grp_1', body);
  expect(refusal).toMatchObject({ status: 422, body: { status: 'XX' } });
  expect(await book('grp_1', body)).toEqual(refusal);
});

test.each([
  ['no key', undefined, stay()],
  [
    'nights that end before they begin',
    'k',
    stay({
      rooms: [
        {
          room_type: 'SUP',
          stay_from: '2026-12-02',
          stay_to: '2026-12-01',
          rooms: 1,
          amount: null,
        },
      ],
    }),
  ],
  ['no rooms', 'k', stay({ rooms: [] })],
])('answers 422 with the place of the fault for %s', async (_what, key, body) => {
  const answer = await call(
    'POST',
    '/api/v1/bookings',
    body,
    key ? { 'idempotency-key': key } : {},
  );
  expect(answer.status).toBe(422);
  expect(answer.body).toHaveProperty('detail');
});

test('a planned fault is for the next call of its hotel alone, and used up by it', async () => {
  await plan({ kind: 'REFUSE', hotel: 'BKK02', reason: 'Closed' });
  expect((await book('grp_1')).status).toBe(201);
  const refused = await book('grp_2', stay({ hotel_code: 'BKK02' }));
  expect(refused).toMatchObject({ status: 409, body: { status: 'XX', reason: 'Closed' } });
  expect((await call('GET', '/admin/faults')).body).toEqual({ items: [] });
  expect((await book('grp_3')).status).toBe(201);
});

test('a fault may be meant for several calls, or for all until it is cleared', async () => {
  await plan({ kind: 'ERROR', times: 2 });
  expect((await book('grp_1')).status).toBe(500);
  expect((await book('grp_1')).status).toBe(500);
  expect((await book('grp_1')).status).toBe(201);
  await plan({ kind: 'STATUS', word: 'RQ', times: null });
  expect((await book('grp_2')).body['status']).toBe('RQ');
  expect((await book('grp_3')).body['status']).toBe('RQ');
  expect((await call('DELETE', '/admin/faults')).status).toBe(204);
  expect((await book('grp_4')).body['status']).toBe('OK');
});

test.each([
  [true, 200],
  [false, 404],
])('an error whose work is done: %s leaves %d behind', async (done, status) => {
  await plan({ kind: 'ERROR', http_status: 503, done });
  expect((await book('grp_1')).status).toBe(503);
  expect((await call('GET', '/api/v1/bookings/grp_1')).status).toBe(status);
});

test('a request on request is settled by hand, and a reset forgets everything', async () => {
  await plan({ kind: 'STATUS', word: 'RQ' });
  await book('grp_1');
  expect(await call('PUT', '/admin/bookings/grp_1', { status: 'OK' })).toMatchObject({
    status: 200,
    body: { status: 'OK', version: 2 },
  });
  await plan({ kind: 'DROP' });
  await call('POST', '/admin/reset');
  expect((await call('GET', '/admin/faults')).body).toEqual({ items: [] });
  expect((await call('GET', '/api/v1/bookings/grp_1')).status).toBe(404);
});

function isGenuine({ headers, raw }: Received): boolean {
  const digest = createHmac('sha256', SECRET)
    .update(`${String(headers['x-mhg-timestamp'])}.${raw}`)
    .digest('hex');
  return headers['x-mhg-signature'] === `sha256=${digest}`;
}

test('tells every change of a booking by itself, signed, with a growing version', async () => {
  await call('PUT', '/admin/webhooks', { url: partnerUrl, automatic: true });
  await book('grp_1');
  await arrivals(1);
  await call('POST', '/api/v1/bookings/grp_1/cancel');
  await arrivals(2);
  expect(received.every(isGenuine)).toBe(true);
  const [first, second] = received.map(({ raw }) => JSON.parse(raw) as Record<string, unknown>);
  expect(first).toMatchObject({ key: 'grp_1', hotel_code: 'BKK01', status: 'OK', version: 1 });
  expect(first?.['rooms']).toEqual((stay() as { rooms: unknown }).rooms);
  expect(second).toMatchObject({ key: 'grp_1', status: 'XX', version: 2 });
  expect(received[0]).toMatchObject({
    url: '/api/v1/webhooks/mhg/confirmations',
    headers: {
      'x-mhg-timestamp': String(NOW.getTime() / 1_000),
      'x-mhg-delivery-id': first?.['delivery_id'],
    },
  });
});

test('a duplicate is the same delivery, byte for byte', async () => {
  await call('PUT', '/admin/webhooks', { url: partnerUrl, automatic: true });
  await plan({ kind: 'DUPLICATE_WEBHOOK', copies: 3 });
  await book('grp_1');
  await arrivals(3);
  expect(new Set(received.map(({ raw }) => raw)).size).toBe(1);
  expect(new Set(received.map(({ headers }) => headers['x-mhg-delivery-id'])).size).toBe(1);
});

test('on command it sends anything: old, wrongly signed, unsigned, raw', async () => {
  await book('grp_1');
  const { status, body } = await call('POST', '/admin/webhooks/send', {
    url: partnerUrl,
    deliveries: [
      { key: 'grp_1', body: { status: 'BLORP', version: 9 } },
      { key: 'grp_1', age_seconds: 3_600 },
      { key: 'grp_1', signature: 'wrong' },
      { key: 'grp_1', signature: 'other_body' },
      { key: 'grp_1', signature: 'missing' },
      { raw: '{"half', delivery_id: 'd-1' },
    ],
  });
  expect(status).toBe(200);
  expect((body['sent'] as object[]).every((sent) => 'status' in sent && sent.status === 202)).toBe(
    true,
  );
  expect(received.map(isGenuine)).toEqual([true, true, false, false, false, true]);
  expect(JSON.parse(received[0]!.raw)).toMatchObject({ key: 'grp_1', status: 'BLORP', version: 9 });
  expect(received[1]!.headers['x-mhg-timestamp']).toBe(String(NOW.getTime() / 1_000 - 3_600));
  expect(received[4]!.headers).not.toHaveProperty('x-mhg-signature');
  expect(received[5]).toMatchObject({ raw: '{"half', headers: { 'x-mhg-delivery-id': 'd-1' } });
});

test('a shuffled order is another one, and the same for the same seed', async () => {
  const deliveries = Array.from({ length: 8 }, (_, index) => ({
    body: { delivery_id: `d${index}` },
  }));
  const orderOf = async (order: string, seed: number): Promise<string[]> => {
    const command = { url: partnerUrl, deliveries, order, seed };
    const { body } = await call('POST', '/admin/webhooks/send', command);
    return (body['sent'] as { delivery_id: string }[]).map((sent) => sent.delivery_id);
  };
  const given = await orderOf('given', 1);
  expect(await orderOf('reversed', 1)).toEqual([...given].reverse());
  const shuffled = await orderOf('shuffled', 1);
  expect(shuffled).not.toEqual(given);
  expect([...shuffled].sort()).toEqual(given);
  expect(await orderOf('shuffled', 1)).toEqual(shuffled);
});

test('tells nothing by itself unless it was told where', async () => {
  await book('grp_1');
  expect(
    (await call('POST', '/admin/webhooks/send', { deliveries: [{ key: 'grp_1' }] })).status,
  ).toBe(409);
  expect(received).toEqual([]);
});
