// whyNot and stayAvailability: what stands in the way, what would work, what baskets cost.
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

const WHY_NOT = `query ($input: WhyNotInput!) { whyNot(input: $input) {
  __typename ${REFUSED}
  ... on WhyNot { seq bookable reasons { code line needed have nights resolvableBy }
    changes { kind total currency stays { roomType checkIn checkOut rooms } } } } }`;
const STAYS = `query ($input: StayAvailabilityInput!) { stayAvailability(input: $input) {
  __typename ${REFUSED}
  ... on StayAvailability { seq feasible total currency validUntil reasons { code path needed have }
    stays { feasibleAlone total reasons { code path }
      nights { date rooms line rate currency } } } } }`;

describe('whyNot', () => {
  test('names what stands in the way and changes that are granted, without foreign names', async () => {
    const { hotelId } = await world.openHotel();
    const input = { hotelId, roomType: 'A', checkIn: NIGHT, checkOut: NEXT, rooms: 4 };
    const { data } = await world.ask(SIAM, WHY_NOT, input);
    expect(data).toMatchObject({
      whyNot: {
        seq: null,
        bookable: false,
        reasons: [{ code: 'SOLD_OUT_LINE', line: 'K1/A', needed: 4, have: 3, nights: [NIGHT] }],
      },
    });
    expect(JSON.stringify(data)).not.toMatch(/ASIA|b1|bkg_/);
    const { data: staff } = await world.ask(callers.operator, WHY_NOT, {
      ...input,
      agencyId: 'SIAM',
    });
    const answer = staff?.['whyNot'] as { changes: { kind: string; total: number }[] };
    expect(answer).toMatchObject({ seq: 4 });
    expect(answer.changes[0]).toEqual({
      kind: 'SPLIT_ROOM_TYPES',
      total: 3 * 150_000 + 90_000,
      currency: 'THB',
      stays: [
        { roomType: 'A', checkIn: NIGHT, checkOut: NEXT, rooms: 3 },
        { roomType: 'B', checkIn: NIGHT, checkOut: NEXT, rooms: 1 },
      ],
    });
    const few = await world.ask(SIAM, WHY_NOT, { ...input, rooms: 3 });
    expect(few.data).toMatchObject({ whyNot: { bookable: true, reasons: [], changes: [] } });
  });

  test('is refused for a hotel’s user, a past that is not one’s own, and a stay that is none', async () => {
    const { hotelId, before } = await world.openHotel();
    const good = { hotelId, roomType: 'A', checkIn: NIGHT, checkOut: NEXT, rooms: 1 };
    const rows: [IdentityClaims, Record<string, unknown>, string, unknown[]][] = [
      [callers.supplier(hotelId), good, 'NotPermitted', ['NOT_ENTITLED']],
      [SIAM, { ...good, knownAt: before, asOf: before }, 'NotPermitted', ['NOT_ENTITLED']],
      [callers.operator, good, 'InvalidInput', ['BAD_INPUT']],
      [SIAM, { ...good, checkOut: NIGHT, rooms: 0 }, 'InvalidInput', ['BAD_INPUT', 'BAD_INPUT']],
      [SIAM, { ...good, hotelId: 'H0' }, 'NotFound', ['NOT_FOUND']],
    ];
    for (const [identity, input, __typename, codes] of rows) {
      const { data } = await world.ask(identity, WHY_NOT, input);
      expect(data?.['whyNot']).toMatchObject({
        __typename,
        reasons: codes.map((code) => ({ code })),
      });
    }
  });
});

describe('stayAvailability', () => {
  const stay = (roomType: string, rooms: number) => ({
    roomType,
    checkIn: NIGHT,
    checkOut: NEXT,
    rooms,
  });

  test('answers for the basket and for each stay, with net prices for operators alone', async () => {
    const { hotelId } = await world.openHotel();
    const input = { hotelId, agencyId: 'SIAM', stays: [stay('A', 2), stay('B', 1)] };
    const { data } = await world.ask(callers.operator, STAYS, input);
    const night = { date: NIGHT, currency: 'THB' };
    expect(data).toMatchObject({
      stayAvailability: {
        seq: 4,
        validUntil: expect.any(String) as unknown,
        feasible: true,
        total: 390_000,
        currency: 'THB',
        reasons: [],
        stays: [
          { total: 300_000, nights: [{ ...night, rooms: 2, line: 'K1/A', rate: 150_000 }] },
          { total: 90_000, nights: [{ ...night, rooms: 1, line: 'K1/B', rate: 90_000 }] },
        ],
      },
    });
    const partners = await world.ask(SIAM, STAYS, input);
    expect(partners.data).toMatchObject({
      stayAvailability: {
        seq: null,
        validUntil: null,
        feasible: true,
        total: null,
        stays: [{ nights: [{ rooms: 2, line: null, rate: null }] }, {}],
      },
    });
  });

  test('says that two stays are possible one by one and not together, and which falls short', async () => {
    const { hotelId } = await world.openHotel();
    const input = { hotelId, stays: [stay('A', 2), stay('A', 2)] };
    const { data } = await world.ask(SIAM, STAYS, input);
    expect(data).toMatchObject({
      stayAvailability: {
        feasible: false,
        reasons: [{ code: 'SOLD_OUT_LINE', path: '/stays/1', needed: 2, have: 1 }],
        stays: [
          { feasibleAlone: true, reasons: [] },
          { feasibleAlone: true, reasons: [] },
        ],
      },
    });
  });

  test('names the stay and field that are wrong', async () => {
    const { hotelId } = await world.openHotel();
    const input = { hotelId, stays: [stay('A', 1), { ...stay('A', 0), checkOut: NIGHT }] };
    const { data } = await world.ask(SIAM, STAYS, input);
    expect(data?.['stayAvailability']).toEqual({
      __typename: 'InvalidInput',
      reasons: [
        { code: 'BAD_INPUT', path: '/stays/1/checkOut' },
        { code: 'BAD_INPUT', path: '/stays/1/rooms' },
      ],
    });
  });
});
