// The mutation createBooking with the real neighbours: what it holds, and its refusals in order of
// precedence. Each refusal shows that nothing was written, recorded or sent.
import type { IdentityClaims } from '../../../shared/auth/identity.ts';
import { callers } from '../../../shared/testing/subgraph-call.ts';
import { everything } from './everything.ts';
import { startReservationWorld } from './reservation-world.ts';
import type { Answer, HoldInput, Line, ReservationWorld } from './reservation-world.ts';

const siam = callers.partner('SIAM');
const line: Line = { roomType: 'A', checkIn: '2099-03-10', checkOut: '2099-03-12', rooms: 2 };

let world: ReservationWorld;
beforeAll(async () => {
  world = await startReservationWorld();
});
afterAll(() => world.stop());

let references = 0;
function input(hotelId: string, changes: Partial<HoldInput> = {}): HoldInput {
  references += 1;
  return { hotelId, clientReference: `R-${references}`, lines: [line], ...changes };
}

function codesOf(answer: Answer): [string, string | null][] | undefined {
  return answer.reasons?.map(({ code, path }) => [code, path]);
}

describe('a hold', () => {
  test('answers the group with its bookings, nights and prices', async () => {
    const hotelId = await world.hotel();
    const other = { ...line, roomType: 'B', rooms: 1, checkOut: '2099-03-11' };
    const held = await world.create(input(hotelId, { clientReference: 'R', lines: [line, other] }));
    const rate = { amount: 10_000, currency: 'THB' };
    expect(held).toMatchObject({
      __typename: 'BookingGroup',
      status: 'HELD',
      clientReference: 'R',
      hotel: { id: hotelId },
      agency: { id: 'SIAM' },
      bookings: [
        {
          ...line,
          status: 'HELD',
          nights: [
            { date: '2099-03-10', rooms: 2, rate },
            { date: '2099-03-11', rooms: 2, rate },
          ],
        },
        { ...other, nights: [{ date: '2099-03-10', rooms: 1, rate: null }] },
      ],
      saleOrder: null,
      auditLog: [{ fromStatus: null, toStatus: 'HELD', actor: null, requestId: null }],
    });
    const minutes = Date.parse(held.expiresAt ?? '') - Date.parse(held.heldAt ?? '');
    expect(minutes).toBe(15 * 60_000);
  });

  test('for an agency by staff is audited with who did it', async () => {
    const hotelId = await world.hotel();
    const held = await world.create(input(hotelId, { agencyId: 'ASIA' }), callers.agent);
    expect(held).toMatchObject({ agency: { id: 'ASIA' }, auditLog: [{ actor: 'uid-agent' }] });
  });

  test('of several lines is all or nothing: two on one night with room for one', async () => {
    const hotelId = await world.hotel(1);
    const single = { ...line, rooms: 1 };
    const before = await everything(world.admin);
    const refused = await world.create(input(hotelId, { lines: [single, single] }));
    expect(refused.__typename).toBe('NotAvailable');
    expect(codesOf(refused)).toEqual([['SOLD_OUT_LINE', '/lines/1']]);
    expect(refused.reasons?.[0]).toMatchObject({ needed: 1, have: 0 });
    expect(await everything(world.admin)).toEqual(before);
    const apart = [single, { ...single, checkIn: '2099-03-12', checkOut: '2099-03-13' }];
    expect(await world.create(input(hotelId, { lines: apart }))).toMatchObject({ status: 'HELD' });
  });
});

describe('the same again', () => {
  test('fifty times in parallel is one booking and fifty equal answers', async () => {
    const hotelId = await world.hotel();
    const body = input(hotelId);
    const answers = await Promise.all(Array.from({ length: 50 }, () => world.create(body, siam)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.__typename).toBe('BookingGroup');
    const groups = await world.admin.query<{ n: number }[]>(
      'select count(*) as n from reservation.booking_groups where hotel_id = $1',
      [hotelId],
    );
    expect(groups).toEqual([{ n: 1 }]);
  });

  test('under another agency is another booking', async () => {
    const hotelId = await world.hotel();
    const body = input(hotelId);
    const ours = await world.create(body, siam);
    const theirs = await world.create(body, callers.partner('ASIA'));
    expect([ours.status, theirs.status]).toEqual(['HELD', 'HELD']);
    expect(theirs.id).not.toBe(ours.id);
  });

  test('after a refusal is decided anew: refusals are not remembered', async () => {
    const hotelId = await world.hotel(1);
    const first = await world.create(input(hotelId, { lines: [{ ...line, rooms: 1 }] }));
    const body = input(hotelId, { lines: [{ ...line, rooms: 1 }] });
    expect((await world.create(body)).__typename).toBe('NotAvailable');
    await world.cancel({ groupId: first.id! });
    expect((await world.create(body)).status).toBe('HELD');
  });
});

describe('is refused', () => {
  // Each row is also wrong in the ways of rows below it: the answer shows what is looked at first.
  const malformed = { clientReference: '', lines: [{ ...line, rooms: 0 }] };
  const shape: [string, string][] = [
    ['BAD_INPUT', '/clientReference'],
    ['BAD_INPUT', '/lines/0/rooms'],
  ];
  const tooMany = { lines: [{ ...line, rooms: 11 }] };
  type Row = [string, IdentityClaims, Partial<HoldInput>, string, [string, string | null][]];
  const rows: Row[] = [
    [
      'a supplier, whatever it asks',
      callers.supplier('H1'),
      { hotelId: 'NONE', agencyId: 'NOBODY', ...malformed },
      'NotPermitted',
      [['NOT_ENTITLED', null]],
    ],
    [
      'a suspended agency, malformed as it asks',
      callers.partner('QUIET'),
      { hotelId: 'NONE', ...malformed },
      'NotPermitted',
      [['SUSPENDED', null]],
    ],
    [
      'a suspended agency that staff books for, under a used reference',
      callers.operator,
      { agencyId: 'QUIET', clientReference: 'USED', ...tooMany },
      'NotPermitted',
      [['SUSPENDED', null]],
    ],
    [
      'every field that is malformed, at once',
      siam,
      { hotelId: 'NONE', ...malformed },
      'InvalidInput',
      shape,
    ],
    [
      'staff that does not say for whom, with all else that is malformed',
      callers.agent,
      { hotelId: 'NONE', ...malformed },
      'InvalidInput',
      [['BAD_INPUT', '/agencyId'], ...shape],
    ],
    [
      'a malformed request in another’s name, without a word on that agency',
      siam,
      { agencyId: 'QUIET', ...malformed },
      'InvalidInput',
      shape,
    ],
    [
      'a used reference with another hotel, though there is no such hotel',
      siam,
      { hotelId: 'NONE', clientReference: 'USED' },
      'DuplicateReference',
      [['DUPLICATE_REFERENCE', '/hotelId']],
    ],
    [
      'a used reference with other rooms, though there are not so many',
      siam,
      { clientReference: 'USED', ...tooMany },
      'DuplicateReference',
      [['DUPLICATE_REFERENCE', '/lines/0/rooms']],
    ],
    [
      'a hotel that does not exist',
      siam,
      { hotelId: 'NONE', ...tooMany },
      'NotFound',
      [['NOT_FOUND', '/hotelId']],
    ],
    [
      'a hotel id that can be none',
      siam,
      { hotelId: 'h\0', ...tooMany },
      'NotFound',
      [['NOT_FOUND', '/hotelId']],
    ],
    [
      'an agency and a hotel that do not exist, both at once',
      callers.operator,
      { hotelId: 'NONE', agencyId: 'NOBODY' },
      'NotFound',
      [
        ['NOT_FOUND', '/agencyId'],
        ['NOT_FOUND', '/hotelId'],
      ],
    ],
    [
      'an agency id that can be none',
      callers.operator,
      { agencyId: 'no\0body' },
      'NotFound',
      [['NOT_FOUND', '/agencyId']],
    ],
    [
      'another’s name, as that of an agency that does not exist',
      siam,
      { agencyId: 'ASIA' },
      'NotFound',
      [['NOT_FOUND', '/agencyId']],
    ],
    ['an unknown agency', siam, { agencyId: 'NOBODY' }, 'NotFound', [['NOT_FOUND', '/agencyId']]],
    ['one room too many', siam, tooMany, 'NotAvailable', [['SOLD_OUT_LINE', '/lines/0']]],
    [
      'a room type that no contract has, beside one that is sold out',
      siam,
      { lines: [...tooMany.lines, { ...line, roomType: 'Z' }] },
      'NotAvailable',
      [
        ['SOLD_OUT_LINE', '/lines/0'],
        ['NO_CONTRACT', '/lines/1'],
      ],
    ],
    [
      'a night in the past',
      siam,
      { lines: [{ ...line, checkIn: '2020-03-10', checkOut: '2020-03-11' }] },
      'NotAvailable',
      [['NIGHT_IN_PAST', '/lines/0']],
    ],
  ];

  let hotelId: string;
  beforeAll(async () => {
    hotelId = await world.hotel();
    await world.create(input(hotelId, { clientReference: 'USED' }));
    await world.create(
      input(hotelId, { agencyId: 'ASIA', clientReference: 'USED' }),
      callers.admin,
    );
  });

  test.each(rows)(
    '%s, and leaves everything as it was',
    async (_what, who, changes, type, codes) => {
      const before = await everything(world.admin);
      const refused = await world.create(input(hotelId, changes), who);
      expect([refused.__typename, codesOf(refused)]).toEqual([type, codes]);
      expect(await everything(world.admin)).toEqual(before);
    },
  );

  test('whoever has no identity, without a word', async () => {
    const response = await fetch(world.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
    expect([response.status, await response.text()]).toEqual([401, '']);
  });
});

test('after all of it ledger and tables agree', async () => {
  expect(await world.verify()).toMatch(/^clean: .* 0 nights oversold$/);
});
