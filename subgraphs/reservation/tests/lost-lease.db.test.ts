// A confirmation that is cut off around its lease: whoever holds a lease without having heard of it goes
// on under it, and nobody waits until it has run out.
import type { IdentityClaims } from '../../../shared/auth/identity.ts';
import { createTestDatabase } from '../../../shared/testing/services/test-database.ts';
import type { TestDatabase } from '../../../shared/testing/services/test-database.ts';
import { createLogger } from '../../../shared/telemetry/logger.ts';
import { callers } from '../../../shared/testing/subgraph-call.ts';
import { holdAnswer, judgeAnswers } from '../../../shared/testing/wire/hold-next.ts';
import { startWire } from '../../../shared/testing/wire/wire.ts';
import type { Wire } from '../../../shared/testing/wire/wire.ts';
import type { Downstream } from '../domain/downstream.ts';
import { createConfirmations } from '../services/confirm-booking.ts';
import type { Confirmations } from '../services/confirm-booking.ts';
import { openDesk } from './desk.ts';
import type { Desk } from './desk.ts';

const TAKE_LEASE = 'set lease_owner = $2, asks = asks + 1';
let database: TestDatabase;
let wire: Wire;
let desk: Desk;
let confirmations: Confirmations;
beforeAll(async () => {
  database = await createTestDatabase();
  wire = await startWire(database.urls.reservation);
  const reservation = wire.through(database.urls.reservation);
  desk = await openDesk(
    { ...database, urls: { ...database.urls, reservation } },
    { contract: 'K1' },
  );
  confirmations = createConfirmations({
    dataSource: desk.dataSource,
    batches: desk.batches,
    downstream: supplier,
    logger: createLogger('test', 'silent'),
    stopping: new AbortController().signal,
    // Nobody else has a lease: whoever waits for another has lost its own.
    wait: () => Promise.reject(new Error('waits for somebody else')),
  });
});
afterAll(async () => {
  await desk.close();
  await wire.stop();
  await database.drop();
});

const booked: string[] = [];
/** Confirms what it is asked to book, and counts how often it was. */
const supplier: Downstream = {
  book: ({ key }) => {
    booked.push(key);
    return Promise.resolve({ kind: 'CONFIRMED', supplierReference: `S-${key}` });
  },
  status: (key) =>
    Promise.resolve(
      booked.includes(key)
        ? { kind: 'CONFIRMED', supplierReference: `S-${key}` }
        : { kind: 'NOT_FOUND' },
    ),
  amend: () => Promise.reject(new Error('nothing is amended here')),
  cancel: () => Promise.reject(new Error('nothing is cancelled here')),
  close: () => Promise.resolve(),
};

const seller: IdentityClaims & { requestId: string; issuer: string } = {
  ...callers.partner('SIAM'),
  requestId: 'r',
  issuer: 'gateway',
};

test('an answer to the taking of a lease that is lost is asked for again, and the booking is confirmed', async () => {
  const group = await desk.held();
  const held = holdAnswer(wire, TAKE_LEASE);
  const confirming = confirmations.confirm(seller, group.id);
  await held.caught;
  held.cut();
  expect(await confirming).toMatchObject({ ok: true, value: { status: 'CONFIRMED' } });
  expect(booked.filter((key) => key === group.id)).toEqual([group.id]);
});

test('one that was cut short with its lease is gone on with by the next try, which waits for nobody', async () => {
  const group = await desk.held();
  const remove = judgeAnswers(wire, TAKE_LEASE, () => 'cut');
  await expect(confirmations.confirm(seller, group.id)).rejects.toThrow(/terminated|ECONNRESET/);
  remove();
  expect(await confirmations.confirm(seller, group.id)).toMatchObject({
    ok: true,
    value: { status: 'CONFIRMED' },
  });
  expect(booked.filter((key) => key === group.id)).toEqual([group.id]);
});
