// What calendars tell of prices, over HTTP: to each role its own (domain.md §10), by terms that count at
// once, and for many hotels with one question for all terms.
import type { IdentityClaims } from '../../../../shared/auth/identity.ts';
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import { NEXT, NIGHT, serveWorld } from './served-world.ts';
import type { ServedWorld } from './served-world.ts';

const SIAM = callers.partner('SIAM');
let world: ServedWorld;
beforeAll(async () => {
  world = await serveWorld();
});
afterAll(() => world.stop());

const MONEY = '{ amount currency }';
const PRICED = `query ($input: CalendarInput!) { calendar(input: $input) { __typename
  ... on Refusal { reasons { code } }
  ... on Calendar { hotels { hotel { id } roomTypes { code days {
    available sellRate ${MONEY} netRate ${MONEY} margin ${MONEY} } } } } } }`;
const UNPRICED = `query ($input: CalendarInput!) { calendar(input: $input) {
  ... on Calendar { hotels { roomTypes { code days { available } } } } } }`;

interface Day {
  readonly available: number;
  readonly sellRate: unknown;
  readonly netRate: unknown;
  readonly margin: unknown;
}

/** The one night of each room type of each hotel, in the order asked for. */
async function daysFor(
  who: IdentityClaims,
  hotelIds: readonly string[],
  more: object = {},
): Promise<Record<string, Day | undefined>[]> {
  const input = { hotelIds, from: NIGHT, to: NEXT, ...more };
  const { data, errors } = await world.ask(who, PRICED, input);
  expect(errors).toEqual([]);
  const { hotels } = data?.['calendar'] as {
    hotels: { roomTypes: { code: string; days: Day[] }[] }[];
  };
  return hotels.map(({ roomTypes }) =>
    Object.fromEntries(roomTypes.map(({ code, days: [day] }) => [code, day])),
  );
}

const thb = (amount: number) => ({ amount, currency: 'THB' });
const NET = thb(150_000);
const SELL = thb(169_995); // 150 000 × 1.1333
const MARGIN = thb(19_995);
const nothing = { sellRate: null, netRate: null, margin: null };

describe('a night of 1 500.00 net with a markup of 13.33 % costs', () => {
  test.each<[string, (hotelId: string) => IdentityClaims, object, object]>([
    ['a partner its sell rate', () => SIAM, {}, { ...nothing, sellRate: SELL }],
    [
      'an agent the sell rate of the agency served',
      () => callers.agentOf('SIAM'),
      { agencyId: 'SIAM' },
      { ...nothing, sellRate: SELL },
    ],
    [
      'a hotel’s own user its net rate',
      (hotelId) => callers.supplier(hotelId),
      {},
      { ...nothing, netRate: NET },
    ],
    ['an operator its net rate', () => callers.operator, {}, { ...nothing, netRate: NET }],
    [
      'an operator that asks for an agency all three',
      () => callers.operator,
      { agencyId: 'SIAM' },
      { sellRate: SELL, netRate: NET, margin: MARGIN },
    ],
    [
      'an admin that asks for an agency all three',
      () => callers.admin,
      { agencyId: 'SIAM' },
      { sellRate: SELL, netRate: NET, margin: MARGIN },
    ],
    [
      'nobody anything for an agency that is none, but the hotel',
      () => callers.operator,
      { agencyId: 'NOBODY' },
      { ...nothing, netRate: NET },
    ],
  ])('%s', async (_whom, who, more, prices) => {
    const { hotelId } = await world.openHotel();
    await world.agency('SIAM', { markupBp: 1_333 });
    const [told] = await daysFor(who(hotelId), [hotelId], more);
    expect(told?.['A']).toMatchObject(prices);
  });
});

test('the terms of a hotel come before the agency’s own, and count from the next question on', async () => {
  const hotels = [await world.openHotel(), await world.openHotel(), await world.openHotel()];
  const [first = '', second = '', third = ''] = hotels.map(({ hotelId }) => hotelId);
  await world.agency('SIAM', {
    markupBp: 1_000,
    hotels: { [second]: { sells: true, markupBp: 2_500 } },
  });
  const sells = async (): Promise<unknown[]> =>
    (await daysFor(SIAM, [first, second, third])).map(({ A, B }) => [A?.sellRate, B?.sellRate]);
  const usual = [thb(165_000), thb(99_000)];
  expect(await sells()).toEqual([usual, [thb(187_500), thb(112_500)], usual]);
  await world.agency('SIAM', { markupBp: 0, hotels: { [third]: { sells: true, markupBp: 500 } } });
  expect((await sells()).map((each) => (each as unknown[])[0])).toEqual([NET, NET, thb(157_500)]);
});

test('a commission is settled elsewhere and moves no price', async () => {
  const { hotelId } = await world.openHotel();
  await world.agency('SIAM', { markupBp: 1_333, commissionBp: 1_200 });
  const [told] = await daysFor(SIAM, [hotelId]);
  expect(told?.['A']).toMatchObject({ ...nothing, sellRate: SELL });
});

test('a refused hotel is none to sellers, and has no sell rate for staff', async () => {
  const { hotelId } = await world.openHotel();
  await world.agency('SIAM', { hotels: { [hotelId]: { sells: false } } });
  const input = { hotelIds: [hotelId], from: NIGHT, to: NEXT };
  const refused = await world.ask(SIAM, PRICED, input);
  expect(refused.data).toEqual({
    calendar: { __typename: 'NotFound', reasons: [{ code: 'NOT_FOUND' }] },
  });
  const [told] = await daysFor(callers.operator, [hotelId], { agencyId: 'SIAM' });
  expect(told?.['A']).toMatchObject({ ...nothing, netRate: NET });
});

test('of the past no sell rate is told, whose markup is not kept, but what the hotel asked then', async () => {
  const { hotelId, before } = await world.openHotel();
  await world.agency('SIAM', { markupBp: 1_000 });
  const past = { asOf: before, knownAt: before };
  const [told] = await daysFor(SIAM, [hotelId], past);
  expect(told?.['A']).toMatchObject(nothing);
  const [staff] = await daysFor(callers.operator, [hotelId], { ...past, agencyId: 'SIAM' });
  expect(staff?.['A']).toMatchObject({ ...nothing, netRate: NET });
});

test('a calendar shows the same rooms with prices and without', async () => {
  const { hotelId } = await world.openHotel();
  await world.agency('SIAM', { markupBp: 1_000 });
  const input = { hotelIds: [hotelId], from: NIGHT, to: NEXT };
  const { data } = await world.ask(SIAM, UNPRICED, input);
  const [told] = await daysFor(SIAM, [hotelId]);
  const rooms = Object.entries(told ?? {}).map(([code, day]) => ({
    code,
    days: [{ available: day?.available }],
  }));
  expect(data).toEqual({ calendar: { hotels: [{ roomTypes: rooms }] } });
});
