// Messages that wait, are read again or name a booking by the supplier's reference alone; and the lists
// of conflicts and errands as operators page through them.
import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { createLogger } from '../../../shared/telemetry/logger.ts';
import { moveClock } from '../../../shared/testing/clock.ts';
import { callers } from '../../../shared/testing/subgraph-call.ts';
import type { BookingGroup } from '../domain/booking.ts';
import type { Downstream } from '../domain/downstream.ts';
import { createMessageReader } from '../integrations/mhg/message-reader.ts';
import { storeMessage } from '../repositories/supplier-messages.ts';
import { findErrands } from '../services/errand-desk.ts';
import { landDueMessages, landMessage } from '../services/land-message.ts';
import type { LandingDependencies } from '../services/land-message.ts';
import { replayConfirmation } from '../services/replay-confirmation.ts';
import { findConflicts } from '../services/settle-conflict.ts';
import { everything } from './everything.ts';
import { countRows, openTrial } from './trial.ts';
import type { Trial } from './trial.ts';

const MINUTES = 60_000;
const operator = { ...callers.operator, requestId: 'req-1', issuer: 'gateway' };
const reader = createMessageReader({ secret: 'unused', now: () => new Date() });

let trial: Trial;
let admin: DataSource;
let landing: LandingDependencies;
let ids = 0;

beforeAll(async () => {
  trial = await openTrial({ contract: 'K1' });
  ({ admin } = trial);
  const unreachable: Partial<Downstream> = {
    status: () => Promise.resolve({ kind: 'UNKNOWN', why: 'TIMEOUT', detail: '' }),
  };
  landing = {
    dataSource: trial.desk.dataSource,
    batches: trial.desk.batches,
    reader,
    downstream: unreachable as Downstream,
    stopping: new AbortController().signal,
    newId: (prefix) => `${prefix}_${(ids += 1)}`,
    logger: createLogger('test', 'silent'),
  };
});
afterAll(() => trial.close());

/** Stores a yes, as it came in; what cannot be read is set aside with it. */
async function store(changes: Record<string, unknown>, readable = true): Promise<string> {
  ids += 1;
  const body = Buffer.from(
    JSON.stringify({
      delivery_id: `D-${ids}`,
      key: null,
      supplier_reference: `MHG-${ids}`,
      hotel_code: 'H1',
      status: 'OK',
      reason: null,
      version: 1,
      currency: 'THB',
      rooms: [
        {
          room_type: 'A',
          stay_from: '2099-03-10',
          stay_to: '2099-03-11',
          rooms: 1,
          amount: '200.00',
        },
      ],
      ...changes,
    }),
  );
  const read = reader.read(body, null);
  await storeMessage(trial.desk.dataSource, {
    id: `D-${ids}`,
    body,
    bodySha256: createHash('sha256').update(body).digest('hex'),
    told: readable && read.ok ? read.value : null,
    quarantine: readable ? null : { reason: 'UNREADABLE', path: '/status', message: 'once' },
  });
  return `D-${ids}`;
}

async function messageOf(id: string): Promise<Record<string, unknown> | undefined> {
  const rows: Record<string, unknown>[] = await admin.query(
    `select state, reason, detail, tries from reservation.supplier_messages where id = $1`,
    [id],
  );
  return rows[0];
}

const ordersOf = (group: BookingGroup): Promise<number> =>
  countRows(admin, 'sale_orders', 'group_id = $1', group.id);

describe('the sweeper', () => {
  test('decides what nobody decided, and a second time nothing', async () => {
    const group = await trial.desk.held();
    const id = await store({ key: group.id });
    expect(await landDueMessages(landing)).toBe(1);
    expect(await messageOf(id)).toMatchObject({ state: 'APPLIED' });
    expect(await ordersOf(group)).toBe(1);
    const before = await everything(admin);
    expect(await landDueMessages(landing)).toBe(0);
    await landMessage(landing, id);
    expect(await everything(admin)).toEqual(before);
  });

  test('and another one in the same moment decide a message once', async () => {
    const group = await trial.desk.held();
    const id = await store({ key: group.id });
    await Promise.all([1, 2, 3].map(() => landMessage(landing, id)));
    expect(await messageOf(id)).toMatchObject({ state: 'APPLIED' });
    expect(await ordersOf(group)).toBe(1);
    expect(await countRows(admin, 'booking_audit_log', 'group_id = $1', group.id)).toBe(2);
  });
});

describe('a message that names its booking by the supplier’s reference alone', () => {
  test('waits for the answer that tells us the reference, and is decided then', async () => {
    const group = await trial.desk.held();
    const id = await store({ supplier_reference: 'MHG-LATER' });
    await landMessage(landing, id);
    expect(await messageOf(id)).toMatchObject({
      state: 'PENDING',
      detail: 'nobody here knows that reference yet',
    });
    await admin.query(
      `insert into reservation.confirmations (group_id, hotel_id, supplier_reference)
       values ($1, 'H1', 'MHG-LATER')`,
      [group.id],
    );
    await landMessage(landing, id);
    expect(await messageOf(id)).toMatchObject({ state: 'APPLIED' });
    expect(await ordersOf(group)).toBe(1);
  });

  test('is for people once nobody came to know it', async () => {
    const id = await store({ supplier_reference: 'MHG-NEVER' });
    for (let tries = 0; tries < 8; tries += 1) await landMessage(landing, id);
    expect(await messageOf(id)).toMatchObject({ state: 'CONFLICT', reason: 'UNKNOWN_BOOKING' });
    expect(await countRows(admin, 'confirmation_conflicts', 'message_id = $1', id)).toBe(1);
  });
});

describe('a message that was set aside', () => {
  test('is decided once it can be read', async () => {
    const group = await trial.desk.held();
    const id = await store({ key: group.id }, false);
    expect(await landDueMessages(landing)).toBe(0);
    expect(await replayConfirmation(landing, operator, id)).toMatchObject({
      ok: true,
      value: { state: 'APPLIED', groupId: group.id },
    });
    expect(await ordersOf(group)).toBe(1);
  });

  test('answers as it stands while it cannot', async () => {
    const id = await store({ version: 'first' }, false);
    const before = await everything(admin);
    expect(await replayConfirmation(landing, operator, id)).toMatchObject({
      ok: true,
      value: { state: 'QUARANTINED' },
    });
    expect(await everything(admin)).toEqual(before);
  });
});

/** Ids as one gets them page by page. */
async function paged<Item extends { readonly id: string }>(
  read: (page: { readonly size: number; readonly after: string | null }) => Promise<Item[]>,
): Promise<string[]> {
  const seen: string[] = [];
  for (;;) {
    const found = await read({ size: 2, after: seen.at(-1) ?? null });
    seen.push(...found.slice(0, 2).map(({ id }) => id));
    if (found.length <= 2) return seen;
  }
}

describe('lists for operators', () => {
  const database = (): DataSource => trial.desk.dataSource;

  beforeAll(async () => {
    for (let at = 0; at < 5; at += 1) {
      await store({ key: `grp_none_${at}`, hotel_code: 'H-LIST' });
      // Two of one instant, so that the order has to say which comes first.
      if (at % 2 === 1) await moveClock(admin, MINUTES);
    }
    await landDueMessages(landing);
    await admin.query(
      `insert into reservation.supplier_errands
         (id, hotel_id, booking_key, kind, why, next_try_at, created_at)
       select 'err_' || n, 'H-LIST', 'key_' || n, 'CANCEL', 'a test', ledger.clock(),
              '2026-01-01T00:00:00Z'::timestamptz + n / 2 * interval '1 minute'
         from generate_series(1, 5) n`,
    );
  });

  test('conflicts come latest first, each once, whatever the pages', async () => {
    const query = { hotelId: 'H-LIST' };
    const all = await findConflicts(database(), operator, query, { size: 50, after: null });
    expect(all).toHaveLength(5);
    const instants = all.map(({ raisedAt }) => Date.parse(raisedAt));
    expect(instants).toEqual(instants.toSorted((a, b) => b - a));
    expect(await paged((page) => findConflicts(database(), operator, query, page))).toEqual(
      all.map(({ id }) => id),
    );
    const open = { ...query, settled: false, kinds: ['UNKNOWN_BOOKING'] };
    expect(await findConflicts(database(), operator, open, { size: 50, after: null })).toHaveLength(
      5,
    );
    const settled = { ...query, settled: true };
    expect(await findConflicts(database(), operator, settled, { size: 5, after: null })).toEqual(
      [],
    );
  });

  test('errands come latest first, each once, whatever the pages', async () => {
    const query = { hotelId: 'H-LIST' };
    expect(await paged((page) => findErrands(database(), operator, query, page))).toEqual([
      'err_5',
      'err_4',
      'err_3',
      'err_2',
      'err_1',
    ]);
    const done = { ...query, states: ['DONE'] };
    expect(await findErrands(database(), operator, done, { size: 5, after: null })).toEqual([]);
  });

  test.each([
    ['an agent', callers.agent],
    ['a partner', callers.partner('SIAM')],
    ['a hotel’s user', callers.supplier('H-LIST')],
  ])('to %s there is nothing in them', async (_who, caller) => {
    const identity = { ...caller, requestId: 'req-1', issuer: 'gateway' };
    const page = { size: 50, after: null };
    expect(await findConflicts(database(), identity, {}, page)).toEqual([]);
    expect(await findErrands(database(), identity, {}, page)).toEqual([]);
  });
});
