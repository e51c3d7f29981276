// Confirmations with a supplier that is slow, refuses, falls silent, hangs up or forgets, and with
// processes of ours that die in between: whatever happens, one end, one order, no room given away.
import { moveClock } from '../../../shared/testing/clock.ts';
import { callers } from '../../../shared/testing/subgraph-call.ts';
import { startReservationWorld } from './reservation-world.ts';
import type { Answer, ReservationWorld } from './reservation-world.ts';

const WAIT_MS = 40_000;
const LOOK_EVERY_MS = 100;
const LEASE_MS = 25_000;
const line = { roomType: 'A', checkIn: '2099-03-10', checkOut: '2099-03-12', rooms: 1 };

let world: ReservationWorld;
beforeAll(async () => {
  world = await startReservationWorld();
});
afterAll(() => world.stop());

let references = 0;
async function held(hotelId: string, lines = [line]): Promise<string> {
  references += 1;
  const answer = await world.create({ hotelId, clientReference: `D-${references}`, lines });
  if (answer.id === undefined) throw new Error(JSON.stringify(answer));
  return answer.id;
}

/** A hotel of one room with a hold on it, at which the supplier's next call goes wrong in this way. */
async function heldBefore(fault: object): Promise<{ hotelId: string; groupId: string }> {
  const hotelId = await world.hotel(1);
  const groupId = await held(hotelId);
  await world.supplier('POST', '/faults', { hotel: hotelId, ...fault });
  return { hotelId, groupId };
}

async function statusOf(groupId: string): Promise<string | undefined> {
  const query = 'query ($id: ID!) { group: bookingGroup(id: $id) { status } }';
  const { data } = await world.ask<{ group: Answer }>(callers.operator, query, { id: groupId });
  return data?.group.status;
}

async function auditOf(groupId: string): Promise<string[]> {
  const rows = await world.admin.query<{ to_status: string }[]>(
    'select to_status from reservation.booking_audit_log where group_id = $1 order by seq',
    [groupId],
  );
  return rows.map((row) => row.to_status);
}

async function ordersOf(groupId: string): Promise<number> {
  const rows: unknown[] = await world.admin.query(
    'select 1 from reservation.sale_orders where group_id = $1',
    [groupId],
  );
  return rows.length;
}

async function confirmationOf(groupId: string): Promise<Record<string, unknown>> {
  const rows = await world.admin.query<Record<string, unknown>[]>(
    'select * from reservation.confirmations where group_id = $1',
    [groupId],
  );
  return rows[0] ?? {};
}

/** How often the supplier was asked to book the group; 0: it never heard of it. */
async function bookedAtSupplier(groupId: string): Promise<number> {
  const { items } = (await world.supplier('GET', '/bookings')) as {
    items: { key: string; requests: number }[];
  };
  return items.find((item) => item.key === groupId)?.requests ?? 0;
}

async function until(what: string, found: () => Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + WAIT_MS;
  while (!(await found())) {
    if (performance.now() > giveUpAt) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

function codes(answer: Answer): (string | undefined)[] {
  return [answer.__typename, ...(answer.reasons ?? []).map(({ code }) => code)];
}

/** Where the fault came before the work there is nothing yet that could be put right. */
const neverArrived = (): null => null;
const owed = ['InvalidState', 'DOWNSTREAM_UNKNOWN'];
const soldOut = 'SOLD_OUT_LINE';

describe('the supplier', () => {
  test('confirms: one booking there, one order here, its reference kept', async () => {
    const groupId = await held(await world.hotel(1));
    expect(await world.confirm(groupId)).toMatchObject({ status: 'CONFIRMED' });
    expect((await world.confirm(groupId)).status).toBe('CONFIRMED');
    expect(await bookedAtSupplier(groupId)).toBe(1);
    expect(await ordersOf(groupId)).toBe(1);
    expect(await confirmationOf(groupId)).toMatchObject({
      supplier_reference: expect.stringMatching(/^MHG-/) as string,
      lease_owner: null,
      ask_again_at: null,
    });
  });

  test('is slow: whoever confirms meanwhile, here or in another process, gets the same answer', async () => {
    const { groupId } = await heldBefore({ kind: 'DELAY', delay_ms: 1_500 });
    const other = await world.replica({});
    const answers = await Promise.all(
      [world.url, world.url, other.url, other.url].map((url) =>
        world.confirm(groupId, undefined, url),
      ),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.status).toBe('CONFIRMED');
    expect(await bookedAtSupplier(groupId)).toBe(1);
  });

  test('refuses: REJECTED, told again when asked again, and the room is free', async () => {
    const { hotelId, groupId } = await heldBefore({ kind: 'REFUSE', reason: 'Closed that week' });
    expect((await world.confirm(groupId)).status).toBe('REJECTED');
    expect((await world.confirm(groupId)).status).toBe('REJECTED');
    expect(await auditOf(groupId)).toEqual(['HELD', 'CONFIRMING', 'REJECTED']);
    expect(await ordersOf(groupId)).toBe(0);
    await held(hotelId);
  });

  test('takes it as a request: ON_REQUEST, and a yes later makes the order', async () => {
    const { groupId } = await heldBefore({ kind: 'STATUS', word: 'RQ' });
    expect((await world.confirm(groupId)).status).toBe('ON_REQUEST');
    expect(await ordersOf(groupId)).toBe(0);
    await world.supplier('PUT', `/bookings/${groupId}`, { status: 'Confirmed' });
    expect((await world.confirm(groupId)).status).toBe('CONFIRMED');
    expect(await ordersOf(groupId)).toBe(1);
  });

  test('keeps the room and has yet to say yes: still CONFIRMING, nobody else gets it', async () => {
    const { hotelId, groupId } = await heldBefore({ kind: 'STATUS', word: 'Tentative' });
    expect(codes(await world.confirm(groupId))).toEqual(owed);
    expect(await statusOf(groupId)).toBe('CONFIRMING');
    await expect(held(hotelId)).rejects.toThrow(soldOut);
    await world.supplier('PUT', `/bookings/${groupId}`, { status: 'Definite' });
    expect((await world.confirm(groupId)).status).toBe('CONFIRMED');
    expect(await auditOf(groupId)).toEqual(['HELD', 'CONFIRMING', 'CONFIRMED']);
  });
});

describe('an answer that is lost', () => {
  test.each([
    ['a connection cut after the booking', { kind: 'DROP' }],
    ['a connection cut before the booking', { kind: 'DROP', done: false }],
    ['a server error', { kind: 'ERROR', http_status: 500 }],
    ['a page that is no answer', { kind: 'GARBAGE' }],
    ['a word that nobody knows', { kind: 'STATUS', word: 'Perhaps' }],
  ])('%s: the room stays taken, and confirming again finds the end', async (_what, fault) => {
    const { hotelId, groupId } = await heldBefore(fault);
    expect(codes(await world.confirm(groupId))).toEqual(owed);
    expect(await statusOf(groupId)).toBe('UNKNOWN_DOWNSTREAM');
    expect(codes(await world.cancel({ groupId }))).toEqual(owed);
    await moveClock(world.admin, 20 * 60_000);
    await expect(held(hotelId)).rejects.toThrow(soldOut);
    await world.supplier('PUT', `/bookings/${groupId}`, { status: 'OK' }).catch(neverArrived);
    expect((await world.confirm(groupId)).status).toBe('CONFIRMED');
    expect(await bookedAtSupplier(groupId)).toBe(1);
    expect(await auditOf(groupId)).toEqual([
      'HELD',
      'CONFIRMING',
      'UNKNOWN_DOWNSTREAM',
      'CONFIRMED',
    ]);
    expect(await ordersOf(groupId)).toBe(1);
  });

  test('silence: the seller is told in time, the room stays taken', async () => {
    const { hotelId, groupId } = await heldBefore({ kind: 'SILENCE' });
    const began = performance.now();
    expect(codes(await world.confirm(groupId))).toEqual(owed);
    expect(performance.now() - began).toBeLessThan(10_000);
    await expect(held(hotelId)).rejects.toThrow(soldOut);
  });

  test('a supplier that forgot everything is booked with again, under the same key', async () => {
    const { groupId } = await heldBefore({ kind: 'DROP' });
    expect(codes(await world.confirm(groupId))).toEqual(owed);
    const hotels = await world.hotel(1);
    await world.system.restart('mhg-simulator');
    await world.supplier('PUT', `/hotels/${hotels}`, { room_types: [{ code: 'A' }] });
    const group = await world.admin.query<{ hotel_id: string }[]>(
      'select hotel_id from reservation.booking_groups where id = $1',
      [groupId],
    );
    await world.supplier('PUT', `/hotels/${group[0]!.hotel_id}`, { room_types: [{ code: 'A' }] });
    expect(await bookedAtSupplier(groupId)).toBe(0);
    expect((await world.confirm(groupId)).status).toBe('CONFIRMED');
    expect(await bookedAtSupplier(groupId)).toBe(1);
  });
});

describe('the worker', () => {
  test('finds the end of what nobody asks about, also after a confirmer was killed', async () => {
    const lost = await heldBefore({ kind: 'DROP' });
    expect(codes(await world.confirm(lost.groupId))).toEqual(owed);
    const refused = await heldBefore({ kind: 'DROP' });
    expect(codes(await world.confirm(refused.groupId))).toEqual(owed);
    const change = { status: 'XX', reason: 'Sold out' };
    await world.supplier('PUT', `/bookings/${refused.groupId}`, change);

    // Booked there, never heard here: the process dies while it waits for the answer.
    const killed = await heldBefore({ kind: 'DELAY', delay_ms: 5_000 });
    const unheard = world.confirm(killed.groupId).catch(() => 'the connection broke');
    await until('it is booked at the supplier', async () => {
      return (await bookedAtSupplier(killed.groupId)) === 1;
    });
    const reservation = world.system.process('reservation');
    reservation.kill('SIGKILL');
    await reservation.exited;
    expect(await unheard).toBe('the connection broke');
    await world.system.restart('reservation');
    expect(await statusOf(killed.groupId)).toBe('CONFIRMING');
    await expect(held(killed.hotelId)).rejects.toThrow(soldOut);

    await moveClock(world.admin, LEASE_MS);
    await world.system.restart('worker');
    await until('all are settled', async () => {
      const all = [lost, refused, killed].map(({ groupId }) => statusOf(groupId));
      return (await Promise.all(all)).join() === 'CONFIRMED,REJECTED,CONFIRMED';
    });
    expect(await auditOf(killed.groupId)).toEqual(['HELD', 'CONFIRMING', 'CONFIRMED']);
    expect(await ordersOf(killed.groupId)).toBe(1);
    expect(await bookedAtSupplier(killed.groupId)).toBe(1);
    await held(refused.hotelId);
  });

  test('asks by its job when the sweeper’s turn has not come, and leaves what is decided alone', async () => {
    const { groupId } = await heldBefore({ kind: 'DROP' });
    expect(codes(await world.confirm(groupId))).toEqual(owed);
    await until('it is settled', async () => (await statusOf(groupId)) === 'CONFIRMED');
    expect(await ordersOf(groupId)).toBe(1);
    expect(await confirmationOf(groupId)).toMatchObject({ ask_again_at: null, lease_owner: null });
  });
});

test('after all of it ledger and tables agree', async () => {
  expect(await world.verify()).toMatch(/^clean: .* 0 nights oversold$/);
});
