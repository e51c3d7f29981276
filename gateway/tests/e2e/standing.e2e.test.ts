// What an agency may while it is suspended, and what its bookings take of its credit: through every process,
// from the operator's word to the partner's answer.
import { cancel, confirm, granted, hold } from './bookings.ts';
import type { Group, Refused } from './bookings.ts';
import { OPERATOR, partner, startWorld } from './world.ts';
import type { World } from './world.ts';

jest.setTimeout(240_000);

const HOTEL = 'STANDING-1';
const siam = partner('SIAM');
/** One room for two nights, as the hotel is supplied; no markup. */
const COST = 2 * 150_000;

let world: World;

beforeAll(async () => {
  world = await startWorld();
  await world.createAgencies(['SIAM']);
  await world.supply(HOTEL, { A: 5 });
});
afterAll(() => world.stop());

function book(reference: string): Promise<Group | Refused> {
  const stay = { hotelId: HOTEL, checkIn: world.night(10), checkOut: world.night(12) };
  return hold(world, siam, reference, stay);
}

async function change(mutation: string, type: string, input: object): Promise<void> {
  const { done } = await world.ask<{ done: { __typename: string } }>(
    OPERATOR,
    `mutation Change($input: ${type}!) { done: ${mutation}(input: $input) { __typename } }`,
    { input },
  );
  expect(done).toEqual({ __typename: 'Agency' });
}

/** As the partner itself reads it. */
async function credit(): Promise<{ limit: number; used: number; free: number }> {
  type Told = Record<'limit' | 'used' | 'free', { amount: number }>;
  const { agency } = await world.ask<{ agency: { credit: Told } }>(
    siam,
    '{ agency(id: "SIAM") { credit { limit { amount } used { amount } free { amount } } } }',
  );
  const { limit, used, free } = agency.credit;
  return { limit: limit.amount, used: used.amount, free: free.amount };
}

async function version(): Promise<number> {
  const operation = '{ agency(id: "SIAM") { version } }';
  return (await world.ask<{ agency: { version: number } }>(OPERATOR, operation)).agency.version;
}

test('who is suspended books nothing new, confirms what it holds, and books again once reinstated', async () => {
  const held = granted(await book('before'));
  const why = { id: 'SIAM', note: 'Late to pay' };
  await change('suspendAgency', 'SuspendAgencyInput', why);
  expect(await book('meanwhile')).toMatchObject({
    __typename: 'NotPermitted',
    reasons: [{ code: 'SUSPENDED' }],
  });
  expect(granted(await confirm(world, siam, held.id)).status).toBe('CONFIRMED');

  await change('reinstateAgency', 'SuspendAgencyInput', why);
  const again = granted(await book('meanwhile'));
  expect(again.status).toBe('HELD');
  for (const { id: groupId } of [held, again]) granted(await cancel(world, siam, { groupId }));
});

test('a hold takes of the credit, beyond it none is made, and what is given back is free again', async () => {
  const limit = { id: 'SIAM', version: await version(), creditLimit: COST + 1 };
  await change('updateAgency', 'UpdateAgencyInput', limit);
  expect(await credit()).toEqual({ limit: COST + 1, used: 0, free: COST + 1 });
  const held = granted(await book('on credit'));
  expect(await credit()).toEqual({ limit: COST + 1, used: COST, free: 1 });
  expect(await book('beyond')).toMatchObject({
    __typename: 'NotAvailable',
    reasons: [{ code: 'CREDIT_EXCEEDED', needed: COST, have: 1 }],
  });
  granted(await cancel(world, siam, { groupId: held.id }));
  expect(await credit()).toEqual({ limit: COST + 1, used: 0, free: COST + 1 });
  expect(world.complaints()).toEqual([]);
});
