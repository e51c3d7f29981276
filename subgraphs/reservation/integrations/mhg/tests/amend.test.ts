// What we make of a supplier that changes a booking on our word, and of one that misbehaves over it.
import type {
  DownstreamAmendment,
  DownstreamRequest,
  UnknownCause,
} from '../../../domain/downstream.ts';
import { misbehaving, open, request, simulatedSupplier } from './world.ts';
import type { Supplier } from './world.ts';

let supplier: Supplier;

beforeEach(async () => {
  supplier = await simulatedSupplier();
  await supplier.downstream.book(request, open);
});
afterEach(() => supplier.stop());

/** One room where there were two. */
const fewer: DownstreamRequest = {
  ...request,
  lines: request.lines.map((line) => ({ ...line, rooms: 1, amount: 490_000 })),
};
const amend = (key = 'am_1', asked = fewer): Promise<DownstreamAmendment> =>
  supplier.downstream.amend(asked, key, open);

async function standing(): Promise<unknown> {
  const { items } = (await supplier.admin('GET', '/bookings')) as { items: unknown[] };
  return items[0];
}

test('amends once per amendment key, and the version grows with each amendment', async () => {
  const first = await amend();
  expect(first).toMatchObject({ kind: 'AMENDED', version: 2 });
  expect(await amend()).toEqual(first);
  expect(await standing()).toMatchObject({
    version: 2,
    rooms: [{ rooms: 1, amount: '4900.00', stay_to: '2026-12-02' }],
  });
  expect(await amend('am_2', request)).toMatchObject({ kind: 'AMENDED', version: 3 });
  // The first one told again, late, does not take back what followed it.
  await amend();
  expect(await standing()).toMatchObject({ version: 3, rooms: [{ rooms: 2 }] });
});

test('an amendment key with other content is unknown, not refused', async () => {
  await amend();
  expect(await amend('am_1', request)).toMatchObject({ kind: 'UNKNOWN', why: 'KEY_TAKEN' });
});

test('a key that was never booked is not found, and nothing is booked by amending it', async () => {
  expect(await amend('am_1', { ...fewer, key: 'grp_2' })).toEqual({ kind: 'NOT_FOUND' });
  expect(await supplier.downstream.status('grp_2', open)).toEqual({ kind: 'NOT_FOUND' });
});

test('what is cancelled is not amended', async () => {
  await supplier.downstream.cancel('grp_1', open);
  expect(await amend()).toEqual({ kind: 'REFUSED', reason: 'The booking is cancelled' });
});

test.each([409, 422])('a refusal with %d leaves the booking as it stood', async (http_status) => {
  const before = await standing();
  const fault = { kind: 'REFUSE', operation: 'amend', http_status, reason: 'Too late' };
  await supplier.admin('POST', '/faults', fault);
  expect(await amend()).toEqual({ kind: 'REFUSED', reason: 'Too late' });
  expect(await standing()).toEqual(before);
  expect(await amend()).toMatchObject({ kind: 'AMENDED', version: 2 });
});

test.each<[string, UnknownCause, number, object]>([
  ['amended, but never answered', 'TIMEOUT', 2, { kind: 'SILENCE' }],
  ['neither amended nor answered', 'TIMEOUT', 1, { kind: 'SILENCE', done: false }],
  ['amended, then hung up', 'CONNECTION_LOST', 2, { kind: 'DROP' }],
  ['hung up before amending', 'CONNECTION_LOST', 1, { kind: 'DROP', done: false }],
  ['503 after amending', 'HTTP_STATUS', 2, { kind: 'ERROR', http_status: 503, done: true }],
  ['a web page', 'UNREADABLE', 2, { kind: 'GARBAGE' }],
  ['a word that is no yes', 'UNKNOWN_STATUS', 2, { kind: 'STATUS', word: 'RQ' }],
])('%s is unknown (%s); the same key sent again amends once', async (_what, why, stands, fault) => {
  await supplier.admin('POST', '/faults', { ...fault, operation: 'amend' });
  const asker = why === 'TIMEOUT' ? supplier.impatient : supplier.downstream;
  expect(await asker.amend(fewer, 'am_1', open)).toMatchObject({ kind: 'UNKNOWN', why });
  expect(await standing()).toMatchObject({ version: stands });
  expect(await amend()).toMatchObject({ kind: 'AMENDED', version: 2 });
});

test.each<[string, UnknownCause, number, unknown]>([
  ['a yes for another key', 'OTHER_BOOKING', 200, { key: 'grp_2', status: 'OK' }],
  ['a yes without a reference', 'UNREADABLE', 200, { key: 'grp_1', status: 'OK' }],
  ['a 422 that names a field', 'HTTP_STATUS', 422, { detail: [] }],
  ['a no for another key', 'OTHER_BOOKING', 409, { key: 'grp_2', status: 'OK' }],
])('%s amends nothing and refuses nothing', async (_what, why, status, body) => {
  const server = await misbehaving((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  const answer = await server.downstream.amend(fewer, 'am_1', open);
  await server.stop();
  expect(answer).toMatchObject({ kind: 'UNKNOWN', why });
  expect(server.asked).toEqual(['PUT /api/v1/bookings/grp_1']);
});
