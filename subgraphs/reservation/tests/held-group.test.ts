// From a grant to the group that holds its rooms.
import { toHeldGroup } from '../domain/held-group.ts';
import { nightsOf } from '../domain/booking.ts';
import type { GrantedNight } from '../domain/room-request.ts';
import type { HoldRequest } from '../domain/hold-request.ts';

const request: HoldRequest = {
  hotelId: 'H1',
  agencyId: 'SIAM',
  clientReference: 'R-1',
  lines: [
    { roomType: 'A', checkIn: '2099-03-10', checkOut: '2099-03-12', rooms: 2 },
    { roomType: 'B', checkIn: '2099-03-10', checkOut: '2099-03-11', rooms: 1 },
  ],
};
// Two rooms of the first night come from two lines: each is remembered where it was taken.
const nights: GrantedNight[] = [
  { lineIndex: 0, night: '2099-03-10', line: 'K1/A', rooms: 1, rate: 100, currency: 'THB' },
  { lineIndex: 0, night: '2099-03-10', line: 'K2/A', rooms: 1 },
  { lineIndex: 0, night: '2099-03-11', line: 'K1/A', rooms: 2, rate: 100, currency: 'THB' },
  { lineIndex: 1, night: '2099-03-10', line: 'K1/B', rooms: 1, block: 'blk_1' },
];

function hold(granted: readonly GrantedNight[], expiryMinutes = 15, markupBp = 0) {
  let count = 0;
  return toHeldGroup({
    request,
    grant: {
      terms: { timezone: 'Asia/Bangkok' },
      status: 'HELD',
      seq: 41,
      asOf: '2099-02-28T23:50:00.000001Z',
      nights: granted,
    },
    expiryMinutes,
    markupBp,
    createdBy: 'uid-SIAM',
    newId: (prefix) => `${prefix}_${(count += 1)}`,
  });
}

test('the hold begins at the instant that was decided for and ends so many minutes later', () => {
  expect(hold(nights)).toMatchObject({
    id: 'grp_1',
    status: 'HELD',
    heldAt: '2099-02-28T23:50:00.000001Z',
    expiresAt: '2099-03-01T00:05:00.000001Z',
    decidedSeq: 41,
    decidedAsOf: '2099-02-28T23:50:00.000001Z',
    downstreamConfirmed: false,
    createdBy: 'uid-SIAM',
  });
});

test('parts of a minute make whole microseconds', () => {
  expect(hold(nights, 0.02).expiresAt).toBe('2099-02-28T23:50:01.200001Z');
  expect(hold(nights, 1 / 7).expiresAt).toMatch(/^2099-02-28T23:50:08\.57\d{4}Z$/);
});

test('each line becomes a booking, in order, with the nights that were granted to it', () => {
  const [first, second] = hold(nights).bookings;
  expect(first).toMatchObject({ id: 'bkg_2', position: 0, roomType: 'A', rooms: 2, rev: 1 });
  expect(nightsOf(first!)).toEqual([
    { night: '2099-03-10', line: 'K1/A', rooms: 1, rate: 100, sellRate: 100, currency: 'THB' },
    { night: '2099-03-10', line: 'K2/A', rooms: 1 },
    { night: '2099-03-11', line: 'K1/A', rooms: 2, rate: 100, sellRate: 100, currency: 'THB' },
  ]);
  expect(second).toMatchObject({ id: 'bkg_3', position: 1, roomType: 'B', status: 'HELD' });
  expect(nightsOf(second!)).toEqual([
    { night: '2099-03-10', line: 'K1/B', rooms: 1, block: 'blk_1' },
  ]);
});

test('each night keeps the sell rate of its moment: net with the markup, rounded once per room and night', () => {
  const [first] = hold(nights, 15, 1_250).bookings;
  expect(nightsOf(first!).map(({ rate, sellRate }) => [rate, sellRate])).toEqual([
    [100, 112],
    [undefined, undefined],
    [100, 112],
  ]);
});

test('a grant that leaves a room of a night out is a defect, not a booking', () => {
  expect(() => hold(nights.slice(1))).toThrow('every room of every night');
  expect(() => hold([...nights, nights[0]!])).toThrow('every room of every night');
});
