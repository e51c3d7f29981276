// Holds that are decided behind others before those are in the ledger: what is answered then is what is
// answered once they are, and only to whoever says which head they make.
import { createHotelBooks } from '../../services/hotel-books.ts';
import { decideHotelHolds } from '../../services/decide-hotel-holds.ts';
import type { HoldDecisionsAnswer, HoldsAsked } from '../../services/decide-hotel-holds.ts';
import { createRecentDecisions } from '../../services/recent-decisions.ts';
import { booking, contract, night, startServicesWorld } from './world.ts';
import type { ServicesWorld } from './world.ts';

let world: ServicesWorld;
let asking: Parameters<typeof decideHotelHolds>[0];
let hotels = 0;
let hotelId: string;

beforeAll(async () => {
  world = await startServicesWorld();
  asking = { books: createHotelBooks(world.dataSource), recent: createRecentDecisions() };
});
beforeEach(async () => {
  hotelId = `H${(hotels += 1)}`;
  await world.addHotel(hotelId);
  await world.append('allotment', hotelId, contract(3));
});
afterAll(() => world.stop());

const hold = (rooms: number) => ({
  agencyId: 'SIAM',
  lines: [{ roomType: 'A', checkIn: night(3), checkOut: night(4), rooms }],
});

function decide(changes: Partial<HoldsAsked>): Promise<HoldDecisionsAnswer> {
  return decideHotelHolds(asking, { hotelId, requests: [hold(1)], ...changes });
}

/** Decides a hold of two of three rooms, and how it is named to those behind it. */
async function twoOfThree(): Promise<{ readonly decision: string; readonly head: number }> {
  const { seq, decision } = await decide({ requests: [hold(2)] });
  if (decision === null) throw new Error('others may be decided behind a hold');
  return { decision, head: seq + 1 };
}

const said = ({ seq, decisions }: HoldDecisionsAnswer) => ({ seq, decisions });
const granted = ({ decisions }: HoldDecisionsAnswer) =>
  decisions.map(({ status }) => status !== null);

test('are decided as if those were there, on the head that they make', async () => {
  const before = await twoOfThree();
  const requests = [hold(2), hold(1), hold(1)];
  const foreseen = await decide({ requests, before });
  expect(foreseen.seq).toBe(before.head);
  expect(granted(foreseen)).toEqual([false, true, false]);
  await world.append('reservation', hotelId, booking('bkg_1', 2, 3));
  expect(said(await decide({ requests }))).toEqual(said(foreseen));
  expect(said(await decide({ requests, before }))).toEqual(said(foreseen));
});

test('may have others behind them in turn', async () => {
  const first = await twoOfThree();
  const second = await decide({ before: first });
  await world.append('reservation', hotelId, booking('bkg_1', 2, 3));
  const before = { decision: second.decision ?? '', head: second.seq + 1 };
  const third = await decide({ before });
  expect([third.seq, granted(third)]).toEqual([before.head, [false]]);
});

test('leave the numbers as they are: what is on its way is nobody else’s to see', async () => {
  const before = await twoOfThree();
  const asItStands = await decide({ requests: [hold(3)] });
  await decide({ before });
  expect(said(await decide({ requests: [hold(3)] }))).toEqual(said(asItStands));
  expect(granted(asItStands)).toEqual([true]);
});

test.each([
  ['nobody knows it', () => ({ decision: 'of another process', head: 2 })],
  ['it makes no head', (before) => ({ ...before, head: 1 })],
] as [
  string,
  (before: { decision: string; head: number }) => { decision: string; head: number },
][])('are decided on the ledger as it stands where %s', async (_why, change) => {
  const { head: _head, ...before } = await twoOfThree();
  const answer = await decide({ requests: [hold(3)], before: change({ ...before, head: 2 }) });
  expect([answer.seq, granted(answer)]).toEqual([1, [true]]);
});

test('are decided on the ledger as it stands once somebody else has written, and in another hotel', async () => {
  const before = await twoOfThree();
  await world.append('reservation', hotelId, booking('bkg_other', 1, 3));
  const moved = await decide({ requests: [hold(2)], before });
  expect([moved.seq, granted(moved)]).toEqual([2, [true]]);
  const elsewhere = `${hotelId}-OTHER`;
  await world.addHotel(elsewhere);
  await world.append('allotment', elsewhere, contract(3));
  const other = await decide({ hotelId: elsewhere, requests: [hold(3)], before });
  expect([other.seq, granted(other)]).toEqual([1, [true]]);
});

test('have no name where rooms are given up as well', async () => {
  await world.append('reservation', hotelId, booking('bkg_1', 1, 3));
  const { decision } = await decide({ requests: [{ ...hold(1), replaces: ['bkg_1'] }] });
  expect(decision).toBeNull();
});
