// Quotes through the gateway, over all processes: what a partner and an operator are told of the same
// stay, that a quote leaves every calendar and every later hold as they were, and that calendars tell the
// same prices.
import { granted, hold, look } from './bookings.ts';
import { OPERATOR, partner, startWorld } from './world.ts';
import type { World } from './world.ts';

const HOTEL = 'E2E-QUOTE';
const siam = partner('SIAM');
let world: World;

beforeAll(async () => {
  world = await startWorld();
  await world.createAgencies(['SIAM', 'LOTUS']);
  await world.supply(HOTEL, { A: 5 });
  await world.admin.query(`update agency.agencies set markup_bp = 1000 where id = 'SIAM'`);
});
afterAll(() => world.stop());

const REFUSAL = '... on Refusal { reasons { code path } }';
const SOLD = `asOf holdUntil onRequest hotel { id } agency { name } total { amount currency }
  lines { roomType rooms nights { date rooms rate { amount } } amount { amount }
    cancellation { freeUntil { local } amountNow { amount } steps { amount { amount } } } }`;
const sellers = `query Quote($input: QuoteStayInput!) {
  quoteStay(input: $input) { __typename ... on StayQuote { ${SOLD} } ${REFUSAL} } }`;
const operators = `query Quote($input: QuoteStayInput!) {
  quoteStay(input: $input) { __typename ${REFUSAL} ... on StayQuote { ${SOLD}
    validUntil netTotal { amount } margin { amount }
    lines { netAmount { amount } margin { amount } nights { netRate { amount } margin { amount } }
      cancellation { netAmountNow { amount } } } } } }`;

/** Three nights that no other test uses. */
function stay(days: number, rooms = 2) {
  return { hotelId: HOTEL, checkIn: world.night(days), checkOut: world.night(days + 3), rooms };
}

function input({ hotelId, ...line }: ReturnType<typeof stay>, more: object = {}): object {
  return { input: { hotelId, lines: [{ roomType: 'A', ...line }], ...more } };
}

const TOTAL = { amount: 2 * 3 * 165_000, currency: 'THB' };

test('a partner is quoted what its hold then costs, and every calendar stays as it was', async () => {
  const there = stay(5);
  const quoted = await world.ask<{ quoteStay: object }>(siam, sellers, input(there));
  expect(quoted.quoteStay).toMatchObject({
    __typename: 'StayQuote',
    onRequest: false,
    hotel: { id: HOTEL },
    agency: { name: 'SIAM' },
    total: TOTAL,
    lines: [
      {
        roomType: 'A',
        rooms: 2,
        nights: [5, 6, 7].map((days) => ({ date: world.night(days), rate: { amount: 165_000 } })),
        amount: { amount: TOTAL.amount },
        cancellation: { amountNow: { amount: 0 } },
      },
    ],
  });
  expect((await look(world, partner('LOTUS'), there)).available).toEqual([5, 5, 5]);
  const group = granted(await hold(world, siam, 'quoted', there));
  const paid = await world.ask(
    siam,
    '{ bookings(first: 1, filter: { clientReference: "quoted" }) { edges { node { nights { rooms rate { amount } } } } } }',
  );
  expect(group.status).toBe('HELD');
  const night = { rooms: 2, rate: { amount: 165_000 } };
  expect(paid).toEqual({ bookings: { edges: [{ node: { nights: [night, night, night] } }] } });
});

test('an operator is told net and margin beside the sell price, a partner that asks for them nothing', async () => {
  const asked = input(stay(10), { agencyId: 'SIAM' });
  const quoted = await world.ask<{ quoteStay: object }>(OPERATOR, operators, asked);
  expect(quoted.quoteStay).toMatchObject({
    total: TOTAL,
    netTotal: { amount: 900_000 },
    margin: { amount: 90_000 },
    lines: [{ netAmount: { amount: 900_000 }, nights: [{ margin: { amount: 15_000 } }, {}, {}] }],
  });
  const refused = await world.send(siam, operators, asked);
  expect(refused).toMatchObject({
    data: null,
    errors: expect.arrayContaining([
      expect.objectContaining({ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }),
    ]) as unknown,
  });
});

test('a calendar shows each night at what the quote of it says, to whom it may be told', async () => {
  const { checkIn, checkOut } = stay(20);
  const asked = { hotelIds: [HOTEL], from: checkIn, to: checkOut };
  const days = (fields: string): string => `query Prices($input: CalendarInput!) {
    calendar(input: $input) { ... on Calendar { hotels { roomTypes { days { ${fields} } } } } } }`;
  const sold = { sellRate: { amount: 165_000, currency: 'THB' } };
  const shown = (day: object) => ({
    calendar: { hotels: [{ roomTypes: [{ days: [day, day, day] }] }] },
  });
  const own = days('sellRate { amount currency }');
  expect(await world.ask(siam, own, { input: asked })).toEqual(shown(sold));
  const all = days('sellRate { amount currency } netRate { amount } margin { amount }');
  expect(await world.ask(OPERATOR, all, { input: { ...asked, agencyId: 'SIAM' } })).toEqual(
    shown({ ...sold, netRate: { amount: 150_000 }, margin: { amount: 15_000 } }),
  );
  const house = { role: 'SUPPLIER', hotelIds: [HOTEL] } as const;
  const net = days('netRate { amount }');
  expect(await world.ask(house, net, { input: asked })).toEqual(
    shown({ netRate: { amount: 150_000 } }),
  );
  expect((await world.send(house, own, { input: asked })).data).toBeNull();
  expect((await world.send(siam, net, { input: asked })).data).toBeNull();
});

test('what cannot be held is not quoted, and another’s agency is nobody’s', async () => {
  const tooMany = await world.ask(siam, sellers, input(stay(15, 6)));
  expect(tooMany).toEqual({
    quoteStay: {
      __typename: 'NotAvailable',
      reasons: [{ code: 'SOLD_OUT_LINE', path: '/lines/0' }],
    },
  });
  const asked = (agencyId: string) => world.ask(siam, sellers, input(stay(15), { agencyId }));
  const foreign = await asked('LOTUS');
  expect(foreign).toEqual({
    quoteStay: { __typename: 'NotFound', reasons: [{ code: 'NOT_FOUND', path: '/agencyId' }] },
  });
  expect(foreign).toEqual(await asked('NOBODY'));
  expect(world.complaints()).toEqual([]);
});
