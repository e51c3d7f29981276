// Amendments that are committed with others, on a real database: what one takes or gives up its neighbours of
// the batch see, and nothing of one that is not made.
import type { HotelCommand } from '../services/hotel-command.ts';
import { amendCommand, fewer, inputOf, longer, openAmendTrial, ROOMS } from './amend-world.ts';
import type { AmendTrial } from './amend-world.ts';
import { hold } from './desk.ts';
import { oversold } from './small-hotel.ts';
import { codesOf } from './trial.ts';

let trial: AmendTrial;
let hotelId: string;
beforeAll(async () => {
  trial = await openAmendTrial();
});
beforeEach(() => {
  trial.nextHotel();
  ({ hotelId } = trial.now);
});
afterAll(() => trial.close());

test('one that is refused at its price leaves its rooms to its neighbours of the batch', async () => {
  const group = await trial.confirmed(ROOMS);
  const lines = [{ roomType: 'A', checkIn: '2099-03-12', checkOut: '2099-03-13', rooms: ROOMS }];
  const input = inputOf(group, { ...longer, rooms: ROOMS });
  const { token } = await trial.quoted(input);
  trial.now.rate = 9_000;
  const [amended, neighbour] = await trial.desk.commit(
    hotelId,
    amendCommand(input, token, group),
    hold({ hotelId, agencyId: 'ASIA', lines }),
  );
  expect(codesOf(amended)).toEqual([['PRICE_CHANGED', '/token']]);
  expect(neighbour?.ok).toBe(true);
});

test('what one gives up its neighbours behind it have, and the ledger has it back before they take it', async () => {
  const group = await trial.confirmed(ROOMS);
  const input = inputOf(group, fewer);
  const { token } = await trial.quoted(input);
  const lines = [
    { roomType: 'A', checkIn: '2099-03-10', checkOut: '2099-03-12', rooms: ROOMS - 1 },
  ];
  const asking = (): HotelCommand => hold({ hotelId, agencyId: 'ASIA', lines });
  const [before, amended, behind, beyond] = await trial.desk.commit(
    hotelId,
    asking(),
    amendCommand(input, token, group),
    asking(),
    asking(),
  );
  expect([before, amended, behind, beyond].map((answer) => answer?.ok)).toEqual([
    ...[false, true, true, false],
  ]);
  const facts: unknown[] = await trial.admin.query(
    'select id, rev from ledger.facts where hotel_id = $1 order by seq desc limit 2',
    [hotelId],
  );
  const taken = behind?.ok ? behind.value.bookings[0]?.id : '';
  expect(facts.reverse()).toEqual([
    { id: group.bookings[0]?.id, rev: 3 },
    { id: taken, rev: 1 },
  ]);
  expect(await oversold(trial.admin, hotelId, ROOMS)).toEqual([]);
});

test('what one would have given up that cannot be made any more, nobody has', async () => {
  const group = await trial.confirmed(ROOMS);
  const input = inputOf(group, fewer);
  const { token } = await trial.quoted(input);
  trial.now.meanwhile = async () => {
    const other = inputOf(group, { checkOut: '2099-03-11' });
    await trial.amend(other, (await trial.quoted(other)).token, trial.other);
  };
  const lines = [{ roomType: 'A', checkIn: '2099-03-10', checkOut: '2099-03-11', rooms: 1 }];
  const [amended, behind] = await trial.desk.commit(
    hotelId,
    amendCommand(input, token, group),
    hold({ hotelId, agencyId: 'ASIA', lines }),
  );
  expect(codesOf(amended)).toEqual([['PREVIEW_STALE', '/token']]);
  expect(codesOf(behind)).toEqual([['SOLD_OUT_LINE', undefined]]);
  expect(await oversold(trial.admin, hotelId, ROOMS)).toEqual([]);
});

test('one is not refused at the price of the rooms that were left behind one that is refused', async () => {
  const group = await trial.confirmed(1);
  const input = inputOf(group, longer);
  const { token } = await trial.quoted(input);
  Object.assign(trial.now, { rateBehind: 12_000, creditFree: 11_000 });
  const line = { roomType: 'A', checkIn: '2099-03-12', checkOut: '2099-03-13' };
  const dear = [{ ...line, rooms: 2 }];
  const [beyond, amended, also] = await trial.desk.commit(
    hotelId,
    hold({ hotelId, agencyId: 'ASIA', lines: dear }),
    amendCommand(input, token, group),
    hold({ hotelId, agencyId: 'LOTUS', lines: [{ ...line, rooms: 3 }] }),
  );
  expect(codesOf(beyond)).toEqual([['CREDIT_EXCEEDED', undefined]]);
  expect(amended?.ok).toBe(true);
  // Beside the amendment two of three rooms are left.
  expect(codesOf(also)).toEqual([['SOLD_OUT_LINE', undefined]]);
});

test('credit is counted over the whole batch: what an amendment takes its neighbour has not', async () => {
  const group = await trial.confirmed();
  const input = inputOf(group, longer);
  const { token } = await trial.quoted(input);
  trial.now.creditFree = 22_000 + 21_999;
  const lines = [{ roomType: 'A', checkIn: '2099-04-10', checkOut: '2099-04-12', rooms: 1 }];
  const [amended, neighbour] = await trial.desk.commit(
    hotelId,
    amendCommand(input, token, group),
    hold({ hotelId, lines }),
  );
  expect(amended?.ok).toBe(true);
  expect(codesOf(neighbour)).toEqual([['CREDIT_EXCEEDED', undefined]]);
});
