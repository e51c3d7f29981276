// What a seller's agency pays, and which hotels are there for it: its terms count at once, in every
// query, and a hotel that is refused to it answers exactly like one that does not exist.
import type { IdentityClaims } from '../../../../shared/auth/identity.ts';
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import { NEXT, NIGHT, REFUSED, serveWorld } from './served-world.ts';
import type { ServedWorld } from './served-world.ts';

const SIAM = callers.partner('SIAM');
let world: ServedWorld;
beforeAll(async () => {
  world = await serveWorld();
});
afterAll(() => world.stop());

const STAYS = `query ($input: StayAvailabilityInput!) { stayAvailability(input: $input) {
  __typename ${REFUSED}
  ... on StayAvailability { feasible total currency
    stays { total currency nights { date rooms line rate currency } } } } }`;
const WHY_NOT = `query ($input: WhyNotInput!) { whyNot(input: $input) {
  __typename ${REFUSED} ... on WhyNot { bookable changes { kind total currency } } } }`;
const CALENDAR = `query ($input: CalendarInput!) { calendar(input: $input) {
  __typename ${REFUSED} ... on Calendar { hotels { hotel { id } } } } }`;
const EXPLAIN = `query ($input: ExplainAvailabilityInput!) { explainAvailability(input: $input) {
  __typename ${REFUSED} ... on AvailabilityExplanation { available } } }`;

const night = { roomType: 'A', checkIn: NIGHT, checkOut: NEXT };

async function priceFor(who: IdentityClaims, hotelId: string, more: object = {}): Promise<unknown> {
  const stays = [
    { ...night, rooms: 2 },
    { ...night, roomType: 'B', rooms: 1 },
  ];
  const { data } = await world.ask(who, STAYS, { hotelId, stays, ...more });
  return data?.['stayAvailability'];
}

describe('what a seller is told to pay', () => {
  test('is net with the markup of its agency, rounded once a night, and no line', async () => {
    const { hotelId } = await world.openHotel();
    await world.agency('SIAM', { markupBp: 1_333 });
    const sellA = 169_995; // 150 000 × 1.1333
    const sellB = 101_997; // 90 000 × 1.1333
    const of = { date: NIGHT, line: null, currency: 'THB' };
    const expected = {
      feasible: true,
      total: 2 * sellA + sellB,
      currency: 'THB',
      stays: [
        { total: 2 * sellA, currency: 'THB', nights: [{ ...of, rooms: 2, rate: sellA }] },
        { total: sellB, currency: 'THB', nights: [{ ...of, rooms: 1, rate: sellB }] },
      ],
    };
    expect(await priceFor(SIAM, hotelId)).toMatchObject(expected);
    expect(await priceFor(callers.agentOf('SIAM'), hotelId, { agencyId: 'SIAM' })).toMatchObject(
      expected,
    );
  });

  test('follows the markup that was agreed for the hotel, from the next question on', async () => {
    const { hotelId } = await world.openHotel();
    await world.agency('SIAM', { markupBp: 1_000 });
    expect(await priceFor(SIAM, hotelId)).toMatchObject({ total: 429_000 });
    await world.agency('SIAM', {
      markupBp: 1_000,
      hotels: { [hotelId]: { sells: true, markupBp: 0 } },
    });
    expect(await priceFor(SIAM, hotelId)).toMatchObject({ total: 390_000 });
  });

  test('is net for operators whatever the agency, and nothing for an agency that is none', async () => {
    const { hotelId } = await world.openHotel();
    await world.agency('SIAM', { markupBp: 1_000 });
    const operator = await priceFor(callers.operator, hotelId, { agencyId: 'SIAM' });
    expect(operator).toMatchObject({ total: 390_000 });
    const unknown = await priceFor(callers.agentOf('NOBODY'), hotelId, { agencyId: 'NOBODY' });
    expect(unknown).toMatchObject({ feasible: true, total: null, currency: null });
  });

  test('is not told of the past, whose markup is not kept', async () => {
    const { hotelId, before } = await world.openHotel();
    await world.agency('SIAM', { markupBp: 1_000 });
    const stays = [{ ...night, rooms: 1 }];
    const past = { hotelId, stays, asOf: before, knownAt: before };
    const { data } = await world.ask(SIAM, STAYS, past);
    expect(data).toMatchObject({ stayAvailability: { feasible: true, total: null } });
  });

  test('prices the changes that whyNot proposes as well', async () => {
    const { hotelId } = await world.openHotel();
    await world.agency('SIAM', { markupBp: 1_000 });
    const { data } = await world.ask(SIAM, WHY_NOT, { hotelId, ...night, rooms: 4 });
    const { changes } = data?.['whyNot'] as { changes: unknown[] };
    expect(changes[0]).toEqual({ kind: 'SPLIT_ROOM_TYPES', total: 594_000, currency: 'THB' });
  });
});

describe('a hotel that is refused to an agency', () => {
  const asked = (hotelId: string, agency: object): [string, string, Record<string, unknown>][] => [
    ['stayAvailability', STAYS, { hotelId, stays: [{ ...night, rooms: 1 }], ...agency }],
    ['whyNot', WHY_NOT, { hotelId, ...night, rooms: 1, ...agency }],
    ['calendar', CALENDAR, { hotelIds: [hotelId], from: NIGHT, to: NEXT, ...agency }],
    ['explainAvailability', EXPLAIN, { hotelId, roomType: 'A', night: NIGHT, ...agency }],
  ];

  async function answers(who: IdentityClaims, hotelId: string, agency: object): Promise<unknown[]> {
    const told = [];
    for (const [field, query, input] of asked(hotelId, agency)) {
      const { data, errors } = await world.ask(who, query, input);
      told.push([data?.[field], errors]);
    }
    return told;
  }

  const LIST = '{ hotels(first: 200) { edges { node { id } } } }';
  async function listed(who: IdentityClaims): Promise<string[]> {
    const { data } = await world.ask(who, LIST, {});
    const { edges } = data?.['hotels'] as { edges: { node: { id: string } }[] };
    return edges.map(({ node }) => node.id);
  }

  const byId = (id: string): string => `{ hotel(id: "${id}") { id name } }`;

  test.each([
    ['by name', (hotelId: string) => ({ hotels: { [hotelId]: { sells: false } } })],
    ['by not being listed', () => ({ access: 'LISTED' as const })],
  ])('%s answers in every query exactly like none', async (_how, terms) => {
    const { hotelId } = await world.openHotel();
    await world.agency('SIAM', {});
    expect(await listed(SIAM)).toContain(hotelId);
    await world.agency('SIAM', terms(hotelId));
    for (const [who, agency] of [
      [SIAM, {}],
      [callers.agentOf('SIAM'), { agencyId: 'SIAM' }],
    ] as const) {
      const refused = await answers(who, hotelId, agency);
      expect(refused).toEqual(await answers(who, 'NONE', agency));
      expect(refused[0]).toMatchObject([{ __typename: 'NotFound' }, []]);
    }
    expect(await listed(SIAM)).not.toContain(hotelId);
    expect((await world.ask(SIAM, byId(hotelId), {})).data).toEqual({ hotel: null });
  });

  test('is there for others, and for it where it is listed', async () => {
    const { hotelId } = await world.openHotel();
    await world.agency('SIAM', { hotels: { [hotelId]: { sells: false } } });
    await world.agency('ASIA', { access: 'LISTED', hotels: { [hotelId]: { sells: true } } });
    const asia = callers.partner('ASIA');
    expect(await listed(asia)).toEqual([hotelId]);
    expect((await world.ask(asia, byId(hotelId), {})).data).toMatchObject({
      hotel: { id: hotelId },
    });
    for (const staff of [callers.operator, callers.agentOf('SIAM')]) {
      expect(await listed(staff)).toContain(hotelId);
    }
    expect(await priceFor(callers.operator, hotelId, { agencyId: 'SIAM' })).toMatchObject({
      feasible: true,
    });
  });

  test('stays readable where its own bookings and blocks refer to it', async () => {
    const { hotelId } = await world.openHotel();
    await world.agency('SIAM', { hotels: { [hotelId]: { sells: false } } });
    const query = `query { _entities(representations: [{ __typename: "Hotel", id: "${hotelId}" }]) {
      ... on Hotel { id calendar(from: "${NIGHT}", to: "${NEXT}") { asOf } } } }`;
    const { data } = await world.ask(SIAM, query, {});
    expect(data).toEqual({ _entities: [{ id: hotelId, calendar: null }] });
  });
});
