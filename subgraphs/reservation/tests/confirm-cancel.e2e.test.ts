// What becomes of a hold: confirmed, cancelled, run out; told only to whom it belongs.
import type { IdentityClaims } from '../../../shared/auth/identity.ts';
import { moveClock } from '../../../shared/testing/clock.ts';
import { callers } from '../../../shared/testing/subgraph-call.ts';
import { everything } from './everything.ts';
import { GROUP, startReservationWorld } from './reservation-world.ts';
import type { Answer, ReservationWorld } from './reservation-world.ts';

const EXPIRY_MS = 15 * 60_000;
const siam = callers.partner('SIAM');
const asia = callers.partner('ASIA');
const line = { roomType: 'A', checkIn: '2099-03-10', checkOut: '2099-03-12', rooms: 1 };

let world: ReservationWorld;
beforeAll(async () => {
  world = await startReservationWorld();
});
afterAll(() => world.stop());

let references = 0;
async function held(hotelId: string, lines = [line]): Promise<Answer & { readonly id: string }> {
  references += 1;
  const answer = await world.create({ hotelId, clientReference: `R-${references}`, lines }, siam);
  if (answer.id === undefined) throw new Error(JSON.stringify(answer));
  return { ...answer, id: answer.id };
}

async function lookUp(who: IdentityClaims, id: string): Promise<Answer | null> {
  const query = `query ($id: ID!) { group: bookingGroup(id: $id) { ${GROUP} } }`;
  const { data, errors } = await world.ask<{ group: Answer | null }>(who, query, { id });
  if (!data) throw new Error(JSON.stringify(errors));
  return data.group;
}

function codes(answer: Answer): (string | null)[][] | undefined {
  return answer.reasons?.map(({ code, path }) => [code, path]);
}

describe('a confirmation', () => {
  test('makes one sale order, however often it is sent', async () => {
    const group = await held(await world.hotel(), [line, { ...line, rooms: 2 }]);
    const answers = await Promise.all(Array.from({ length: 20 }, () => world.confirm(group.id)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({
      status: 'CONFIRMED',
      bookings: [{ status: 'CONFIRMED' }, { status: 'CONFIRMED' }],
      saleOrder: {
        number: expect.stringMatching(/^SO-\d{15}$/) as string,
        total: { amount: 60_000, currency: 'THB' },
        lines: [{ amount: { amount: 20_000 } }, { amount: { amount: 40_000 } }],
      },
      auditLog: [
        { toStatus: 'HELD' },
        { fromStatus: 'HELD', toStatus: 'CONFIRMING' },
        { fromStatus: 'CONFIRMING', toStatus: 'CONFIRMED' },
      ],
    });
  });

  test('holds its rooms past the end of the hold', async () => {
    const hotelId = await world.hotel(1);
    await world.confirm((await held(hotelId)).id);
    await moveClock(world.admin, EXPIRY_MS);
    await expect(held(hotelId)).rejects.toThrow('SOLD_OUT_LINE');
  });

  test('is refused once the hold is over, and the rooms are free though nobody swept', async () => {
    const hotelId = await world.hotel(1);
    const group = await held(hotelId);
    await moveClock(world.admin, EXPIRY_MS);
    const before = await everything(world.admin);
    for (const refused of [
      await world.confirm(group.id),
      await world.cancel({ groupId: group.id }),
    ]) {
      expect([refused.__typename, codes(refused)]).toEqual([
        'InvalidState',
        [['HOLD_EXPIRED', null]],
      ]);
    }
    expect(await everything(world.admin)).toEqual(before);
    expect((await held(hotelId)).status).toBe('HELD');
  });
});

describe('a cancel', () => {
  test('gives the rooms back at once, and again changes nothing', async () => {
    const hotelId = await world.hotel(1);
    const group = await held(hotelId);
    await world.confirm(group.id);
    expect(await world.cancel({ groupId: group.id })).toMatchObject({
      status: 'CANCELLED',
      bookings: [{ status: 'CANCELLED' }],
      // What was agreed stays on paper.
      saleOrder: { total: { amount: 20_000 } },
    });
    const before = await everything(world.admin);
    expect((await world.cancel({ groupId: group.id })).status).toBe('CANCELLED');
    expect(await everything(world.admin)).toEqual(before);
    expect((await held(hotelId)).status).toBe('HELD');
  });

  test('of one booking of two leaves the other; the second takes the group with it', async () => {
    const hotelId = await world.hotel(2);
    const group = await held(hotelId, [line, line]);
    const [first, second] = group.bookings!.map((booking) => booking.id);
    const once = await world.cancel({ bookingId: first! });
    expect(once).toMatchObject({
      status: 'HELD',
      bookings: [{ status: 'CANCELLED' }, { status: 'HELD' }],
    });
    expect(await world.cancel({ bookingId: first! })).toEqual(once);
    expect((await held(hotelId)).status).toBe('HELD');
    expect(await world.cancel({ bookingId: second! })).toMatchObject({
      status: 'CANCELLED',
      auditLog: [
        { toStatus: 'HELD', bookingId: null },
        { fromStatus: 'HELD', toStatus: 'CANCELLED', bookingId: first },
        { fromStatus: 'HELD', toStatus: 'CANCELLED', bookingId: null },
      ],
    });
  });

  test('of one booking before the confirmation keeps it out of the sale order', async () => {
    const group = await held(await world.hotel(2), [line, line]);
    await world.cancel({ bookingId: group.bookings![0]!.id });
    const confirmed = await world.confirm(group.id);
    expect(confirmed.saleOrder).toMatchObject({
      total: { amount: 20_000 },
      lines: [{ booking: { id: group.bookings![1]!.id } }],
    });
  });

  test('names the group or one booking, not both and not neither', async () => {
    const group = await held(await world.hotel());
    const both = { groupId: group.id, bookingId: group.bookings![0]!.id };
    const before = await everything(world.admin);
    for (const input of [{}, both]) {
      const refused = await world.cancel(input);
      expect([refused.__typename, codes(refused)]).toEqual(['InvalidInput', [['BAD_INPUT', '']]]);
    }
    expect(await everything(world.admin)).toEqual(before);
  });
});

describe('what is another’s', () => {
  test('answers in every place like what does not exist', async () => {
    const group = await held(await world.hotel());
    const bookingId = group.bookings![0]!.id;
    const before = await everything(world.admin);
    const tries: ((groupId: string, booking: string) => Promise<unknown>)[] = [
      (groupId) => world.confirm(groupId, asia),
      (groupId) => world.cancel({ groupId }, asia),
      (_groupId, booking) => world.cancel({ bookingId: booking }, asia),
      (groupId) => lookUp(asia, groupId),
      (groupId) => lookUp(callers.supplier('H1'), groupId),
      (_groupId, id) => world.ask(asia, 'query ($id: ID!) { booking(id: $id) { id } }', { id }),
      (id) => entity('BookingGroup', id),
      (_groupId, id) => entity('Booking', id),
    ];
    for (const attempt of tries) {
      const unknown = await attempt('grp_none', 'bkg_none');
      expect(await attempt(group.id, bookingId)).toEqual(unknown);
      expect(await attempt('\0', '\0')).toEqual(unknown);
    }
    expect(await everything(world.admin)).toEqual(before);
    expect((await lookUp(siam, group.id))?.status).toBe('HELD');
  });

  function entity(typename: string, id: string): Promise<unknown> {
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) {
      ... on BookingGroup { id status } ... on Booking { id status } } }`;
    return world.ask(asia, query, { of: [{ __typename: typename, id }] });
  }

  test('is not in the agency’s list, whoever’s agency is named', async () => {
    const group = await held(await world.hotel());
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) {
      ... on Agency { bookings(first: 200) { edges { node { group { id } } } } } } }`;
    const listed = async (who: IdentityClaims): Promise<boolean> => {
      const of = [{ __typename: 'Agency', id: 'SIAM' }];
      return JSON.stringify((await world.ask(who, query, { of })).data).includes(group.id);
    };
    expect([await listed(siam), await listed(callers.operator), await listed(asia)]).toEqual([
      true,
      true,
      false,
    ]);
  });

  test.each([callers.supplier('H1')])('may not be changed by %j at all', async (who) => {
    const group = await held(await world.hotel());
    const before = await everything(world.admin);
    for (const refused of [
      await world.confirm(group.id, who),
      await world.confirm('grp_none', who),
      await world.cancel({}, who),
    ]) {
      expect([refused.__typename, codes(refused)]).toEqual([
        'NotPermitted',
        [['NOT_ENTITLED', null]],
      ]);
    }
    expect(await everything(world.admin)).toEqual(before);
  });
});

describe('a list of bookings', () => {
  const PAGE = `query ($filter: BookingFilter, $first: Int, $after: String) {
    bookings(filter: $filter, first: $first, after: $after) {
      edges { node { id roomType group { id } } } pageInfo { hasNextPage endCursor } } }`;
  interface Page {
    readonly bookings: {
      readonly edges: readonly { readonly node: { readonly id: string } }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
  }

  test('comes in pages that go on where the last one ended', async () => {
    const hotelId = await world.hotel();
    const expected: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      expected.unshift((await held(hotelId)).bookings![0]!.id);
    }
    const pageAfter = async (after: string | null): Promise<Page['bookings']> => {
      const variables = { filter: { hotelId }, first: 2, after };
      return (await world.ask<Page>(siam, PAGE, variables)).data!.bookings;
    };
    const seen: string[] = [];
    for (let page = await pageAfter(null); ; page = await pageAfter(page.pageInfo.endCursor)) {
      seen.push(...page.edges.map(({ node }) => node.id));
      // What is booked meanwhile comes before the first page.
      await held(hotelId);
      if (!page.pageInfo.hasNextPage) break;
    }
    expect(seen).toEqual(expected);
  });

  test('takes every filter, and what contradicts itself finds nothing', async () => {
    const hotelId = await world.hotel();
    const group = await held(hotelId);
    const found = async (filter: Record<string, unknown>, who: IdentityClaims = siam) =>
      (await world.ask<Page>(who, PAGE, { filter })).data?.bookings.edges.length;
    const { clientReference } = group as unknown as { readonly clientReference: string };
    const all = { hotelId, agencyId: 'SIAM', statuses: ['HELD'], clientReference };
    expect(await found({ ...all, from: '2099-03-11', to: '2099-03-11' })).toBe(1);
    expect(await found({ ...all, from: '2099-03-12' })).toBe(0);
    expect(await found({ ...all, statuses: ['EXPIRED'] })).toBe(0);
    expect(await found({ hotelId, agencyId: 'ASIA' })).toBe(0);
    expect(await found(all, asia)).toBe(0);
    expect(await found({ hotelId: null, clientReference, agencyId: null })).toBe(1);
  });

  test.each([{ first: 0 }, { first: 201 }, { after: 'mine' }])('does not take %j', async (page) => {
    const { data, errors } = await world.ask(siam, PAGE, page);
    expect([data, errors[0]?.extensions?.code]).toEqual([null, 'BAD_USER_INPUT']);
  });
});

describe('the audit log', () => {
  test('is whole for operators, nameless for the agency, an agent’s own actions for the agent', async () => {
    const group = await held(await world.hotel());
    await world.confirm(group.id, callers.agent);
    const actors = async (who: IdentityClaims): Promise<unknown> =>
      (await lookUp(who, group.id))?.auditLog?.map(({ toStatus, actor }) => [toStatus, actor]);
    expect(await actors(callers.operator)).toEqual([
      ['HELD', 'uid-SIAM'],
      ['CONFIRMING', 'uid-agent'],
      ['CONFIRMED', 'uid-agent'],
    ]);
    expect(await actors(siam)).toEqual([
      ['HELD', null],
      ['CONFIRMING', null],
      ['CONFIRMED', null],
    ]);
    expect(await actors(callers.agent)).toEqual([
      ['CONFIRMING', 'uid-agent'],
      ['CONFIRMED', 'uid-agent'],
    ]);
  });

  test('is up to date for the second change of one request as for the first', async () => {
    const group = await held(await world.hotel());
    const { data } = await world.ask(
      callers.operator,
      `mutation ($id: ID!, $input: CancelBookingInput!) {
         confirmed: confirmBooking(groupId: $id) { ...on BookingGroup { auditLog { toStatus } } }
         cancelled: cancelBooking(input: $input) { ...on BookingGroup { auditLog { toStatus } } } }`,
      { id: group.id, input: { groupId: group.id } },
    );
    const states = ['HELD', 'CONFIRMING', 'CONFIRMED', 'CANCELLED'];
    const log = states.map((toStatus) => ({ toStatus }));
    expect(data).toEqual({
      confirmed: { auditLog: log.slice(0, 3) },
      cancelled: { auditLog: log },
    });
  });
});

test('after all of it ledger and tables agree', async () => {
  expect(await world.verify()).toMatch(/^clean: .* 0 nights oversold$/);
});
