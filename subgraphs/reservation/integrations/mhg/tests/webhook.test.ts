// Which messages are the supplier's own, and what they say. Messages are those of the simulator.
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { limits } from '../../../../../shared/config/limits.ts';
import { differsFromRequest } from '../../../domain/downstream.ts';
import { decodeConfirmation } from '../decode-confirmation.ts';
import type { ConfirmationFault } from '../decode-confirmation.ts';
import { statusWords } from '../status-words.ts';
import { verifyWebhook } from '../verify-webhook.ts';
import type { SignatureFault, Verification } from '../verify-webhook.ts';
import { NOW, open, request, SECRET, simulatedSupplier } from './world.ts';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly raw: Buffer;
}

/** What arrives when the simulator, with one booking, is told to send these. */
async function receive(...deliveries: object[]): Promise<Received[]> {
  const received: Received[] = [];
  const door = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      received.push({ headers: incoming.headers, raw: Buffer.concat(chunks) });
      response.writeHead(202).end();
    });
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const supplier = await simulatedSupplier();
  try {
    await supplier.downstream.book(request, open);
    const url = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
    await supplier.admin('POST', '/webhooks/send', { url, deliveries });
  } finally {
    await supplier.stop();
    door.closeAllConnections();
    await new Promise((resolve) => door.close(resolve));
  }
  return received;
}

const toleranceSeconds = limits.downstream.webhookToleranceSeconds;

function verify({ headers, raw }: Received, now = NOW, secret = SECRET): Verification {
  return verifyWebhook({ secret, headers, rawBody: raw, now, toleranceSeconds });
}

describe('signature', () => {
  let genuine: Received;
  beforeAll(async () => {
    [genuine] = (await receive({ key: 'grp_1' })) as [Received];
  });

  const withHeaders = (headers: IncomingHttpHeaders): Received => ({
    ...genuine,
    headers: { ...genuine.headers, ...headers },
  });
  const refused = (fault: SignatureFault): Verification => ({ ok: false, fault });

  test('what the supplier signed is accepted, with its delivery id', () => {
    const deliveryId = genuine.headers['x-mhg-delivery-id'];
    expect(verify(genuine)).toEqual({ ok: true, deliveryId });
  });

  test('the same message again has the same delivery id, for its receiver to know it by', () => {
    const later = new Date(NOW.getTime() + 60_000);
    expect(verify(genuine, later)).toEqual(verify(genuine));
  });

  test.each(['x-mhg-timestamp', 'x-mhg-signature', 'x-mhg-delivery-id'])(
    'without %s it is refused',
    (name) => {
      expect(verify(withHeaders({ [name]: undefined }))).toEqual(refused('MISSING_HEADER'));
    },
  );

  test.each([
    [
      'one byte of the body changed',
      (message: Received) => ({ ...message, raw: flipped(message.raw) }),
    ],
    ['an empty body', (message: Received) => ({ ...message, raw: Buffer.alloc(0) })],
    [
      'another timestamp',
      () => withHeaders({ 'x-mhg-timestamp': String(NOW.getTime() / 1_000 + 1) }),
    ],
    ['a signature of zeros', () => withHeaders({ 'x-mhg-signature': `sha256=${'0'.repeat(64)}` })],
    ['a short signature', () => withHeaders({ 'x-mhg-signature': 'sha256=00' })],
    ['no scheme', () => withHeaders({ 'x-mhg-signature': '0'.repeat(64) })],
    ['another scheme', () => withHeaders({ 'x-mhg-signature': `md5=${'0'.repeat(64)}` })],
  ])('%s: refused', (_what, change) => {
    expect(verify(change(genuine))).toEqual(refused('BAD_SIGNATURE'));
  });

  test('under another secret, or none, it is refused', () => {
    expect(verify(genuine, NOW, 'another-secret-of-ours')).toEqual(refused('BAD_SIGNATURE'));
    const digest = createHmac('sha256', '').update('1763798400.{}').digest('hex');
    const unsigned = {
      headers: {
        'x-mhg-timestamp': '1763798400',
        'x-mhg-signature': `sha256=${digest}`,
        'x-mhg-delivery-id': 'd-1',
      },
      raw: Buffer.from('{}'),
    };
    expect(verify(unsigned, new Date(1_763_798_400_000), '')).toEqual(refused('BAD_SIGNATURE'));
  });

  test.each<[number, Verification['ok'], SignatureFault | undefined]>([
    [toleranceSeconds, true, undefined],
    [toleranceSeconds + 1, false, 'TOO_OLD'],
    [-toleranceSeconds, true, undefined],
    [-toleranceSeconds - 1, false, 'FROM_THE_FUTURE'],
  ])('%d seconds after it was signed: accepted %s', (seconds, ok, fault) => {
    const now = new Date(NOW.getTime() + seconds * 1_000);
    expect(verify(genuine, now)).toMatchObject({ ok, ...(fault ? { fault } : {}) });
  });

  test.each(['', 'now', '-5', '1e9', '1763798400.5', '176379840000000'])(
    'the timestamp %j is none',
    (timestamp) => {
      expect(verify(withHeaders({ 'x-mhg-timestamp': timestamp }))).toEqual(
        refused('BAD_TIMESTAMP'),
      );
    },
  );

  test('every way in which the simulator signs wrongly is refused', async () => {
    const messages = await receive(
      { key: 'grp_1', signature: 'wrong' },
      { key: 'grp_1', signature: 'other_body' },
      { key: 'grp_1', signature: 'missing' },
      { key: 'grp_1', age_seconds: 3_600 },
      { key: 'grp_1', age_seconds: -3_600 },
    );
    expect(messages.map((message) => verify(message))).toEqual([
      refused('BAD_SIGNATURE'),
      refused('BAD_SIGNATURE'),
      refused('MISSING_HEADER'),
      refused('TOO_OLD'),
      refused('FROM_THE_FUTURE'),
    ]);
  });
});

describe('content', () => {
  const decode = ({ headers, raw }: Received, words?: Parameters<typeof decodeConfirmation>[2]) =>
    decodeConfirmation(raw, String(headers['x-mhg-delivery-id']), words);

  test('a confirmation comes out in our words, and matches what was asked for', async () => {
    const [message] = (await receive({ key: 'grp_1' })) as [Received];
    const decoded = decode(message);
    expect(decoded).toEqual({
      ok: true,
      value: {
        deliveryId: message.headers['x-mhg-delivery-id'],
        key: 'grp_1',
        supplierReference: expect.stringMatching(/^MHG-/) as string,
        hotelId: 'BKK01',
        version: 1,
        outcome: 'CONFIRMED',
        word: 'OK',
        reason: null,
        currency: 'THB',
        lines: request.lines,
      },
    });
    if (decoded.ok) expect(differsFromRequest(request, decoded.value)).toBeNull();
  });

  const line = {
    room_type: 'SUP',
    stay_from: '2026-12-01',
    stay_to: '2026-12-02',
    rooms: 2,
    amount: '9800.00',
  };

  test.each<[string, object, string]>([
    ['fewer rooms', { rooms: [{ ...line, rooms: 1 }] }, '/lines/0'],
    ['another night', { rooms: [{ ...line, stay_to: '2026-12-03' }] }, '/lines/0'],
    ['another price', { rooms: [{ ...line, amount: '9800.01' }] }, '/lines/0'],
    ['another currency', { currency: 'USD' }, '/currency'],
    ['one line more', { rooms: [line, line] }, '/lines'],
    ['another hotel', { hotel_code: 'BKK02' }, '/hotelId'],
  ])('%s differ from what was asked for', async (_what, body, path) => {
    const [message] = (await receive({ key: 'grp_1', body })) as [Received];
    const decoded = decode(message);
    expect(decoded.ok && differsFromRequest(request, decoded.value)).toBe(path);
  });

  test.each([
    ['Confirmed', 'CONFIRMED'],
    ['RQ', 'PENDING'],
    ['Tentative', 'PENDING'],
    ['XX', 'REFUSED'],
    ['Timeout', 'UNKNOWN'],
    ['Released', 'UNKNOWN'],
  ])('the word %s means %s', async (status, outcome) => {
    const [message] = (await receive({ key: 'grp_1', body: { status } })) as [Received];
    expect(decode(message)).toMatchObject({ ok: true, value: { outcome, word: status } });
  });

  test('a word that nobody mapped is set aside, and read once it has been', async () => {
    const [message] = (await receive({ key: 'grp_1', body: { status: 'BLORP' } })) as [Received];
    expect(decode(message)).toMatchObject({
      ok: false,
      quarantine: { reason: 'UNKNOWN_STATUS', path: '/status' },
    });
    const mapped = decode(message, statusWords([['Blorp', 'CONFIRMED']]));
    expect(mapped).toMatchObject({ ok: true, value: { outcome: 'CONFIRMED', word: 'BLORP' } });
  });

  test.each<[string, ConfirmationFault, string, object]>([
    ['half a body', 'NOT_JSON', '', { raw: '{"half', delivery_id: 'd' }],
    ['a list', 'BAD_SHAPE', '', { raw: '[]', delivery_id: 'd' }],
    ['no version', 'BAD_SHAPE', '/version', { key: 'grp_1', body: { version: null } }],
    ['a version as text', 'BAD_SHAPE', '/version', { key: 'grp_1', body: { version: '2' } }],
    ['no rooms', 'BAD_SHAPE', '/rooms', { key: 'grp_1', body: { rooms: [] } }],
    [
      'no reference',
      'BAD_SHAPE',
      '/supplier_reference',
      { key: 'grp_1', body: { supplier_reference: '' } },
    ],
    ['a NUL in a text', 'BAD_SHAPE', '/reason', { key: 'grp_1', body: { reason: 'a\0b' } }],
    [
      'a date in another order',
      'BAD_SHAPE',
      '/rooms/0/stay_from',
      { key: 'grp_1', body: { rooms: [{ ...line, stay_from: '01/12/2026' }] } },
    ],
    [
      'a stay that ends first',
      'BAD_SHAPE',
      '/rooms/0/stay_to',
      { key: 'grp_1', body: { rooms: [{ ...line, stay_to: '2026-11-30' }] } },
    ],
    [
      'half a room',
      'BAD_SHAPE',
      '/rooms/0/rooms',
      { key: 'grp_1', body: { rooms: [{ ...line, rooms: 0.5 }] } },
    ],
    [
      'money as a float',
      'BAD_SHAPE',
      '/rooms/0/amount',
      { key: 'grp_1', body: { rooms: [{ ...line, amount: 9800.1 }] } },
    ],
    [
      'a part of a satang',
      'BAD_SHAPE',
      '/rooms/0/amount',
      { key: 'grp_1', body: { rooms: [{ ...line, amount: '0.001' }] } },
    ],
    [
      'money without currency',
      'BAD_SHAPE',
      '/rooms/0/amount',
      { key: 'grp_1', body: { currency: null } },
    ],
  ])('%s is set aside with its place', async (_what, reason, path, delivery) => {
    const [message] = (await receive(delivery)) as [Received];
    expect(verify(message).ok).toBe(true);
    expect(decode(message)).toMatchObject({ ok: false, quarantine: { reason, path } });
  });

  test('a delivery id that the signed body does not have is set aside', async () => {
    const [message] = (await receive({ key: 'grp_1' })) as [Received];
    expect(decodeConfirmation(message.raw, 'another')).toMatchObject({
      ok: false,
      quarantine: { reason: 'OTHER_DELIVERY', path: '/delivery_id' },
    });
  });

  test('a body beyond every confirmation is not even parsed', () => {
    const raw = Buffer.alloc(limits.downstream.webhookBodyBytesMax + 1, ' ');
    expect(decodeConfirmation(raw, 'd')).toMatchObject({
      ok: false,
      quarantine: { reason: 'TOO_LARGE' },
    });
  });

  test('a confirmation that names only its own reference has no key', async () => {
    const [message] = (await receive({ key: 'grp_1', body: { key: null } })) as [Received];
    expect(decode(message)).toMatchObject({ ok: true, value: { key: null } });
  });
});

function flipped(raw: Buffer): Buffer {
  const copy = Buffer.from(raw);
  copy[10] = (copy[10] ?? 0) ^ 1;
  return copy;
}
