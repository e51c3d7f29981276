// What is stored of what comes in: every genuine message once, as it came; of anything else nothing.
import { createHmac } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { connectDataSource } from '../../../shared/database/data-source.ts';
import { createLogger } from '../../../shared/telemetry/logger.ts';
import { createTestDatabase } from '../../../shared/testing/services/test-database.ts';
import type { TestDatabase } from '../../../shared/testing/services/test-database.ts';
import type { SupplierPost } from '../domain/supplier-message.ts';
import { createMessageReader } from '../integrations/mhg/message-reader.ts';
import { receiveConfirmation } from '../services/receive-confirmation.ts';
import type { PostReceipt } from '../services/receive-confirmation.ts';

const SECRET = 'a-secret-for-tests';
const NOW = new Date('2026-11-22T08:00:00Z');
const SECONDS = NOW.getTime() / 1_000;

let database: TestDatabase;
let dataSource: DataSource;
let begun: string[];

beforeAll(async () => {
  database = await createTestDatabase();
  const { reservation: url } = database.urls;
  const applicationName = 'test inbox';
  dataSource = await connectDataSource({ url, schema: 'reservation', applicationName });
});
beforeEach(() => {
  begun = [];
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

let deliveries = 0;
const content = (changes: object = {}): Record<string, unknown> => {
  deliveries += 1;
  return {
    delivery_id: `D-${deliveries}`,
    key: 'grp_1',
    supplier_reference: 'MHG-1',
    hotel_code: 'BKK01',
    status: 'OK',
    version: 1,
    currency: null,
    rooms: [
      {
        room_type: 'A',
        stay_from: '2099-03-10',
        stay_to: '2099-03-11',
        rooms: 1,
        amount: null,
      },
    ],
    ...changes,
  };
};

function post(raw: string, deliveryId: unknown, changes: Partial<SupplierPost> = {}): SupplierPost {
  const timestamp = changes.timestamp ?? String(SECONDS);
  const digest = createHmac('sha256', SECRET).update(`${timestamp}.${raw}`).digest('hex');
  return {
    body: Buffer.from(raw),
    timestamp,
    signature: `sha256=${digest}`,
    deliveryId: String(deliveryId),
    ...changes,
  };
}

const send = (
  body: Record<string, unknown>,
  changes: Partial<SupplierPost> = {},
): Promise<PostReceipt> => receive(post(JSON.stringify(body), body['delivery_id'], changes));

const receive = (message: SupplierPost): Promise<PostReceipt> =>
  receiveConfirmation(
    {
      dataSource,
      reader: createMessageReader({ secret: SECRET, now: () => NOW }),
      logger: createLogger('test', 'silent'),
      begin: (id) => void begun.push(id),
    },
    message,
  );

async function inbox(): Promise<Record<string, unknown>[]> {
  return dataSource.query(
    `select id, state, reason, path, version, hotel_id, outcome from reservation.supplier_messages
      order by received_at`,
  );
}

/** What this adds to the inbox. */
async function added(work: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
  const before = await inbox();
  await work();
  return (await inbox()).slice(before.length);
}

test('a message is stored as it came and set about once, however often it arrives at once', async () => {
  const body = content();
  const rows = await added(async () => {
    const receipts = await Promise.all(Array.from({ length: 20 }, () => send(body)));
    expect(new Set(receipts)).toEqual(new Set(['ACCEPTED']));
  });
  expect(rows).toMatchObject([
    { id: body['delivery_id'], state: 'PENDING', hotel_id: 'BKK01', outcome: 'CONFIRMED' },
  ]);
  expect(begun).toEqual([body['delivery_id']]);
  const [{ raw }] = await dataSource.query<[{ raw: Buffer }]>(
    'select body as raw from reservation.supplier_messages where id = $1',
    [body['delivery_id']],
  );
  expect(JSON.parse(raw.toString())).toEqual(body);
});

test.each<[string, PostReceipt, () => Promise<PostReceipt>]>([
  [
    'a wrong signature',
    'NOT_GENUINE',
    () => send(content(), { signature: `sha256=${'0'.repeat(64)}` }),
  ],
  ['no digest at all', 'NOT_GENUINE', () => send(content(), { signature: '' })],
  ['a time long ago', 'NOT_GENUINE', () => send(content(), { timestamp: String(SECONDS - 301) })],
  ['a time to come', 'NOT_GENUINE', () => send(content(), { timestamp: String(SECONDS + 301) })],
  ['a delivery id that can be none', 'NOT_GENUINE', () => send(content(), { deliveryId: 'a b' })],
  ['another name in the header', 'UNREADABLE', () => send(content(), { deliveryId: 'D-OTHER' })],
  [
    'more bytes than a confirmation has',
    'TOO_LARGE',
    () => receive(post('x'.repeat(65_537), 'D-LONG')),
  ],
])('%s is refused (%s), and nothing of it is kept', async (_what, receipt, attempt) => {
  const rows = await added(async () => {
    expect(await attempt()).toBe(receipt);
  });
  expect([rows, begun]).toEqual([[], []]);
});

test.each([
  ['a word that nobody mapped', content({ status: 'Perhaps' }), 'UNKNOWN_STATUS', '/status'],
  ['a field that is missing', content({ rooms: undefined }), 'BAD_SHAPE', '/rooms'],
  ['a key that cannot be stored', content({ key: 'grp\0' }), 'BAD_SHAPE', '/key'],
])('%s is set aside with its reason, and taken', async (_what, body, reason, path) => {
  const rows = await added(async () => {
    expect(await send(body)).toBe('ACCEPTED');
    expect(await send(body)).toBe('ACCEPTED');
  });
  expect(rows).toMatchObject([{ id: body['delivery_id'], state: 'QUARANTINED', reason, path }]);
  expect(begun).toEqual([]);
});

test('what is no JSON can never be read: said so, and kept under its own digest', async () => {
  const rows = await added(async () => {
    expect(await receive(post('<html>', 'D-NEXT'))).toBe('UNREADABLE');
  });
  expect(rows).toMatchObject([{ state: 'QUARANTINED', reason: 'NOT_JSON' }]);
  expect(rows[0]?.['id']).toMatch(/^sha256:[0-9a-f]{64}$/);
  // Its header took nobody's place.
  const next = content({ delivery_id: 'D-NEXT' });
  expect(await added(() => send(next))).toMatchObject([{ id: 'D-NEXT', state: 'PENDING' }]);
});

test('one id for two contents: the first stands, the second is set aside and not lost', async () => {
  const first = content();
  const rows = await added(async () => {
    await send(first);
    expect(await send({ ...first, status: 'XX' })).toBe('ACCEPTED');
    expect(await send({ ...first, status: 'XX' })).toBe('ACCEPTED');
  });
  expect(rows).toMatchObject([
    { id: first['delivery_id'], state: 'PENDING' },
    { state: 'QUARANTINED', reason: 'DELIVERY_REUSED', path: '/delivery_id' },
  ]);
  expect(begun).toEqual([first['delivery_id']]);
});
